import { unwarpedViews } from "#domain/curve.ts";
import { type Duration, hours } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { ChannelLevels } from "./channel-levels.ts";
import { featuresOf } from "./features.ts";
import { logAge, logViews, type Outcome, type Outset } from "./outset.ts";
import { fitRidge, predictRidge, type Ridge } from "./ridge.ts";

/** The ages at which forecasts are learned; in between they are weighed between the two neighbours. */
export const OUTSET_AGES: readonly Duration[] = [1, 3, 8, 24, 72, 168, 240].map(hours);

/** Weights this small a penalty barely touches; it keeps features that say the same from fighting. */
const PENALTY = 3;

/** Fewer outcomes than this teach more noise than curve. */
const OUTCOMES_LEAST = 200;

/** One video in so many is kept apart to learn how far forecasts are off. */
const APART = 4;

/** The errors of a cell tell of its tails from so many on; below, those of all cells together do. */
const ERRORS_LEAST = 60;

/** The share of outcomes that an interval is to hold. */
const COVERAGE = 0.8;

export interface Forecast {
  readonly views: number;
  /** Four in five end between these. */
  readonly low: number;
  readonly high: number;
}

interface Step {
  readonly age: Duration;
  readonly ridge: Ridge;
  readonly levels: ChannelLevels;
  /** Sorted errors of the logarithm, by format and decade of views; "" = all together. */
  readonly errors: ReadonlyMap<string, readonly number[]>;
}

/** A trained model of what views become by one age (or after one span). */
export interface ForecastModel {
  readonly steps: readonly Step[];
  readonly outcomes: number;
}

/**
 * Learns from outcomes: for each age of `OUTSET_AGES` a ridge regression of ln(reached ÷ views) on the curve so far, the
 * format and the channel's other videos, and from videos kept apart how far it is off (split conformal, by format and decade
 * of views). Ages with too few outcomes are left out; `null` when that leaves none. docs/formulas/forecast.md has the method.
 */
export function trainForecast(outcomes: readonly Outcome[]): ForecastModel | null {
  const steps = OUTSET_AGES.flatMap((age) => {
    const near = outcomes.filter((outcome) => nearestAge(outcome.age) === age);
    const taught = near.filter(({ videoId }) => !isApart(videoId));
    if (taught.length < OUTCOMES_LEAST) return [];
    const levels = new ChannelLevels(taught);
    const ridge = fitRidge(
      taught.map((outcome) => featuresOf(outcome, levels.levelOf(outcome))),
      taught.map(({ views, reached }) => logViews(reached) - logViews(views)),
      PENALTY,
    );
    const apart = near.filter(({ videoId }) => isApart(videoId));
    return [{ age, ridge, levels, errors: errorsOf(apart, ridge, levels) }];
  });
  return steps.length === 0 ? null : { steps, outcomes: outcomes.length };
}

/**
 * What a video's views become. Between two learned ages both forecast, and weigh by how near they are (of the logarithm of
 * age).
 */
export function forecast({ steps }: ForecastModel, outset: Outset): Forecast {
  const right = steps.findIndex(({ age }) => age >= outset.age);
  const pair = [
    steps[right === -1 ? steps.length - 1 : Math.max(0, right - 1)],
    steps[right === -1 ? steps.length - 1 : right],
  ];
  const [younger, older] = pair;
  if (!younger || !older) throw new Error("a model has at least one step");
  const span = logAge(older.age) - logAge(younger.age);
  const share = span === 0 ? 0 : Math.min(1, Math.max(0, (logAge(outset.age) - logAge(younger.age)) / span));
  const [a, b] = [younger, older].map((step) => forecastBy(step, outset)) as [LogForecast, LogForecast];
  const mixed = (part: keyof LogForecast) => unwarpedViews(a[part] * (1 - share) + b[part] * share);
  return { views: mixed("views"), low: mixed("low"), high: mixed("high") };
}

type LogForecast = Forecast;

function forecastBy({ ridge, levels, errors }: Step, outset: Outset): LogForecast {
  const now = logViews(outset.views);
  const views = now + predictRidge(ridge, featuresOf(outset, levels.levelOf(outset)));
  const off = errors.get(cellOf(outset.format, views)) ?? errors.get("") ?? [];
  const [low, high] = [quantile(off, (1 - COVERAGE) / 2), quantile(off, (1 + COVERAGE) / 2)];
  return { views, low: views + low, high: views + high };
}

function errorsOf(
  apart: readonly Outcome[],
  ridge: Ridge,
  levels: ChannelLevels,
): ReadonlyMap<string, readonly number[]> {
  const cells = new Map<string, number[]>([["", []]]);
  for (const outcome of apart) {
    const predicted = logViews(outcome.views) + predictRidge(ridge, featuresOf(outcome, levels.levelOf(outcome)));
    const error = logViews(outcome.reached) - predicted;
    const cell = cellOf(outcome.format, predicted);
    cells.get("")?.push(error);
    const known = cells.get(cell);
    if (known) known.push(error);
    else cells.set(cell, [error]);
  }
  for (const [cell, errors] of cells) {
    if (cell !== "" && errors.length < ERRORS_LEAST) cells.delete(cell);
    else errors.sort((x, y) => x - y);
  }
  return cells;
}

const cellOf = (format: Format, predicted: number): string =>
  `${format} ${Math.floor(Math.max(0, predicted) / Math.LN10)}`;

/** The conformal quantile: the smallest error that at least `share` of n + 1 lie below. */
function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return 0;
  const rank = share < 0.5 ? Math.floor(share * (sorted.length + 1)) - 1 : Math.ceil(share * (sorted.length + 1)) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? 0;
}

function nearestAge(age: Duration): Duration {
  const away = (other: Duration): number => Math.abs(logAge(age) - logAge(other));
  return OUTSET_AGES.reduce((best, other) => (away(other) < away(best) ? other : best));
}

/** By the id, so that a video is always on the same side however often it is seen. */
function isApart(videoId: string): boolean {
  let sum = 0;
  for (let i = 0; i < videoId.length; i++) sum = (sum * 31 + videoId.charCodeAt(i)) | 0;
  return (sum >>> 0) % APART === 0;
}
