/** Fewer first hours than this make no median worth dividing by: with 3 it is still off by half, typically. */
export const PERFORMANCE_POOL_MIN = 3;

/** Why a video has no performance (yet). */
type NoPerformance = "firstHourUnknown" | "poolTooSmall" | "medianZero";

/** A video's performance, or why it has none; `n` = the first hours its channel's median is taken over. */
export type Performance =
  | { readonly value: number; readonly reason: null; readonly n: number }
  | { readonly value: null; readonly reason: NoPerformance; readonly n: number };

/**
 * Performance = first-hour views ÷ the median of the first-hour views of all the channel's videos that have one, the
 * video itself included: 1 is usual, 10 is ten times the usual (docs/formulas/performance.md).
 */
export function performance(
  firstHourViews: number | null,
  median: number | null,
  n: number,
  poolMin: number = PERFORMANCE_POOL_MIN,
): Performance {
  if (firstHourViews === null) return { value: null, reason: "firstHourUnknown", n };
  if (median === null || n < poolMin) return { value: null, reason: "poolTooSmall", n };
  if (median <= 0) return { value: null, reason: "medianZero", n };
  return { value: firstHourViews / median, reason: null, n };
}

/** How far a median may drift from the one in force before its rows follow, as a share of the one in force. */
export const MEDIAN_DRIFT_MAX = 0.01;

/**
 * The median in force from now on: the present one, unless the true one has left it by more than 1 %, or there is
 * none. Each new first hour moves its channel's median a little; not every one is worth rewriting a channel's scores.
 */
export function medianInForce(inForce: number | null, median: number | null): number | null {
  if (inForce === null || median === null) return median;
  return Math.abs(median - inForce) > MEDIAN_DRIFT_MAX * inForce ? median : inForce;
}

/** The newest first hours of a format that its median is taken over: a channel of years ago is another channel. */
export const FORMAT_POOL_MAX = 50;

/**
 * How many first hours of a format the channel's own median counts for. A median of n first hours is off by
 * 1.25 σ ÷ √n, and a format's median differs from its channel's by about τ; the best mean of the two gives the channel
 * 1.57 σ² ÷ τ² first hours. First hours of a format scatter by σ ≈ 1 in logarithms; long videos, Shorts and broadcasts
 * differ from their channel by τ ≈ 0.7, a factor of two.
 */
const CHANNEL_COUNTS_FOR = 3;

/**
 * The median that performance within a format is divided by: of the format's `n` newest first hours, drawn towards the
 * channel's median while they are few: ln m = (n ln m_f + 3 ln m_c) ÷ (n + 3). 0 where either is 0, `null` where either
 * is missing.
 *
 * @param channelMedian the one in force; `null` while there is none, and then there is none of a format either.
 */
export function shrunkenMedian(
  { median, n }: { readonly median: number | null; readonly n: number },
  channelMedian: number | null,
): number | null {
  if (median === null || channelMedian === null) return null;
  if (median <= 0 || channelMedian <= 0) return 0;
  const log = (n * Math.log(median) + CHANNEL_COUNTS_FOR * Math.log(channelMedian)) / (n + CHANNEL_COUNTS_FOR);
  return Math.exp(log);
}
