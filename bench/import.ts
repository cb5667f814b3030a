import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import pg from "pg";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { between, type Instant, inSeconds, instant } from "#domain/time.ts";
import { importSnapshots } from "#imports/import-snapshots.ts";
import { RefusalLog } from "#imports/refusal-log.ts";
import { openSource } from "#imports/source-file.ts";
import { understand } from "#imports/understand.ts";
import { copyIn } from "#storage/backup/copy.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { migrate } from "#storage/migrate.ts";
import { benchRows, writeBenchFile } from "./import-file.ts";

const NOW = instant(Date.UTC(2026, 10, 1));
/** Real collections, where they are at hand. */
const REAL = join(import.meta.dirname, "../../shared/data/trending");

/**
 * Imports somebody's collection of counters into an embedded, durable database, beside a plain COPY of the same rows into a
 * bare table without an index, which is the ceiling; imports it once more, which stores nothing; and then real files.
 * `rowsPerSecond` is of the storing, with all reading and refusing; `derivedSeconds` is what working out what follows takes.
 */
export async function importing(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "1000000" },
      /** Nothing but so many of the real files. */
      real: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const count = Number(values.rows);
  const dataDirectory = await temporaryDirectory();
  const choice = { dataDirectory, discard: dataDirectory, clock: systemClock, durable: true, log: () => undefined };
  const server = await startEmbedded(choice);
  if (server.kind === "refused") throw new Error(server.message);
  const db = openDatabase({ connectionString: server.connectionString, connectionsMax: 2 });
  try {
    await migrate(db, "virtual", NOW);
    const rows: object[] = [];
    if (values.real === undefined) {
      const path = join(dataDirectory, "collection.csv");
      await writeBenchFile(path, count, NOW);
      rows.push(await copied(server.connectionString, db, count));
      rows.push(await imported(db, path), await imported(db, path));
    }
    const real = (await readdir(REAL).catch(() => [])).slice(0, Number(values.real ?? "8"));
    for (const name of real) rows.push(await imported(db, join(REAL, name)));
    return { rows, rssMaxMb: process.resourceUsage().maxRSS / 1024 };
  } finally {
    await db.destroy();
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

const secondsSince = (began: Instant): number => inSeconds(between(began, systemClock.now()));

async function copied(connectionString: string, db: Db, count: number): Promise<object> {
  await sql`create table bare (video_id text, captured_at timestamptz, views bigint, likes bigint, comments bigint)`.execute(
    db,
  );
  const client = new pg.Client({ connectionString });
  await client.connect();
  const began = systemClock.now();
  await copyIn(client, "copy bare from stdin", blocks(count));
  const took = secondsSince(began);
  await client.end();
  return { what: "COPY into a bare table", rows: count, seconds: took, rowsPerSecond: count / took };
}

async function* blocks(count: number): AsyncGenerator<Buffer> {
  let lines: string[] = [];
  for (const { videoId, at, views, likes, comments } of benchRows(count, NOW)) {
    if (lines.push(`${videoId}\t${toIso(at)}\t${views}\t${likes}\t${comments}\n`) < 1_000) continue;
    yield Buffer.from(lines.join(""));
    lines = [];
  }
  yield Buffer.from(lines.join(""));
}

async function imported(db: Db, path: string): Promise<object> {
  const began = systemClock.now();
  const source = await openSource(path, Readable.from([]));
  const understood = await understand(source, { columns: new Map(), dateOrder: null });
  if (understood.kind === "unclear") throw new Error(understood.reason);
  let derivingFrom: Instant | null = null;
  const done = await importSnapshots({
    ...{ db, clock: systemClock, source, understood, log: new RefusalLog(null), performancePool: PERFORMANCE_POOL_MIN },
    span: { now: NOW, keptFrom: null },
    progress: (doing) => {
      if (doing === "deriving") derivingFrom ??= systemClock.now();
    },
  });
  if (done.kind === "failed") throw new Error(done.reason);
  const seconds = secondsSince(began);
  const derivedSeconds = derivingFrom === null ? 0 : secondsSince(derivingFrom);
  const { name, position, stored, present, refused } = done.row;
  const { size } = await stat(path);
  return {
    ...{ what: `import of ${name}`, rows: position, stored, present, refused, bytes: size },
    ...{ seconds, derivedSeconds, rowsPerSecond: position / (seconds - derivedSeconds), overall: position / seconds },
  };
}
