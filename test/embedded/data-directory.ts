import { chmod, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import { systemClock } from "#clock.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import type { Refused } from "#storage/embedded/refusal.ts";
import { type EmbeddedServer, startEmbedded } from "#storage/embedded/start-embedded.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";

/** A directory for one test, which the server's account may pass through unless `mode` says otherwise. */
export async function emptyDirectory(mode = 0o711): Promise<string> {
  const directory = await temporaryDirectory();
  await chmod(directory, mode);
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return directory;
}

/** Starts, or is refused. What was logged is in `lines`. */
export const tryStart = (dataDirectory: string, lines: string[] = []): Promise<EmbeddedServer | Refused> =>
  startEmbedded({ dataDirectory, clock: systemClock, durable: true, log: (line) => lines.push(line) });

/** Starts, and stops at the test's end if the test has not. */
export async function start(dataDirectory: string, lines: string[] = []): Promise<EmbeddedServer> {
  const server = await tryStart(dataDirectory, lines);
  if (server.kind === "refused") throw new Error(server.message);
  onTestFinished(() => server.stop());
  return server;
}

/** Uses a connection for one thing. */
export async function using<T>(
  { connectionString }: Pick<EmbeddedServer, "connectionString">,
  act: (db: Db) => Promise<T>,
): Promise<T> {
  const db = openDatabase({ connectionString, connectionsMax: 1 });
  return act(db).finally(() => db.destroy());
}

/** Commits a note; it is acknowledged when this resolves. */
export const note = (server: Pick<EmbeddedServer, "connectionString">, text: string): Promise<void> =>
  using(server, async (db) => {
    await sql`create table if not exists note (text text)`.execute(db);
    await sql`insert into note values (${text})`.execute(db);
  });

export const notes = (server: Pick<EmbeddedServer, "connectionString">): Promise<readonly string[]> =>
  using(server, async (db) => {
    const { rows } = await sql<{ text: string }>`select text from note order by text`.execute(db);
    return rows.map(({ text }) => text);
  });

/** What a setting of the running server is. */
export const setting = (server: Pick<EmbeddedServer, "connectionString">, name: string): Promise<string | undefined> =>
  using(server, async (db) => {
    const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db);
    return rows[0]?.value;
  });

/** The pid in the cluster's postmaster.pid. */
export const postmasterPid = async (cluster: string): Promise<number> =>
  Number.parseInt(await readFile(join(cluster, "postmaster.pid"), "utf8"), 10);
