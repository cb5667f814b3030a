import type { InsightScope } from "#domain/insight-scope.ts";
import { days, type Instant, minus } from "#domain/time.ts";
import {
  TREND_NEW_WITHIN,
  TREND_OUTLIER_MIN,
  TREND_WINDOWS,
  type Trend,
  type TrendSort,
  type TrendWindow,
  trending,
} from "#insights/trending.ts";
import type { Db } from "#storage/database.ts";
import { readTrendingRows, type TrendWalk } from "#storage/insights/trending-rows.ts";
import { readListedVideos, type VideoRow } from "#storage/videos/listed-videos.ts";

export interface TrendingQuestion {
  readonly scope: InsightScope;
  readonly over: TrendWindow;
  readonly sort: TrendSort;
  readonly limit: number;
}

/** A video that takes off, as lists have it, with why. */
export interface TrendingItem {
  readonly trend: Trend;
  readonly video: VideoRow;
}

/**
 * As many of each order are looked at, times this, as are wanted: ranks are by the lower ends of intervals, and orders by
 * the values themselves.
 */
const CANDIDATES_EACH = 4;
const CANDIDATES_LEAST = 200;

/** The velocity's longest window: whoever was sampled before it moves no more, as far as can be told. */
const MOVING_WITHIN = days(7);

/** Below this chance leaves nothing of any heat. */
const MOVED_LEAST = 2;

/** From here on it leaves two thirds. Among very many videos those that gained so much are crowded out by those that did not. */
const MOVED_MUCH = 30;

/** The videos of a scope that take off at present (docs/formulas/trending.md), with how many were looked at. */
export async function trendingOf(
  db: Db,
  { scope, over, sort, limit }: TrendingQuestion,
  now: Instant,
): Promise<{ readonly items: readonly TrendingItem[]; readonly considered: number }> {
  const rows = await readTrendingRows(
    db,
    scope,
    walksFor(over, sort, now, isNarrow(scope)),
    Math.max(CANDIDATES_LEAST, limit * CANDIDATES_EACH),
  );
  const trends = trending(rows, { over, sort, limit, now });
  const videos = await readListedVideos(
    db,
    trends.map(({ id }) => id),
  );
  const byId = new Map(videos.map((video) => [video.id, video]));
  const items = trends.flatMap((trend) => {
    const video = byId.get(trend.id);
    return video ? [{ trend, video }] : [];
  });
  return { items, considered: rows.length };
}

const GAINS = { "1h": "gain_1h", "24h": "gain_24h", "7d": "gain_7d" } as const;

/** A view gained: what stands still or falls is no trend. */
const GAINED_LEAST = 1;

/** The least velocity of what moved at all over the longest window. */
const VELOCITY_LEAST = 1 / 168;

/** Whether a scope has so few videos that nobody is crowded out, and a walk costs more than it finds. */
const isNarrow = ({ channels, tag, watch }: InsightScope): boolean =>
  channels.length > 0 || tag !== null || watch !== null;

/** The orders whose first videos are looked at: by one number that number's own, else those that each reason is found by. */
function walksFor(over: TrendWindow, sort: TrendSort, now: Instant, narrow: boolean): readonly TrendWalk[] {
  const sampledAfter = minus(now, MOVING_WITHIN);
  const hot = (narrow ? [MOVED_LEAST] : [MOVED_LEAST, MOVED_MUCH]).map((movedMin) => ({
    by: "heat" as const,
    least: 1,
    movedMin,
    sampledAfter,
  }));
  const fast = { by: "velocity", least: VELOCITY_LEAST, sampledAfter } as const;
  const gaining = { by: GAINS[over], least: GAINED_LEAST, sampledAfter: minus(now, TREND_WINDOWS[over]) };
  const outlying = {
    by: "outlier",
    least: TREND_OUTLIER_MIN,
    publishedAfter: minus(now, TREND_NEW_WITHIN),
  } as const;
  switch (sort) {
    case "velocity":
      return [fast];
    case "gain":
      return [gaining];
    case "heat":
      return hot;
    case "trend":
    case "outlier":
      return [...hot, { ...fast, withoutHeat: true }, outlying];
    case "acceleration":
      return [...hot, gaining, { ...fast, withoutHeat: true }, outlying];
  }
}
