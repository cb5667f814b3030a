import { type RawBuilder, sql } from "kysely";
import { shardOf } from "#domain/shard.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { isoOrNull } from "#storage/sql/row-set.ts";
import type { Measures } from "./measures.ts";
import { OUTLIER } from "./score-formulas.ts";

/* What samples bring to a video's row of counters, whoever took them. */

/** A video with its newest sample; `null` = there is none. */
export interface CountedVideo {
  readonly id: VideoId;
  readonly startAt: Instant | null;
  readonly views: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly capturedAt: Instant | null;
  readonly previous: { readonly at: Instant; readonly views: number | null } | null;
}

/** The columns of `counterRow` with their types, for a set of rows. */
export const COUNTER_COLUMNS = {
  video_id: "text",
  shard: "smallint",
  start_at: "timestamptz",
  views: "bigint",
  likes: "bigint",
  comments: "bigint",
  captured_at: "timestamptz",
  previous_views: "bigint",
  previous_at: "timestamptz",
  gain_1h: "double precision",
  gain_24h: "double precision",
  gain_7d: "double precision",
  velocity: "double precision",
  velocity_hours: "smallint",
  heat: "double precision",
  engagement: "double precision",
  outlier_at_age: "double precision",
} as const;

/** A row of counters as a set carries it. `outlier` is the one at its age, where that is known. */
export function counterRow(video: CountedVideo, measured: Measures | undefined, outlier: number | undefined) {
  return {
    video_id: video.id,
    shard: shardOf(video.id),
    start_at: isoOrNull(video.startAt),
    views: video.views,
    likes: video.likes,
    comments: video.comments,
    captured_at: isoOrNull(video.capturedAt),
    previous_views: video.previous?.views ?? null,
    previous_at: isoOrNull(video.previous?.at ?? null),
    gain_1h: measured?.gain_1h ?? null,
    gain_24h: measured?.gain_24h ?? null,
    gain_7d: measured?.gain_7d ?? null,
    velocity: measured?.velocity ?? null,
    velocity_hours: measured?.velocity_hours ?? null,
    heat: measured?.heat ?? null,
    engagement: measured?.engagement ?? null,
    outlier_at_age: outlier ?? null,
  };
}

/** What the newest sample alone says. */
export const OF_THE_NEWEST = [
  "views",
  "likes",
  "comments",
  "captured_at",
  "previous_views",
  "previous_at",
  "engagement",
] as const;

/** What samples before the newest have a part in. */
export const AS_OF_THE_NEWEST = ["gain_1h", "gain_24h", "gain_7d", "velocity", "velocity_hours", "heat"] as const;

/** Column names in SQL, with the alias of their table where one is given. */
export const names = (columns: readonly string[], alias?: string): RawBuilder<unknown> =>
  sql.join(columns.map((column) => (alias === undefined ? sql.id(column) : sql.id(alias, column))));

/** The outlier and its basis, of a set `c` beside its channel's scores `s`: at its age where that is known, else of a lifetime. */
export const OUTLIER_WITH_BASIS = sql`coalesce(c.outlier_at_age, ${OUTLIER}),
  case when c.outlier_at_age is not null then 'age' when ${OUTLIER} is not null then 'lifetime' end`;

/** Lets columns follow a sample that is newer than the stored one (`>`), or not older (`>=`). */
export const following = (compared: ">" | ">=", columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(
    columns.map(
      (column) => sql`${sql.id(column)} = case
        when excluded.captured_at ${sql.raw(compared)} coalesce(video_counter.captured_at, '-infinity')
        then excluded.${sql.id(column)} else video_counter.${sql.id(column)} end`,
    ),
  );
