import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { systemClock } from "#clock.ts";
import { between, inSeconds, plus, seconds } from "#domain/time.ts";
import { FORMATS } from "#exports/datasets.ts";
import { copyOut } from "#storage/backup/copy.ts";
import { openSession } from "#storage/backup/session.ts";
import { openDatabase } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { migrate } from "#storage/migrate.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { FILLED_AT, FILLED_SPAN, fill, SNAPSHOTS_A_VIDEO } from "./backup.ts";

/**
 * Exports every sample of a made-up database in each format, each in a process of its own, and tells how long it took, how
 * much memory it had at most, and how much of that the export added. Beside it the server's own COPY, whose text is
 * counted and thrown away.
 */
export async function exporting(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { snapshots: { type: "string", default: "1000000" }, json: { type: "boolean" } },
  });
  const videos = Math.ceil(Number(values.snapshots) / SNAPSHOTS_A_VIDEO);
  const dataDirectory = await temporaryDirectory();
  const server = await startEmbedded({
    dataDirectory,
    discard: dataDirectory,
    clock: systemClock,
    durable: false,
    log: () => undefined,
  });
  if (server.kind === "refused") throw new Error(server.message);
  const { connectionString } = server;
  const db = openDatabase({ connectionString, connectionsMax: 2 });
  const directory = await mkdtemp(join(tmpdir(), "viewcurve-"));
  const now = plus(FILLED_AT, seconds(1));
  try {
    await migrate(db, "virtual", now);
    await ensurePartitions(db, plus(FILLED_AT, seconds(-FILLED_SPAN / 1000)), FILLED_AT);
    await fill(db, videos);
    await sql`update video_counter set published_at = start_at`.execute(db);
    await sql`analyze`.execute(db);
    const rows = [];
    for (const format of FORMATS) {
      const child = fork(new URL("export-process.ts", import.meta.url), [
        connectionString,
        join(directory, format),
        format,
        String(now),
      ]);
      const [measured] = await once(child, "message");
      rows.push({ format, ...measured });
    }
    const began = systemClock.now();
    const session = await openSession(connectionString);
    let bytes = 0;
    const statement =
      "copy (select video_id, captured_at, views, likes, comments, source from snapshot) to stdout with (format csv)";
    for await (const block of copyOut(session.client, statement)) bytes += block.bytes.length;
    await session.close();
    rows.push({ format: "COPY", wallSeconds: inSeconds(between(began, systemClock.now())), bytes });
    return { snapshots: videos * SNAPSHOTS_A_VIDEO, rows };
  } finally {
    await db.destroy();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
