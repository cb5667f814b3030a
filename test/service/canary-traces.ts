import { readFile } from "node:fs/promises";
import { Writable } from "node:stream";
import { zstdDecompressSync } from "node:zlib";
import { sql } from "kysely";
import { pino } from "pino";
import type { Stage } from "./stage.ts";

/** A text that occurs nowhere else. Its mask (four characters at each end) may be shown, its middle never. */
export const CANARY = "AIzaCANARYkeyThatNobodyMaySee0123456789";
export const SECRET = CANARY.slice(4, -4);

/** What only an administrator may read. */
const ADMIN_PATHS = ["/keys", "/projects", "/projects/main"] as const;

const PATHS = [
  "/api/v1/videos?limit=200",
  "/api/v1/channels?limit=200",
  "/api/v1/channels/requests",
  "/api/v1/quota",
  "/api/v1/calls?limit=200",
  "/api/v1/watches",
  "/api/v1/plan",
  "/openapi.json",
  "/healthz",
  "/readyz",
  // Problems repeat what they refuse.
  `/api/v1/videos?key=${CANARY}`,
  `/api/v1/videos/${CANARY}`,
  "/api/v1/nothing-here",
] as const;

/** All events as the log writes them, at its most talkative. */
export function logOf({ service }: Stage): string {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = pino({ level: "trace", base: null }, sink);
  for (const event of service.events) log.trace(event, event.kind);
  return lines.join("");
}

export async function answersOf({ service }: Stage): Promise<string> {
  const texts: string[] = [];
  for (const path of PATHS) {
    const response = await fetch(`${service.url}${path}`);
    const headers = JSON.stringify([...response.headers]);
    // What a client sends in the address is its own: a problem may name the parameter, never its value.
    texts.push(`${response.status} ${headers} ${await response.text()}`);
  }
  for (const path of ADMIN_PATHS) texts.push((await service.ask("GET", path, undefined)).text);
  return texts.join("\n");
}

/** All that a backup holds, unpacked: whoever looks for a key would unpack it too. */
export async function unpacked(path: string): Promise<string> {
  const file = await readFile(path);
  const texts = [file.toString("latin1")];
  // Rows are in frames of zstd, each of which begins with its own sign.
  const sign = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
  for (let at = file.indexOf(sign); at >= 0; at = file.indexOf(sign, at + 1)) {
    try {
      texts.push(zstdDecompressSync(file.subarray(at), { info: false }).toString("utf8"));
    } catch {
      // The sign may occur in the middle of a frame by chance, and what follows a frame is no part of it.
    }
  }
  return texts.join("\n");
}

/** Every row of every table as text; sealed bytes as text too, in case they are not. */
export async function tablesOf({ db }: Stage): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  const texts: string[] = [];
  for (const { name } of rows) {
    const table = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(db);
    texts.push(...table.rows.map(({ text }) => text));
  }
  const { rows: sealed } = await sql<{ text: string }>`select encode(sealed, 'escape') as text from api_key`.execute(
    db,
  );
  return [...texts, ...sealed.map(({ text }) => text)].join("\n");
}
