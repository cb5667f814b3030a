import { sql } from "kysely";
import { days, type Instant, minus } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { at, type Db } from "#storage/database.ts";
import { type Position, readKeyset, type SortColumn } from "#storage/sql/keyset.ts";

export type WatchState = "active" | "paused" | "removed";

export const WATCHES_ORDER: SortColumn = {
  ref: "w.created_at",
  kind: "instant",
  nullable: false,
  indexNulls: "first",
};

/** Spans over which the yield of a watch is told, in days. */
const WEEK = 7;
const MONTH = 30;

/** Watches with what they have come to, as of `now`. */
const watches = (db: Db, now: Instant) =>
  db
    .selectFrom("watch as w")
    .innerJoin("watch_progress as p", "p.watch_id", "w.id")
    .select([
      "w.id",
      "w.name",
      "w.kind",
      "w.filters",
      "w.state",
      "w.share",
      "w.every_seconds as everySeconds",
      "w.every_min_seconds as everyMinSeconds",
      "w.every_max_seconds as everyMaxSeconds",
      "w.since",
      "w.created_at as createdAt",
      "w.changed_version as version",
      "p.watermark",
      "p.ran_at as ranAt",
      "p.runs",
      "p.calls",
      "p.found",
      "p.trouble",
      sql<number>`(select count(*) from watch_task t where t.watch_id = w.id)`.as("tasksLeft"),
      newSince(minus(now, days(WEEK))).as("newInWeek"),
      newSince(minus(now, days(MONTH))).as("newInMonth"),
      pagesARun(minus(now, days(WEEK))).as("pagesARun"),
    ]);

/**
 * How many videos a watch found since an instant, without those of its back-fill: what was published before a search
 * was first asked by date is no news of the day it was found on.
 */
const newSince = (from: Instant) => sql<number>`(
  select count(*) from watch_video v
  where v.watch_id = w.id and v.first_seen_at >= ${at(from)}
    and (w.kind = 'chart' or w.filters ->> 'order' <> 'date' or v.published_at >= w.created_at))`;

/** How many pages the runs since an instant took, but for the first of all with its back-fill; `null` = there were none. */
const pagesARun = (from: Instant) => sql<number | null>`(
  select count(*)::float8 / nullif(count(distinct r.run_at), 0) from watch_page r
  where r.watch_id = w.id and r.run_at >= ${at(from)} and r.run_at > (select min(f.run_at) from watch_page f where f.watch_id = w.id))`;

/** Up to `limit` watches in one of some states after a position, the eldest first, each with its `position`. */
export async function listWatches(
  db: Db,
  states: readonly WatchState[],
  page: { readonly after: Position | null; readonly limit: number },
  now: Instant,
) {
  const walk = { ...page, column: WATCHES_ORDER, idRef: "w.id", descending: false };
  const rows = await readKeyset(walk, (where, order, limit) =>
    watches(db, now)
      .where("w.state", "in", [...states])
      .where(where)
      .orderBy(order)
      .limit(limit)
      .execute(),
  );
  return rows.map((watch) => ({ watch, position: { value: watch.createdAt, id: watch.id } }));
}

/** One watch, removed or not; `undefined` when there never was one. */
export const readWatch = (db: Db, id: WatchId, now: Instant) =>
  watches(db, now).where("w.id", "=", id).executeTakeFirst();

export type WatchRow = NonNullable<Awaited<ReturnType<typeof readWatch>>>;

/** What a watch has not read to the end, the longest open first, at most `limit`. */
export const listWatchTasks = (db: Db, id: WatchId, limit: number) =>
  db
    .selectFrom("watch_task")
    .select([
      "published_after as publishedAfter",
      "published_before as publishedBefore",
      "opened_at as openedAt",
      "pages",
      "not_before as notBefore",
      "attempts",
      "reason",
    ])
    .where("watch_id", "=", id)
    .orderBy("opened_at")
    .orderBy("published_after")
    .limit(limit)
    .execute();

const member = (name: string, kind: SortColumn["kind"]): SortColumn => ({
  ref: `m.${name}`,
  kind,
  nullable: false,
  indexNulls: "first",
});

export const WATCH_VIDEO_SORTS = {
  firstSeenAt: member("first_seen_at", "instant"),
  lastSeenAt: member("last_seen_at", "instant"),
  publishedAt: member("published_at", "instant"),
  rank: member("last_rank", "integer"),
} as const satisfies Record<string, SortColumn>;

export type WatchVideoSort = keyof typeof WATCH_VIDEO_SORTS;

/** Up to `limit` videos that a watch has shown after a position, described or not, each with its `position`. */
export async function listWatchVideos(
  db: Db,
  id: WatchId,
  walk: {
    readonly sort: WatchVideoSort;
    readonly descending: boolean;
    readonly after: Position | null;
    readonly limit: number;
  },
) {
  const column = WATCH_VIDEO_SORTS[walk.sort];
  const rows = await readKeyset({ ...walk, column, idRef: "m.video_id" }, (where, order, limit) =>
    db
      .selectFrom("watch_video as m")
      .leftJoin("video as v", (join) => join.onRef("v.id", "=", "m.video_id").on("v.described_at", "is not", null))
      .leftJoin("channel as ch", "ch.id", "v.channel_id")
      .select([
        "m.video_id as id",
        "v.title",
        "v.channel_id as channelId",
        "ch.title as channelTitle",
        "m.published_at as publishedAt",
        "m.first_seen_at as firstSeenAt",
        "m.last_seen_at as lastSeenAt",
        "m.last_rank as rank",
        sql<number>`${sql.ref(column.ref)}`.as("sortValue"),
      ])
      .where("m.watch_id", "=", id)
      .where(where)
      .orderBy(order)
      .limit(limit)
      .execute(),
  );
  return rows.map(({ sortValue, ...video }) => ({ video, position: { value: sortValue, id: video.id } }));
}
