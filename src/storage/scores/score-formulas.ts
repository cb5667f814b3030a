import { type RawBuilder, sql } from "kysely";
import { epochsOf } from "#domain/counting-epoch.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Duration, days } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";

/** A video of this age has most of the views it will have: its lifetime views are comparable to another's. */
export const MATURE_AGE: Duration = days(30);

/** Fewer mature videos make no median worth dividing by. */
export const MATURE_POOL_MIN = 3;

/** The formats within which videos are compared: of an unknown one nothing is known to compare. */
export const COMPARED_FORMATS = ["long", "short", "live"] as const satisfies readonly Format[];

/*
 * The scores as stored, over `c` (a row of video_counter, or one that will be) and `s` (its channel's
 * channel_score, or nothing).
 */

/**
 * First-hour views ÷ the median in force; null where it is taken over fewer than `pool` first hours.
 * `domain/performance.ts` says why a null is one.
 */
export const performanceOver = (pool: number): RawBuilder<number | null> => sql<number | null>`case
  when s.first_hour_n >= ${pool}::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end`;

/** The counting epoch of the video's first hour (`epochIndex`): it is counted as views were at its start. */
export const EPOCH = sql<number>`case c.format ${sql.join(
  COMPARED_FORMATS.map((format) => {
    const begun = epochsOf(format).map(({ at }) => sql`(c.start_at >= ${sql.lit(toIso(at))}::timestamptz)::integer`);
    return sql`when ${sql.lit(format)} then ${sql.join(begun, sql` + `)}`;
  }),
  sql` `,
)} end`;

/**
 * First-hour views ÷ the median in force of the channel's format in its counting epoch; null where performance is, where
 * the format is unknown and where the format's median is 0.
 */
export const performanceInFormatOver = (pool: number): RawBuilder<number | null> => sql<number | null>`case
  when ${performanceOver(pool)} is not null then c.first_hour_views / (
    select nullif(f.median_in_force, 0) from channel_format_score f
    where f.channel_id = c.channel_id and f.format = c.format and f.epoch = ${EPOCH}) end`;

/** Lifetime views ÷ the median of the channel's mature videos; null below the pool. */
export const OUTLIER = sql<number | null>`case
  when s.mature_n >= ${sql.lit(MATURE_POOL_MIN)} and s.median_mature > 0 then c.views / s.median_mature end`;
