import { between, type Duration, days, hours, type Instant, inHours, milliseconds } from "#domain/time.ts";
import type { TrendingVideo } from "#domain/trending-video.ts";
import { ageAt } from "#domain/video.ts";
import { type Doubted, doubted } from "./doubted.ts";

/** The windows over which views gained are compared. */
export const TREND_WINDOWS = { "1h": hours(1), "24h": hours(24), "7d": days(7) } as const;
export type TrendWindow = keyof typeof TREND_WINDOWS;

export const TREND_SORTS = ["trend", "heat", "velocity", "acceleration", "gain", "outlier"] as const;
export type TrendSort = (typeof TREND_SORTS)[number];

/** How much faster a video moves than shortly before. */
export interface Acceleration {
  /** Views per hour of the last part ÷ those of the time before it; 1 is steady. */
  readonly value: number;
  /** The last part, in hours, and the span before it that it is compared with. */
  readonly hours: number;
  readonly beforeHours: number;
}

/** A video that takes off, and why it is shown. */
export interface Trend {
  readonly id: string;
  /** A young video far above its channel's usual curve, or one that is faster than its age, or neither can be told yet. */
  readonly why: "newOutlier" | "heat" | "velocity";
  readonly heat: Doubted | null;
  readonly outlier: Doubted | null;
  readonly acceleration: Acceleration | null;
}

/** A channel's usual video is beaten twofold by about one in six of its videos: less is no news. */
export const TREND_OUTLIER_MIN = 2;

/** An outlier is new for the week after its publication, in which most of a video's views are made. */
export const TREND_NEW_WITHIN: Duration = days(7);

/**
 * The videos that take off, by what is asked; the rest are left out: those that stand still, that nobody has sampled
 * lately, and those that are no faster than is usual at their age, however large (docs/formulas/trending.md).
 *
 * By `trend`, new outliers come first, the most unusual first; then the hottest; then those of which no typical velocity
 * is known, the fastest first. All by the lower end of their interval, so that three views are no trend. By one number,
 * those that have it.
 */
export function trending(
  videos: readonly TrendingVideo[],
  { over, sort, limit, now }: { over: TrendWindow; sort: TrendSort; limit: number; now: Instant },
): readonly Trend[] {
  const trends = videos.flatMap((video) => {
    const trend = trendOf(video, over, now);
    return trend === null || !hasPlace(video, trend, over, sort)
      ? []
      : [{ trend, keys: keysOf(video, trend, over, sort) }];
  });
  return trends
    .sort((a, b) => descending(a.keys, b.keys) || (a.trend.id < b.trend.id ? -1 : 1))
    .slice(0, limit)
    .map(({ trend }) => trend);
}

function trendOf(video: TrendingVideo, over: TrendWindow, now: Instant): Trend | null {
  if (!isMoving(video, over, now)) return null;
  const counted = (video.velocity ?? 0) * (video.velocityHours ?? 0);
  const heat = video.heat === null ? null : doubted(video.heat, counted);
  const outlier = video.outlier === null ? null : doubted(video.outlier, video.views ?? 0);
  const shown = { id: video.id, heat, outlier, acceleration: accelerationOf(video) };
  if (isNewOutlier(video, outlier, now)) return { ...shown, why: "newOutlier" };
  if (heat === null) return { ...shown, why: "velocity" };
  return heat.low >= 1 ? { ...shown, why: "heat" } : null;
}

/** Whether it gained views, as far as a sample that is not older than what it is asked about can tell. */
function isMoving({ capturedAt, velocity, velocityHours }: TrendingVideo, over: TrendWindow, now: Instant): boolean {
  if (capturedAt === null || velocity === null || velocityHours === null || velocity <= 0) return false;
  return between(capturedAt, now) <= Math.max(TREND_WINDOWS[over], hours(velocityHours));
}

function isNewOutlier({ startAt, outlierBasis }: TrendingVideo, outlier: Doubted | null, now: Instant): boolean {
  if (startAt === null || outlier === null || outlierBasis !== "age") return false;
  return outlier.low >= TREND_OUTLIER_MIN && between(startAt, now) <= TREND_NEW_WITHIN;
}

/**
 * The shortest pair of windows that is known: the last hour by the 23 before it, or the last day by the six before it;
 * of a younger video by as much as it has lived. `null` where neither is known, or nothing was gained before.
 */
export function accelerationOf({ gain1h, gain24h, gain7d, startAt, capturedAt }: TrendingVideo): Acceleration | null {
  if (startAt === null || capturedAt === null) return null;
  const age = ageAt(startAt, capturedAt);
  for (const [short, long, span, whole] of [
    [gain1h, gain24h, hours(1), hours(24)],
    [gain24h, gain7d, hours(24), days(7)],
  ] as const) {
    if (short === null || long === null) continue;
    const before = milliseconds(Math.min(whole, age) - span);
    if (before < span || long - short <= 0) continue;
    const [last, earlier] = [short / inHours(span), (long - short) / inHours(before)];
    return { value: last / earlier, hours: inHours(span), beforeHours: inHours(before) };
  }
  return null;
}

/** Whether it is among those that are ordered: by one number, those that have it, and move faster or gained something. */
function hasPlace(
  video: TrendingVideo,
  { heat, outlier, acceleration }: Trend,
  over: TrendWindow,
  sort: TrendSort,
): boolean {
  switch (sort) {
    case "trend":
    case "velocity":
      return true;
    case "heat":
      return heat !== null && heat.value >= 1;
    case "acceleration":
      return acceleration !== null;
    case "gain":
      return (gainOver(video, over) ?? 0) >= 1;
    case "outlier":
      return outlier !== null;
  }
}

const RANKS = { newOutlier: 2, heat: 1, velocity: 0 } as const;

/** What it is ordered by, the weightiest first; what is not known comes last. */
function keysOf(video: TrendingVideo, trend: Trend, over: TrendWindow, sort: TrendSort): readonly number[] {
  const velocity = video.velocity ?? 0;
  const known = (value: number | null | undefined): number => value ?? Number.NEGATIVE_INFINITY;
  switch (sort) {
    case "trend":
      return [
        RANKS[trend.why],
        trend.why === "newOutlier" ? known(trend.outlier?.low) : known(trend.heat?.low),
        velocity,
      ];
    case "heat":
      return [known(trend.heat?.low), velocity];
    case "velocity":
      return [velocity];
    case "acceleration":
      return [known(trend.acceleration?.value), velocity];
    case "gain":
      return [known(gainOver(video, over)), velocity];
    case "outlier":
      return [known(trend.outlier?.low), velocity];
  }
}

function gainOver({ gain1h, gain24h, gain7d }: TrendingVideo, over: TrendWindow): number | null {
  switch (over) {
    case "1h":
      return gain1h;
    case "24h":
      return gain24h;
    case "7d":
      return gain7d;
  }
}

function descending(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    if (value !== other) return other - value;
  }
  return 0;
}
