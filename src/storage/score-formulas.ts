import { type RawBuilder, sql } from "kysely";
import { type Duration, days } from "#domain/time.ts";

/** A video of this age has most of the views it will have: its lifetime views are comparable to another's. */
export const MATURE_AGE: Duration = days(30);

/** Fewer mature videos make no median worth dividing by. */
export const MATURE_POOL_MIN = 3;

/*
 * The two scores as stored, over `c` (a row of video_counter, or one that will be) and `s` (its channel's
 * channel_score, or nothing).
 */

/**
 * First-hour views ÷ the median in force; null where it is taken over fewer than `pool` first hours.
 * `domain/performance.ts` says why a null is one.
 */
export const performanceOver = (pool: number): RawBuilder<number | null> => sql<number | null>`case
  when s.first_hour_n >= ${pool}::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end`;

/** Lifetime views ÷ the median of the channel's mature videos; null below the pool. */
export const OUTLIER = sql<number | null>`case
  when s.mature_n >= ${sql.lit(MATURE_POOL_MIN)} and s.median_mature > 0 then c.views / s.median_mature end`;
