import { interpolateViews, unwarpedViews, warpedAge, warpedViews } from "./curve.ts";
import { quantile } from "./quantile.ts";
import type { Reading } from "./snapshot.ts";
import { type Duration, days, hours, minutes } from "./time.ts";

/**
 * The ages at which videos are compared, youngest first (docs/formulas/typical.md): each about 1.4 times the one before,
 * from when a new video is usually known until a quarter later. All milestones are among them.
 */
export const TYPICAL_AGES: readonly Duration[] = [
  ...[10, 15, 20, 30, 45, 60, 90].map(minutes),
  ...[2, 3, 4, 6, 9, 12, 18, 24, 36].map(hours),
  ...[2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90].map(days),
];

/** What is usual is taken over so many of a channel's last videos of a format: more would be an older channel. */
export const TYPICAL_VIDEOS_MAX = 30;

/** Fewer videos at an age make nothing usual: with 3 their median is still off by half, typically. */
export const TYPICAL_POOL_MIN = 3;

/** A video's views at each of `TYPICAL_AGES`; `null` where its samples tell nothing. */
export type CurveAtAges = readonly (number | null)[];

/**
 * Two samples this far apart in warped age still tell what lies between. 20 min to 3 h are 1.85 apart, between which
 * a first hour is interpolated, and one day to one week 1.94, between which a video may have no milestone. One hour
 * to one day are 3.03: a video may have gone viral and calmed down in between.
 */
export const GAP_MAX = 2;

/**
 * A sample this near in warped age tells the views at an age whatever lies around it: within 2 min of an hour, 43 min
 * of a day, 5 h of a week. Launches rise about 1.3 times as fast as their warped age, so that it is 4 % off at most.
 */
export const NEAR = 0.03;

/**
 * A video's views at each of `TYPICAL_AGES`. Between samples at most 2 apart in warped age they are interpolated
 * (`interpolateViews`); where they lie further apart, and before the first and after the last, only a sample within
 * 0.03 of the age counts.
 *
 * @param readings by rising age; those before the start do no harm.
 */
export function valuesAtAges(readings: readonly Reading[]): CurveAtAges {
  const born = readings.filter(({ age }) => age >= 0);
  return TYPICAL_AGES.map((age) => valueAtAge(born, age));
}

/**
 * The views at one age, by the rule of `valuesAtAges`; `null` where the samples tell nothing.
 *
 * @param readings by rising age, none before the start.
 */
export function valueAtAge(readings: readonly Reading[], age: Duration): number | null {
  const before = readings.findLast((reading) => reading.age <= age);
  const after = readings.find((reading) => reading.age >= age);
  const x = warpedAge(age);
  const left = before ? x - warpedAge(before.age) : Number.POSITIVE_INFINITY;
  const right = after ? warpedAge(after.age) - x : Number.POSITIVE_INFINITY;
  if (left + right > GAP_MAX && Math.min(left, right) > NEAR) return null;
  // Both lie around it, unless this is before the first sample or after the last.
  return interpolateViews(readings, age) ?? (left < right ? before : after)?.views ?? null;
}

/**
 * The views at any age on a curve that is known at `TYPICAL_AGES`: straight between them in the coordinates of
 * `warpedAge` and `warpedViews`. `null` outside them, and next to one where nothing is known.
 */
export function viewsAtAge(curve: CurveAtAges, age: Duration): number | null {
  const place = placeOf(age);
  if (place === null) return null;
  const right = curve[place.next] ?? null;
  if (place.share === 1) return right;
  const left = curve[place.next - 1] ?? null;
  if (left === null || right === null) return null;
  const y = warpedViews(left) * (1 - place.share) + warpedViews(right) * place.share;
  return Math.min(Math.max(unwarpedViews(y), Math.min(left, right)), Math.max(left, right));
}

/**
 * Where an age lies among `TYPICAL_AGES`: the first that is not younger, and which share of the way to it from the one
 * before. `null` outside them.
 */
function placeOf(age: Duration): { readonly next: number; readonly share: number } | null {
  const next = TYPICAL_AGES.findIndex((each) => each >= age);
  const right = TYPICAL_AGES[next];
  if (right === undefined) return null;
  if (right === age) return { next, share: 1 };
  const left = TYPICAL_AGES[next - 1];
  if (left === undefined) return null;
  return { next, share: (warpedAge(age) - warpedAge(left)) / (warpedAge(right) - warpedAge(left)) };
}

/**
 * The places in `TYPICAL_AGES` of the two between which an age lies, twice the same where it is one of them; `null`
 * outside them. What is usual at the age depends on no other.
 */
export function placesAround(age: Duration): { readonly from: number; readonly to: number } | null {
  const place = placeOf(age);
  return place && { from: place.share === 1 ? place.next : place.next - 1, to: place.next };
}

/** What is usual at each of `TYPICAL_AGES`: the median (`null` of none) and of how many videos it is. */
export interface Usual {
  readonly medians: CurveAtAges;
  readonly ns: readonly number[];
}

/** What is usual among the curves of videos. */
export function usualOf(curves: readonly CurveAtAges[]): Usual {
  const known = TYPICAL_AGES.map((_, i) => knownAt(curves, i));
  return { medians: known.map((values) => quantile(values, 0.5)), ns: known.map((values) => values.length) };
}

/** The known views at one of `TYPICAL_AGES`, by rising number. */
export const knownAt = (curves: readonly CurveAtAges[], index: number): number[] =>
  curves.flatMap((curve) => curve[index] ?? []).toSorted((a, b) => a - b);

/** Of how many videos what is usual at an age is known: of the fewest where it lies between two. 0 outside `TYPICAL_AGES`. */
export function countAtAge(ns: readonly number[], age: Duration): number {
  const place = placeOf(age);
  if (place === null) return 0;
  const right = ns[place.next] ?? 0;
  return place.share === 1 ? right : Math.min(right, ns[place.next - 1] ?? 0);
}

/** Why a video has no outlier at its age. */
type NoOutlier = "ageOutOfRange" | "tooFewVideos" | "medianZero";

/** An outlier at an age, or why there is none; `n` = the videos whose median it is compared with. */
export type OutlierAtAge =
  | { readonly value: number; readonly median: number; readonly n: number; readonly reason: null }
  | { readonly value: null; readonly median: number | null; readonly n: number; readonly reason: NoOutlier };

/**
 * outlier(age) = views ÷ what is usual for the channel and format at the same age (docs/formulas/outlier.md): 1 is
 * usual, 5 is five times as much. The video is one of those that are usual as soon as it is among the last of its format.
 */
export function outlierAtAge(views: number, age: Duration, { medians, ns }: Usual): OutlierAtAge {
  const n = countAtAge(ns, age);
  if (placeOf(age) === null) return { value: null, median: null, n, reason: "ageOutOfRange" };
  const median = n < TYPICAL_POOL_MIN ? null : viewsAtAge(medians, age);
  if (median === null) return { value: null, median, n, reason: "tooFewVideos" };
  if (median <= 0) return { value: null, median, n, reason: "medianZero" };
  return { value: views / median, median, n, reason: null };
}
