import { type Across, placeOfAge, type Upwards } from "./axes.ts";

/* A video's samples as a line, with its gaps as gaps. */

/** A sample, as the API gives it. */
export interface Sample {
  readonly at: string;
  readonly views: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
}

export interface Gap {
  readonly from: string;
  readonly to: string;
}

/** A place on the chart; `y` is `null` where the line is broken. */
export interface Point {
  readonly x: number;
  readonly y: number | null;
}

export interface Layout {
  readonly across: Across;
  readonly upwards: Upwards;
  /** When its clock started. */
  readonly startAt: string;
}

const HOUR_MS = 3_600_000;

/**
 * The samples of one counter in their order; inside each gap that the API names stands a break. Hidden counters are breaks,
 * too. Velocity is what was gained between two samples, per hour, at the later of them: across a gap nothing is told.
 */
export function curvePoints(samples: readonly Sample[], gaps: readonly Gap[], layout: Layout): Point[] {
  const start = Date.parse(layout.startAt);
  const place = (ms: number): number | null => placeOfAge((ms - start) / 1000, layout.across, start);
  const breaks = gaps.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
  const points: Point[] = [];
  let before: { readonly ms: number; readonly views: number } | null = null;
  for (const sample of samples) {
    const ms = Date.parse(sample.at);
    const last = before;
    const broken = last && breaks.find(({ from, to }) => from < ms && to > last.ms);
    const x = place(ms);
    const middle = broken && last ? place((last.ms + ms) / 2) : null;
    if (middle !== null) points.push({ x: middle, y: null });
    if (x !== null) points.push({ x, y: heightOf(sample, layout.upwards, broken ? null : last, ms) });
    before = sample.views === null ? null : { ms, views: sample.views };
  }
  return points;
}

function heightOf(
  sample: Sample,
  upwards: Upwards,
  before: { readonly ms: number; readonly views: number } | null,
  ms: number,
): number | null {
  if (upwards !== "velocity") return sample[upwards];
  if (before === null || sample.views === null || ms <= before.ms) return null;
  return (sample.views - before.views) / ((ms - before.ms) / HOUR_MS);
}

/** How many views usual videos have at an age. */
export interface Band {
  readonly ageSeconds: number;
  readonly p10: number | null;
  readonly p25: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
}

const PERCENTILES = ["p10", "p25", "p50", "p75", "p90"] as const;

/** The five lines of a band, from the lowest; an age without one is left out. */
export const bandLines = (bands: readonly Band[], { across, startAt }: Layout): Point[][] =>
  PERCENTILES.map((percentile) =>
    bands.flatMap((band) => {
      const start = Date.parse(startAt);
      const x = placeOfAge(band.ageSeconds, across, start);
      const y = band[percentile];
      return x === null || y === null ? [] : [{ x, y }];
    }),
  );

/**
 * Lines on one row of places, as uPlot takes them: where a line has no point of its own is `undefined`, which it is drawn
 * through, and where it is broken is `null`. On a logarithmic scale what is not above 0 has no place, and is a break.
 */
export function aligned(
  lines: readonly (readonly Point[])[],
  isLog: boolean,
): [xs: number[], ...ys: (number | null | undefined)[][]] {
  const xs = [...new Set(lines.flatMap((line) => line.map(({ x }) => x)))].sort((a, b) => a - b);
  const indexOf = new Map(xs.map((x, index) => [x, index]));
  const ys = lines.map((line) => {
    const column: (number | null | undefined)[] = Array(xs.length).fill(undefined);
    for (const { x, y } of line) column[indexOf.get(x) ?? 0] = y !== null && isLog && y <= 0 ? null : y;
    return broken(column);
  });
  return [xs, ...ys];
}

/** A break reaches from the point before it to the point after it: places of other lines between them are not drawn through. */
function broken(column: readonly (number | null | undefined)[]): (number | null | undefined)[] {
  const widened = [...column];
  for (const direction of [1, -1]) {
    let isBroken = false;
    for (let n = 0; n < widened.length; n += 1) {
      const index = direction === 1 ? n : widened.length - 1 - n;
      const y = widened[index];
      if (y !== undefined) isBroken = y === null;
      else if (isBroken) widened[index] = null;
    }
  }
  return widened;
}
