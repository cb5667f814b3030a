import { type SqlBool, sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { type Format, foldTag, type VideoId } from "#domain/video.ts";
import type { WatchId } from "#domain/watch.ts";
import { at, type Db } from "./database.ts";
import { type Position, readKeyset, type SortColumn } from "./keyset.ts";

/** Which videos are meant. An absent field filters nothing; ranges include their `min`/`after`, and `max`. */
export interface VideoFilter {
  readonly tags?: readonly string[] | undefined;
  readonly tagMode?: "any" | "all" | undefined;
  readonly channels?: readonly ChannelId[] | undefined;
  /** Those that this watch was ever shown. */
  readonly watch?: WatchId | undefined;
  readonly format?: Format | undefined;
  readonly publishedAfter?: Instant | undefined;
  /** Not included, so that months follow one another without overlap. */
  readonly publishedBefore?: Instant | undefined;
  readonly performanceMin?: number | undefined;
  readonly performanceMax?: number | undefined;
  readonly outlierMin?: number | undefined;
  readonly outlierMax?: number | undefined;
}

const counter = (name: string, kind: SortColumn["kind"]): SortColumn => ({
  ref: `c.${name}`,
  kind,
  nullable: true,
  indexNulls: "last",
});

export const VIDEO_SORTS = {
  // Described videos have a publication date, always.
  publishedAt: { ref: "v.published_at", kind: "instant", nullable: false, indexNulls: "first" },
  durationSeconds: { ref: "v.duration_seconds", kind: "integer", nullable: true, indexNulls: "first" },
  views: counter("views", "integer"),
  likes: counter("likes", "integer"),
  comments: counter("comments", "integer"),
  firstHour: counter("first_hour_views", "fraction"),
  performance: counter("performance", "fraction"),
  outlier: counter("outlier", "fraction"),
} as const satisfies Record<string, SortColumn>;

export type VideoSort = keyof typeof VIDEO_SORTS;

export interface VideoWalk {
  readonly sort: VideoSort;
  readonly descending: boolean;
  readonly after: Position | null;
  readonly limit: number;
}

const VIDEO_COLUMNS = [
  "v.id",
  "v.title",
  "v.tags",
  "v.format",
  "v.language",
  "v.category_id as categoryId",
  "v.published_at as publishedAt",
  "v.duration_seconds as durationSeconds",
  "v.live_state as liveState",
  "v.channel_id as channelId",
  "ch.title as channelTitle",
  "ch.state as channelState",
  "c.start_at as startAt",
  "c.views",
  "c.likes",
  "c.comments",
  "c.captured_at as capturedAt",
  "c.gone_at as goneAt",
  "c.first_hour_views as firstHourViews",
  "c.first_hour_method as firstHourMethod",
  "c.first_hour_offset as firstHourOffset",
  "c.first_hour_error as firstHourError",
  "c.performance",
  "c.outlier",
  "s.median_in_force as medianInForce",
  "s.first_hour_n as firstHourN",
  "s.median_first_hour as medianFirstHour",
  "s.median_mature as medianMature",
  "s.mature_n as matureN",
  "s.computed_at as scoresComputedAt",
  "t.state as backfillState",
] as const;

/** Described videos with their counters, their channel, its medians (missing before they are computed) and back-fill. */
const describedVideos = (db: Db) =>
  db
    .selectFrom("video as v")
    .innerJoin("video_counter as c", "c.video_id", "v.id")
    .leftJoin("channel as ch", "ch.id", "v.channel_id")
    .leftJoin("channel_score as s", "s.channel_id", "v.channel_id")
    .leftJoin("task as t", (join) => join.onRef("t.subject", "=", "v.channel_id").on("t.kind", "=", "backfill"))
    .where("v.described_at", "is not", null)
    .select(VIDEO_COLUMNS);

/**
 * Up to `limit` described videos after a position, each with its `position` for the next page. Walking a sort whose
 * values do not change meanwhile visits every row once.
 */
export async function listVideos(db: Db, filter: VideoFilter, walk: VideoWalk) {
  const column = VIDEO_SORTS[walk.sort];
  const rows = await readKeyset({ ...walk, column, idRef: idRefOf(column) }, (where, order, limit) =>
    filtered(db, filter, column)
      .select(sql<number | string | null>`${sql.ref(column.ref)}`.as("sortValue"))
      .where(where)
      .orderBy(order)
      .limit(limit)
      .execute(),
  );
  return rows.map(({ sortValue, ...video }) => ({ video, position: { value: sortValue, id: video.id } }));
}

/** The id beside a sort column, from the same table: an index holds both. */
const idRefOf = (column: SortColumn): string => (column.ref.startsWith("c.") ? "c.video_id" : "v.id");

function filtered(db: Db, filter: VideoFilter, sorted: SortColumn) {
  let videos = describedVideos(db);
  if (filter.tags) {
    const keys = filter.tags.map(foldTag);
    const operator = sql.raw(filter.tagMode === "all" ? "@>" : "&&");
    videos = videos.where(sql<SqlBool>`v.tag_keys ${operator} ${keys}::text[]`);
  }
  if (filter.channels) {
    // Both halves of a video name its channel: the half that is sorted decides which index can serve.
    const column = sorted.ref.startsWith("c.") ? "c.channel_id" : "v.channel_id";
    videos = videos.where(column, "in", [...filter.channels]);
  }
  if (filter.watch) {
    const id = sql.ref(idRefOf(sorted));
    videos = videos.where(
      sql<SqlBool>`exists (select from watch_video m where m.watch_id = ${filter.watch} and m.video_id = ${id})`,
    );
  }
  if (filter.format) videos = videos.where("v.format", "=", filter.format);
  if (filter.publishedAfter !== undefined) videos = videos.where("v.published_at", ">=", at(filter.publishedAfter));
  if (filter.publishedBefore !== undefined) videos = videos.where("v.published_at", "<", at(filter.publishedBefore));
  if (filter.performanceMin !== undefined) videos = videos.where("c.performance", ">=", filter.performanceMin);
  if (filter.performanceMax !== undefined) videos = videos.where("c.performance", "<=", filter.performanceMax);
  if (filter.outlierMin !== undefined) videos = videos.where("c.outlier", ">=", filter.outlierMin);
  if (filter.outlierMax !== undefined) videos = videos.where("c.outlier", "<=", filter.outlierMax);
  return videos;
}

/** One described video with its description; `undefined` when it is not known or not described yet. */
export const readVideo = (db: Db, id: VideoId) =>
  describedVideos(db)
    .select(["v.description", "v.first_seen_at as firstSeenAt", "v.described_at as describedAt"])
    .where("v.id", "=", id)
    .executeTakeFirst();

/** A video as the lists give it. */
export type VideoRow = Awaited<ReturnType<typeof listVideos>>[number]["video"];

/** What a video's texts were before each change, newest first: at most 100, more than any video in use has. */
export const listRevisions = (db: Db, id: VideoId) =>
  db
    .selectFrom("video_revision")
    .select(["seen_at as seenAt", "before"])
    .where("video_id", "=", id)
    .orderBy("seen_at", "desc")
    .limit(100)
    .execute();
