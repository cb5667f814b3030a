import { type RawBuilder, sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import { seconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import {
  type Cadence,
  seenFrom,
  type TrackedWatch,
  type WatchId,
  type WatchSeen,
  type WatchSource,
  type WatchTask,
} from "#domain/watch.ts";
import type { Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import type { WatchTables } from "./watch-tables.ts";

/** The watches that are kept, as planning remembers them. */
export const readTrackedWatches = (db: Db): Promise<TrackedWatch[]> => readWatchesWhere(db, sql`w.state <> 'removed'`);

/** What each of these watches has shown, as far back as planning remembers it (`seenFrom`). */
export async function readWatchSeen(db: Db, watches: readonly TrackedWatch[]): Promise<WatchSeen[]> {
  if (watches.length === 0) return [];
  const froms = watches.map((watch) => ({ watch_id: watch.id, seen_from: toIso(seenFrom(watch)) }));
  const { rows } = await sql<WatchSeen>`
    select v.watch_id as "watchId", v.video_id as "videoId", v.published_at as "publishedAt"
    from ${rowSet("i", froms, { watch_id: "text", seen_from: "timestamptz" })}
    join watch_video v on v.watch_id = i.watch_id and v.published_at >= i.seen_from
    order by v.watch_id, v.video_id`.execute(db);
  return rows;
}

/** What people did to watches after a version of `planning_change`. */
export interface WatchChanges {
  /** Added or edited, whole. Of one whose filters changed the progress has begun anew. */
  readonly watches: readonly TrackedWatch[];
  readonly removedWatches: readonly WatchId[];
  /** Videos that no kept watch holds any more. */
  readonly unsearched: readonly VideoId[];
}

export async function readWatchChanges(db: Db, sinceVersion: number): Promise<WatchChanges> {
  const changed = sql`w.changed_version > ${sinceVersion}::bigint`;
  const removed = await sql<{ id: WatchId }>`
    select w.id from watch w where w.state = 'removed' and ${changed} order by w.id`.execute(db);
  const removedWatches = removed.rows.map(({ id }) => id);
  return {
    watches: await readWatchesWhere(db, sql`w.state <> 'removed' and ${changed}`),
    removedWatches,
    unsearched: removedWatches.length === 0 ? [] : await readUnsearched(db, removedWatches),
  };
}

async function readUnsearched(db: Db, removed: readonly WatchId[]): Promise<VideoId[]> {
  const { rows } = await sql<{ id: VideoId }>`
    select distinct v.video_id as id from watch_video v join video_counter c on c.video_id = v.video_id
    where v.watch_id = any(${[...removed]}::text[]) and not c.searched
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Watches with their tasks, the longest open first. */
async function readWatchesWhere(db: Db, which: RawBuilder<unknown>): Promise<TrackedWatch[]> {
  const rows = await db
    .selectFrom("watch as w")
    .innerJoin("watch_progress as p", "p.watch_id", "w.id")
    .selectAll(["w", "p"])
    .where(sql<boolean>`${which}`)
    .orderBy("w.id")
    .execute();
  const tasks = await readTasks(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id as WatchId,
    source: { kind: row.kind, filters: row.filters } as WatchSource,
    paused: row.state === "paused",
    cadence: cadenceOf(row),
    since: row.since,
    createdAt: row.created_at,
    watermark: row.watermark,
    ranAt: row.ran_at,
    runs: row.runs,
    calls: row.calls,
    found: row.found,
    learned: row.learned,
    notBefore: row.not_before,
    attempts: row.attempts,
    trouble: row.trouble,
    tasks: tasks.get(row.id) ?? [],
  }));
}

export const cadenceOf = (
  row: Pick<WatchTables["watch"], "every_seconds" | "every_min_seconds" | "every_max_seconds" | "share">,
): Cadence => ({
  every: row.every_seconds === null ? null : seconds(row.every_seconds),
  everyMin: seconds(row.every_min_seconds),
  everyMax: seconds(row.every_max_seconds),
  share: row.share,
});

async function readTasks(db: Db, watchIds: readonly string[]): Promise<ReadonlyMap<string, WatchTask[]>> {
  const tasks = new Map<string, WatchTask[]>();
  if (watchIds.length === 0) return tasks;
  const rows = await db
    .selectFrom("watch_task")
    .selectAll()
    .where(sql<boolean>`watch_id = any(${[...watchIds]}::text[])`)
    .orderBy("watch_id")
    .orderBy("opened_at")
    .orderBy("published_after")
    .orderBy("published_before")
    .execute();
  for (const row of rows) {
    const task = {
      publishedAfter: row.published_after,
      publishedBefore: row.published_before,
      openedAt: row.opened_at,
      pageToken: row.page_token,
      pages: row.pages,
      notBefore: row.not_before,
      attempts: row.attempts,
      reason: row.reason,
    };
    tasks.set(row.watch_id, [...(tasks.get(row.watch_id) ?? []), task]);
  }
  return tasks;
}
