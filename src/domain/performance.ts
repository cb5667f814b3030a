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
