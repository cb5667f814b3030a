import { interpolateViews, warpedAge } from "./curve.ts";
import { FIRST_HOUR } from "./milestone.ts";
import type { Reading } from "./snapshot.ts";
import { type Duration, inMinutes, inSeconds, minutes, seconds } from "./time.ts";

/** First-hour views, how they were got, and how far they may be off. */
export interface FirstHour {
  /** Views at age 60:00; not an integer once corrected. */
  readonly views: number;
  readonly method: "measured" | "interpolated";
  /** How far from 60:00 the nearest snapshot lies: negative = before. */
  readonly offsetSeconds: number;
  /** How far the truth may lie from `views`, as a share of `views` (at least of one view); about 19 in 20 are nearer. */
  readonly relativeError: number;
}

/** A snapshot this near counts as a measurement: moving it to 60:00 leaves about 2 % of error. */
const MEASURED_WITHIN: Duration = minutes(3);

/** Snapshots in these ranges of age bracket 60 min closely enough to interpolate. */
const BRACKET_FROM: Duration = minutes(20);
const BRACKET_UNTIL: Duration = minutes(180);

/** The median of d ln V / d ln t at 60 min (docs/sampling.md): how views move when nothing else is known. */
const USUAL_SLOPE = 1.09;

/** How far a slope may be off: taken from the usual one, from one neighbour, from neighbours on both sides. */
const SLOPE_DOUBT = { usual: 1.1, oneSide: 0.9, bothSides: 0.6 } as const;

/** The counter moves in steps while it is near-live; what it shows is up to this old. */
const COUNTER_STEP: Duration = seconds(30);

/** Error of an interpolation per unit of warped age to the nearest reading. */
const INTERPOLATION_DOUBT = 0.35;

/**
 * First-hour views from a video's readings (docs/formulas/first-hour.md): *measured* from the reading nearest to 60:00 when it lies
 * within 3 min, moved there along the local slope; otherwise *interpolated* when readings at 20–60 and at 60–180 min
 * bracket it; otherwise `null`.
 *
 * @param readings in any order; those before the start or beyond four hours do no harm.
 */
export function firstHour(readings: readonly Reading[]): FirstHour | null {
  const sorted = readings.filter((reading) => reading.age >= 0).sort((a, b) => a.age - b.age);
  const nearest = sorted.reduce<Reading | null>(
    (best, reading) => (best === null || distance(reading) < distance(best) ? reading : best),
    null,
  );
  if (nearest === null) return null;
  const offsetSeconds = inSeconds((nearest.age - FIRST_HOUR) as Duration);
  if (distance(nearest) <= MEASURED_WITHIN) return { ...moved(nearest, sorted), method: "measured", offsetSeconds };
  const before = sorted.findLast((reading) => reading.age < FIRST_HOUR);
  const after = sorted.find((reading) => reading.age > FIRST_HOUR);
  if (!before || !after || before.age < BRACKET_FROM || after.age > BRACKET_UNTIL) return null;
  const views = interpolateViews(sorted, FIRST_HOUR);
  if (views === null) return null;
  const gap = Math.min(warpedAge(FIRST_HOUR) - warpedAge(before.age), warpedAge(after.age) - warpedAge(FIRST_HOUR));
  const error = INTERPOLATION_DOUBT * gap + countingError(views, USUAL_SLOPE, distance(nearest));
  // The truth lies between its neighbours unless the counter fell: no error reaches much further than they do.
  const reach = Math.max(views - before.views, after.views - views) / Math.max(1, views);
  return { views, method: "interpolated", offsetSeconds, relativeError: Math.min(error, Math.max(reach, 0) + 0.02) };
}

const distance = (reading: Reading): Duration => Math.abs(reading.age - FIRST_HOUR) as Duration;

/** The nearest reading moved to 60:00. */
function moved(nearest: Reading, sorted: readonly Reading[]): Pick<FirstHour, "views" | "relativeError"> {
  const logDistance = Math.abs(Math.log(FIRST_HOUR / nearest.age));
  // A neighbour must lie well apart, or the counter's steps are taken for a slope.
  const apart = (reading: Reading) => Math.abs(reading.age - nearest.age) >= minutes(5);
  const before = sorted.findLast(
    (reading) => reading.age < nearest.age && reading.age >= BRACKET_FROM && apart(reading),
  );
  const after = sorted.find((reading) => reading.age > nearest.age && reading.age <= BRACKET_UNTIL && apart(reading));
  const neighbour = nearest.age > FIRST_HOUR ? (before ?? after) : (after ?? before);
  const slope = neighbour ? slopeBetween(nearest, neighbour) : USUAL_SLOPE;
  const views = nearest.views * (FIRST_HOUR / nearest.age) ** slope;
  const doubt = before && after ? SLOPE_DOUBT.bothSides : neighbour ? SLOPE_DOUBT.oneSide : SLOPE_DOUBT.usual;
  return {
    views,
    relativeError: doubt * logDistance + countingError(views, Math.max(slope, USUAL_SLOPE), distance(nearest)),
  };
}

/** d ln V / d ln t between two readings, kept within what launches show (0 to 4). */
function slopeBetween(a: Reading, b: Reading): number {
  const slope = Math.log((b.views + 1) / (a.views + 1)) / Math.log(b.age / a.age);
  return Math.min(4, Math.max(0, slope));
}

/**
 * What counting itself adds, as a share of the views: the counter's last step, the Poisson noise of the views between
 * the reading and 60:00 (two standard deviations), and the rounding to whole views.
 */
function countingError(views: number, slope: number, off: Duration): number {
  const perMinute = (views * slope) / inMinutes(FIRST_HOUR);
  const step = perMinute * inMinutes(COUNTER_STEP);
  const between = perMinute * inMinutes((off + COUNTER_STEP) as Duration);
  return (step + 2 * Math.sqrt(between) + 1) / Math.max(1, views);
}
