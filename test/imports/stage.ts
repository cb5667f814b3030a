import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { sql } from "kysely";
import { type Clock, systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { days, type Instant, milliseconds, plus } from "#domain/time.ts";
import { importSnapshots, type SnapshotImport } from "#imports/import-snapshots.ts";
import { RefusalLog } from "#imports/refusal-log.ts";
import { openSource } from "#imports/source-file.ts";
import { understand } from "#imports/understand.ts";
import type { Db } from "#storage/database.ts";
import { NOON } from "../storage/settlements.ts";

/** When imports of tests take place: after all that they bring. */
const IMPORTED_AT: Instant = plus(NOON, days(60));

/** A folder for files of tests. */
export interface Folder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function openFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "viewcurve-"));
  return {
    path,
    async write(name, content) {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

let ticks = 0;

/** A clock by which no two instants are the same. */
const tickingClock = (): Clock => ({
  ...systemClock,
  now: () => {
    ticks += 1;
    return plus(IMPORTED_AT, milliseconds(ticks));
  },
});

/** Imports a file of counters as the command does; `over` changes how. */
export async function importFile(db: Db, path: string, over: Partial<SnapshotImport> & { rejects?: string } = {}) {
  const { rejects = null, ...changed } = over;
  const source = await openSource(path, Readable.from([]));
  const understood = await understand(source, { columns: new Map(), dateOrder: null });
  if (understood.kind === "unclear") throw new Error(understood.reason);
  const log = new RefusalLog(rejects);
  try {
    return await importSnapshots({
      db,
      clock: tickingClock(),
      source,
      understood,
      span: { now: IMPORTED_AT, keptFrom: null },
      log,
      performancePool: PERFORMANCE_POOL_MIN,
      progress: () => undefined,
      ...changed,
    });
  } finally {
    await log.end();
  }
}

/** Everything that imports touch but their own rows, as text, in order. */
export async function contents(db: Db): Promise<Readonly<Record<string, readonly string[]>>> {
  const dump: Record<string, readonly string[]> = {};
  for (const table of ["video", "video_counter", "snapshot", "video_day", "channel_day", "channel", "video_search"]) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(table)} t order by t::text`.execute(db);
    dump[table] = rows.map(({ row }) => row.replaceAll(/2026-08-09 12:0\S+/g, "at the import"));
  }
  return dump;
}
