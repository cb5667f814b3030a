import { type CountingEpoch, epochsOf } from "#domain/counting-epoch.ts";
import { DAY, HOUR } from "#domain/day-gain.ts";
import type { Window } from "#domain/insight-scope.ts";
import { between, type Duration, type Instant, inHours, milliseconds, plus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";

/** What the videos of one format gained in one day or hour. */
export interface StepRow {
  /** When it began. */
  readonly at: Instant;
  readonly format: Format;
  readonly views: number;
  readonly samples: number;
  /** Of how many videos more may come; of hours it is not known. */
  readonly open: number | null;
}

/** A number of views beside that of the window before, step by step. */
interface Growth {
  /** This window ÷ the one before, less 1: 0.1 is a tenth more. */
  readonly value: number | null;
  /** What the spread of the steps leaves of it: nine in ten lie within. */
  readonly low: number | null;
  readonly high: number | null;
  readonly reason: "noSamplesBefore" | "noViewsBefore" | null;
  /** How many steps were compared. */
  readonly n: number;
}

interface Step {
  readonly at: Instant;
  readonly views: number;
  /** The same step of the window before; `null` = nothing was sampled then. */
  readonly before: number | null;
  readonly samples: number;
  readonly open: number | null;
}

interface FormatShare {
  readonly format: Format;
  readonly views: number;
  /** `null` where nothing was gained in all. */
  readonly share: number | null;
  readonly growth: Growth;
}

export interface ViewTrends {
  readonly views: number;
  readonly before: number | null;
  readonly samples: number;
  readonly growth: Growth;
  readonly steps: readonly Step[];
  readonly formats: readonly FormatShare[];
  /** Changes of what counts as a view, in either window and for a format that is looked at: growth across one is not what it seems. */
  readonly epochs: readonly CountingEpoch[];
}

/**
 * Views gained step by step over a window, beside the window of the same length before it (docs/formulas/view-trends.md).
 * A step without a row gained nothing that anybody saw.
 *
 * @param window of whole steps.
 * @param rows of both windows, in any order.
 */
export function viewTrends(rows: readonly StepRow[], window: Window, step: Duration): ViewTrends {
  const length = between(window.from, window.until);
  const all = stepsOf(rows, window, step);
  const formats = [...Map.groupBy(rows, ({ format }) => format)].flatMap(([format, own]) => {
    const steps = stepsOf(own, window, step);
    return steps.some(({ samples, views }) => samples > 0 || views !== 0) ? [{ format, steps }] : [];
  });
  const views = sumOf(all.map((each) => each.views));
  return {
    views,
    before: beforeOf(all),
    samples: sumOf(all.map(({ samples }) => samples)),
    growth: growthOf(all),
    steps: all,
    formats: formats
      .map(({ format, steps }) => {
        const own = sumOf(steps.map((each) => each.views));
        return { format, views: own, share: views > 0 ? own / views : null, growth: growthOf(steps) };
      })
      .toSorted((a, b) => b.views - a.views || (a.format < b.format ? -1 : 1)),
    epochs: epochsWithin(
      formats.map(({ format }) => format),
      plus(window.from, milliseconds(-length)),
      window.until,
    ),
  };
}

function stepsOf(rows: readonly StepRow[], { from, until }: Window, step: Duration): readonly Step[] {
  const length = between(from, until);
  const sums = new Map<Instant, { views: number; samples: number; open: number | null }>();
  for (const { at, views, samples, open } of rows) {
    const sum = sums.get(at) ?? { views: 0, samples: 0, open: null };
    sums.set(at, sum);
    sum.views += views;
    sum.samples += samples;
    if (open !== null) sum.open = (sum.open ?? 0) + open;
  }
  return Array.from({ length: Math.round(length / step) }, (_, i) => {
    const at = plus(from, milliseconds(i * step));
    const here = sums.get(at);
    return {
      at,
      views: here?.views ?? 0,
      before: sums.get(plus(at, milliseconds(-length)))?.views ?? null,
      samples: here?.samples ?? 0,
      open: here?.open ?? null,
    };
  });
}

/** `null` = nothing is known of any step of it. */
function beforeOf(steps: readonly Step[]): number | null {
  const known = steps.flatMap(({ before }) => before ?? []);
  return known.length === 0 ? null : sumOf(known);
}

/** Of a normal distribution nine in ten lie within so many standard deviations. */
const NORMAL_90 = 1.645;

/** The spread of fewer steps tells nothing. */
const SPREAD_STEPS_MIN = 4;

/**
 * The growth over the steps that are known in both windows. Its interval is that of the jackknife: how much the ratio moves
 * when one step after the other is left out of both sides.
 */
function growthOf(steps: readonly Step[]): Growth {
  const pairs = steps.flatMap(({ views, before }) => (before === null ? [] : [{ views, before }]));
  const n = pairs.length;
  const none = { value: null, low: null, high: null, n };
  if (n === 0) return { ...none, reason: "noSamplesBefore" };
  const [now, then] = [sumOf(pairs.map(({ views }) => views)), sumOf(pairs.map(({ before }) => before))];
  if (then <= 0) return { ...none, reason: "noViewsBefore" };
  const value = now / then - 1;
  const without = pairs.map(({ views, before }) => (now - views) / (then - before) - 1);
  if (n < SPREAD_STEPS_MIN || !without.every(Number.isFinite)) return { value, low: null, high: null, reason: null, n };
  const mean = sumOf(without) / n;
  const error = Math.sqrt(((n - 1) / n) * sumOf(without.map((each) => (each - mean) ** 2)));
  return { value, low: value - NORMAL_90 * error, high: value + NORMAL_90 * error, reason: null, n };
}

function epochsWithin(formats: readonly Format[], from: Instant, until: Instant): readonly CountingEpoch[] {
  const epochs = new Set(formats.flatMap((format) => epochsOf(format)));
  return [...epochs].filter(({ at }) => at > from && at < until).toSorted((a, b) => a.at - b.at);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Longer windows are told by the day: nobody reads a curve of more hours, and hours are kept for eight days only. */
const HOURLY_MAX = 4 * 24;

/** The step that a window is told in, where nobody says. */
export const usualStep = ({ from, until }: Window): Duration =>
  inHours(between(from, until)) <= HOURLY_MAX ? HOUR : DAY;
