import { interpolateViews } from "./curve.ts";
import type { Reading } from "./snapshot.ts";
import { type Duration, days, type Instant } from "./time.ts";

/** Why a video has no gain over a window. */
export type NoGain =
  /** Its views are hidden, or nobody has sampled it yet. */
  | "noViews"
  /** It has no start: not described yet, or a broadcast that has not begun. */
  | "notStarted"
  /** The samples around the window's beginning lie further apart than the window is long. */
  | "samplesApart";

/**
 * Samples further back than this before the last one tell nothing of any gain: the longest window is 7 days, and the
 * samples around its beginning may lie 7 days apart.
 */
export const GAIN_LOOKBACK: Duration = days(14);

const BIRTH: Reading = { age: 0 as Duration, views: 0 };

/**
 * Views gained over the last `window` before the last reading: V̂(t) − V̂(t − window), with V̂ the view curve through the
 * readings (`interpolateViews`; docs/formulas/gain.md). Exact for a video younger than the window, which gained all it
 * has. Falls are negative. `null` without a reading, and when the readings around t − window (birth is one, of no views)
 * lie more than a window apart.
 *
 * @param readings by rising age; those before the start, or older than `GAIN_LOOKBACK`, count for nothing.
 */
export function gain(readings: readonly Reading[], window: Duration): number | null {
  const last = readings.at(-1);
  if (!last || last.age < 0) return null;
  const target = (last.age - window) as Duration;
  if (target <= 0) return last.views;
  const known = [BIRTH, ...readings.filter(({ age }) => age > 0)].filter(({ age }) => last.age - age <= GAIN_LOOKBACK);
  const before = known.findLast(({ age }) => age <= target);
  const after = known.find(({ age }) => age >= target);
  if (!before || !after || after.age - before.age > window) return null;
  const then = interpolateViews(known, target);
  return then === null ? null : last.views - then;
}

/** Why a stored video has no gain over a window, and so perhaps no velocity; only asked of one that has none. */
export function whyNoGain(views: number | null, startAt: Instant | null): NoGain {
  if (views === null) return "noViews";
  return startAt === null ? "notStarted" : "samplesApart";
}
