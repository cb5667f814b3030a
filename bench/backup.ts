import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { systemClock } from "#clock.ts";
import { between, days, inSeconds, instant, minus } from "#domain/time.ts";
import { restoreBackup } from "#storage/backup/restore-backup.ts";
import { writeBackup } from "#storage/backup/write-backup.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { migrate } from "#storage/migrate.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";

export const SNAPSHOTS_A_VIDEO = 20;
/** When what is made up ends. */
export const FILLED_AT = instant(Date.UTC(2026, 6, 1));
/** The snapshots lie in four months. */
export const FILLED_SPAN = days(100);
const VIDEOS_AT_ONCE = 50_000;

/**
 * Fills an embedded, durable database with made-up videos and 20 snapshots of each, backs it up and restores it beside,
 * and tells how long each took and how much memory this process had at most.
 */
export async function backup(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { videos: { type: "string", default: "1000000" }, json: { type: "boolean" } },
  });
  const videos = Number(values.videos);
  const dataDirectory = await temporaryDirectory();
  const server = await startEmbedded({
    dataDirectory,
    discard: dataDirectory,
    clock: systemClock,
    durable: true,
    log: () => undefined,
  });
  if (server.kind === "refused") throw new Error(server.message);
  const directory = await mkdtemp(join(tmpdir(), "viewcurve-"));
  const path = join(directory, "bench.backup");
  const { connectionString } = server;
  const db = openDatabase({ connectionString, connectionsMax: 2 });
  try {
    await migrate(db, "virtual", FILLED_AT);
    await ensurePartitions(db, minus(FILLED_AT, FILLED_SPAN), FILLED_AT);
    await fill(db, videos);
    await sql`create database beside`.execute(db);

    const began = systemClock.now();
    const written = await writeBackup({ connectionString, path, product: "0", now: FILLED_AT });
    if (written.kind === "refused") throw new Error(written.reason);
    const backedUp = systemClock.now();
    const beside = connectionString.replace("/postgres?", "/beside?");
    const choice = { connectionString: beside, path, kind: "virtual", replace: false, now: FILLED_AT } as const;
    const restored = await restoreBackup(choice);
    if (restored.kind === "refused") throw new Error(restored.reason);
    const back = systemClock.now();
    return {
      videos,
      snapshots: videos * SNAPSHOTS_A_VIDEO,
      rows: restored.rows,
      backupSeconds: inSeconds(between(began, backedUp)),
      restoreSeconds: inSeconds(between(backedUp, back)),
      bytes: written.bytes,
      rssMaxMb: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    await db.destroy();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Rows of ordinary sizes, made by the server: a title, 600 characters of description, tags, and counters that grow. */
export async function fill(db: Db, videos: number): Promise<void> {
  for (let first = 0; first < videos; first += VIDEOS_AT_ONCE) {
    const last = Math.min(videos, first + VIDEOS_AT_ONCE) - 1;
    const each = sql`generate_series(${first}::int, ${last}::int) as n`;
    const id = sql`substr(md5(n::text), 1, 11)`;
    const channel = sql`'UC' || substr(md5((n / 50)::text), 1, 22)`;
    const start = sql`${new Date(minus(FILLED_AT, FILLED_SPAN)).toISOString()}::timestamptz + n % 70 * interval '1 day'`;
    await sql`insert into video (id, channel_id, first_seen_at, source, published_at, described_at, title, description, tags, tag_keys)
      select ${id}, ${channel}, ${start}, 'feed', ${start}, ${start}, 'A video called ' || md5(n::text),
        (select string_agg(md5((n * 20 + i)::text), ' ') from generate_series(1, 18) i),
        array['tag ' || n % 1000, 'tag ' || n % 77], array['tag ' || n % 1000, 'tag ' || n % 77]
      from ${each} on conflict do nothing`.execute(db);
    await sql`insert into video_counter (video_id, shard, channel_id, start_at, views, likes, comments, captured_at, describe_why, first_hour_views, performance)
      select ${id}, n % 64, ${channel}, ${start}, n * 1000, n * 10, n, ${start}, 'refresh', n % 5000, n % 100 / 10.0
      from ${each} on conflict do nothing`.execute(db);
    await sql`insert into snapshot (video_id, captured_at, views, likes, comments, source)
      select ${id}, ${start} + k * k * interval '97 minutes' + n % 86400 * interval '1 second', n % 1000 * k * k, n % 100 * k, n % 10 * k, 'batch'
      from ${each}, generate_series(1, ${SNAPSHOTS_A_VIDEO}::int) k on conflict do nothing`.execute(db);
  }
}
