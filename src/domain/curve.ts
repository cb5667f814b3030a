import type { Reading } from "./snapshot.ts";
import { type Duration, inMinutes } from "./time.ts";

/*
 * View curves are interpolated in warped coordinates, x = ln(age + 10 min) and y = ln(views + 3), in which they are
 * nearly straight: on simulated curves 12 samples interpolated so are 15 % closer than straight lines
 * (docs/sampling.md). The offsets keep birth and the first views finite.
 */
const AGE_OFFSET_MINUTES = 10;
const VIEWS_OFFSET = 3;

/** An age in the coordinate in which view curves are nearly straight: ln(age in minutes + 10). */
export const warpedAge = (age: Duration): number => Math.log(inMinutes(age) + AGE_OFFSET_MINUTES);

/** Views in the coordinate in which view curves are nearly straight: ln(views + 3). */
export const warpedViews = (views: number): number => Math.log(Math.max(0, views) + VIEWS_OFFSET);

/** The views at a coordinate of `warpedViews`; not an integer. */
export const unwarpedViews = (warped: number): number => Math.max(0, Math.exp(warped) - VIEWS_OFFSET);

interface Point {
  readonly x: number;
  readonly y: number;
}

const pointOf = (reading: Reading): Point => ({
  x: warpedAge(reading.age),
  y: warpedViews(reading.views),
});

/**
 * The views at `age`, by monotone cubic interpolation (PCHIP, Fritsch and Butland's slopes) of the readings in warped
 * coordinates. Passes through every reading; between two of them it never leaves their range, so a falling counter
 * makes no bump. Not an integer. `null` outside the readings, and where there are none.
 *
 * @param readings by rising age; of two at the same age the first counts.
 */
export function interpolateViews(readings: readonly Reading[], age: Duration): number | null {
  const after = firstNotBefore(readings, age);
  const right = readings[after];
  if (!right) return null;
  if (right.age === age) return right.views;
  const left = readings[after - 1];
  if (!left) return null;
  const [p, q] = [pointOf(left), pointOf(right)];
  const before = readings[after - 2];
  const beyond = nextOlder(readings, after);
  const width = q.x - p.x;
  const chord = (q.y - p.y) / width;
  const startSlope = slopeAt(before && before.age < left.age ? pointOf(before) : null, p, q, chord);
  // Seen from the right end the curve runs backwards; slopes are symmetric under that.
  const endSlope = slopeAt(beyond ? pointOf(beyond) : null, q, p, chord);
  const s = (warpedAge(age) - p.x) / width;
  const y =
    (1 + 2 * s) * (1 - s) ** 2 * p.y +
    s * (1 - s) ** 2 * width * startSlope +
    s * s * (3 - 2 * s) * q.y +
    s * s * (s - 1) * width * endSlope;
  return unwarpedViews(y);
}

/**
 * The slope at `here` between the chord to `inner` and the one from `outer`: their weighted harmonic mean, 0 where
 * they point different ways. At an end (`outer` null) the chord itself: with one neighbour nothing better is known.
 */
function slopeAt(outer: Point | null, here: Point, inner: Point, chord: number): number {
  if (!outer) return chord;
  const other = (here.y - outer.y) / (here.x - outer.x);
  if (chord * other <= 0) return 0;
  const outerWidth = Math.abs(here.x - outer.x);
  const innerWidth = Math.abs(inner.x - here.x);
  const outerWeight = 2 * innerWidth + outerWidth;
  const innerWeight = innerWidth + 2 * outerWidth;
  return (outerWeight + innerWeight) / (outerWeight / other + innerWeight / chord);
}

/** The index of the first reading at `age` or later. */
function firstNotBefore(readings: readonly Reading[], age: Duration): number {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((readings[middle]?.age ?? 0) < age) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nextOlder(readings: readonly Reading[], index: number): Reading | undefined {
  const age = readings[index]?.age ?? 0;
  for (let i = index + 1; i < readings.length; i++) {
    const reading = readings[i];
    if (reading && reading.age > age) return reading;
  }
  return undefined;
}
