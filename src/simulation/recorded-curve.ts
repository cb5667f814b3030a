import type { Duration } from "#domain/time.ts";

/** One recorded value of a counter at an age. */
export interface Recorded {
  readonly age: Duration;
  readonly value: number;
}

/**
 * A counter that passes exactly through every recorded point. Between two points it is monotone (PCHIP by Fritsch and
 * Carlson on ln(age + 10 min), ln(value + 3)), so it falls only where the record falls. Before the first point it has
 * the launch shape below, scaled to meet it; after the last it grows on with a fading share of its last slope. Whole
 * numbers; 0 at age 0 and before. Points need ascending ages above 0.
 */
export function recordedCurve(points: readonly Recorded[]): (age: Duration) => number {
  const ages = points.map((point) => point.age);
  const x = points.map((point) => warp(point.age));
  const y = points.map((point) => Math.log(point.value + 3));
  const slopes = monotoneSlopes(x, y);
  const first = points[0];
  const lastIndex = points.length - 1;
  const last = points[lastIndex];
  if (!first || !last) return () => 0;
  return (age) => {
    if (age <= 0) return 0;
    if (age < first.age) return Math.round(first.value * (launchShape(age) / launchShape(first.age)));
    if (age >= last.age) return last.value === 0 ? 0 : Math.floor(grownSince(last, slopes[lastIndex] ?? 0, age));
    const i = segmentOf(ages, age);
    const from = points[i];
    const to = points[i + 1];
    if (!from || !to || age === from.age) return from?.value ?? 0;
    const value = Math.round(Math.exp(hermite(x, y, slopes, i, warp(age))) - 3);
    return Math.min(Math.max(value, Math.min(from.value, to.value)), Math.max(from.value, to.value));
  };
}

const warp = (age: number): number => Math.log(age / 60_000 + 10);

/**
 * Views relative to those at one hour, by age in minutes: the middles of the ranges measured on real launches (data
 * MANIFEST: V(15 m)/V(1 h) 0.23–0.43, V(30 m)/V(1 h) 0.52–0.70, V(1 h)/V(2 h) 0.62–0.69, V(6 h)/V(2 h) 4.35,
 * V(1 h)/V(24 h) 0.03–0.17), then the chart's growth per day. Straight between them in log and log.
 */
const LAUNCH: readonly (readonly [minutes: number, relative: number])[] = [
  [0.5, 0.004],
  [5, 0.1],
  [15, 0.33],
  [30, 0.61],
  [60, 1],
  [120, 1.53],
  [360, 6.65],
  [1440, 17],
  [2880, 26],
  [5760, 33],
  [43_200, 60],
  [1_000_000, 150],
];

/** The launch shape at an age in milliseconds. */
function launchShape(age: number): number {
  const minutes = age / 60_000;
  const start = LAUNCH[0] ?? [1, 1];
  if (minutes <= start[0]) return (start[1] * minutes) / start[0];
  const next = LAUNCH.findIndex(([knot]) => knot >= minutes);
  const [m1, r1] = LAUNCH[(next < 0 ? LAUNCH.length : next) - 1] ?? start;
  const [m2, r2] = LAUNCH[next] ?? [m1, r1];
  if (m1 === m2) return r1;
  return r1 * (r2 / r1) ** (Math.log(minutes / m1) / Math.log(m2 / m1));
}

/** A chart entry has passed its peak: at most this exponent of age remains, and it fades with age itself. */
const AFTER_EXPONENT_MAX = 0.25;

function grownSince(last: Recorded, slope: number, age: number): number {
  const exponent = Math.min(AFTER_EXPONENT_MAX, Math.max(0.02, slope / 2));
  const passed = warp(age) - warp(last.age);
  return last.value * Math.exp((exponent * passed) / (1 + passed / 2));
}

/** The last point at or below an age, by halving. */
function segmentOf(ages: readonly number[], age: number): number {
  let low = 0;
  let high = ages.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ages[middle] ?? 0) <= age) low = middle;
    else high = middle;
  }
  return low;
}

function hermite(
  x: readonly number[],
  y: readonly number[],
  slopes: readonly number[],
  i: number,
  position: number,
): number {
  const [x0 = 0, x1 = 1] = [x[i], x[i + 1]];
  const [y0 = 0, y1 = 0] = [y[i], y[i + 1]];
  const step = x1 - x0;
  const t = (position - x0) / step;
  const u = 1 - t;
  return (
    y0 * (1 + 2 * t) * u * u +
    (slopes[i] ?? 0) * step * t * u * u +
    y1 * t * t * (3 - 2 * t) -
    (slopes[i + 1] ?? 0) * step * t * t * u
  );
}

/** Slopes at the points that keep each piece monotone: weighted harmonic means, 0 at turning points. */
function monotoneSlopes(x: readonly number[], y: readonly number[]): readonly number[] {
  const steps = x.slice(1).map((value, i) => value - (x[i] ?? 0));
  const rises = y.slice(1).map((value, i) => (value - (y[i] ?? 0)) / (steps[i] ?? 1));
  return x.map((_, i) => {
    const before = rises[i - 1];
    const after = rises[i];
    if (before === undefined) return after ?? 0;
    if (after === undefined) return before;
    if (before * after <= 0) return 0;
    const left = 2 * (steps[i] ?? 1) + (steps[i - 1] ?? 1);
    const right = (steps[i] ?? 1) + 2 * (steps[i - 1] ?? 1);
    return (left + right) / (left / before + right / after);
  });
}
