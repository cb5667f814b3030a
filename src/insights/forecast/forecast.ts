import { unwarpedViews } from "#domain/curve.ts";
import { type Duration, hours } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { type LevelSums, levelBy, NO_VIDEOS, type UsualLevel } from "./channel-levels.ts";
import { featuresOf } from "./features.ts";
import { logAge, logViews, type Outset } from "./outset.ts";
import { predictRidge, type Ridge } from "./ridge.ts";

/** The share of outcomes that an interval is to hold. */
export const COVERAGE = 0.8;

export interface Forecast {
  readonly views: number;
  /** Four in five end between these. */
  readonly low: number;
  readonly high: number;
}

/** A regression with how far it is off. */
export interface Head {
  readonly ridge: Ridge;
  /**
   * By how much (of the logarithm) the regression is off: four in five between the first and the last, half below the middle
   * one. By format and decade of views; "" = all together.
   */
  readonly off: Readonly<Record<string, readonly [low: number, middle: number, high: number]>>;
}

/** What was learned of videos at one age, as plain data that can be stored. */
export interface Step {
  readonly outsetHours: number;
  readonly usual: UsualLevel;
  /** For videos of whose channel others are known. */
  readonly known: Head;
  /** For the first video of a channel. */
  readonly alone: Head;
  /** Videos that it was learned from. */
  readonly outcomes: number;
}

/** A trained model of what views become by one age (or after one span): its steps by rising age. */
export interface ForecastModel {
  readonly steps: readonly Step[];
  /** The age that is forecast, where it is one age for all; then a video that has reached it has what it has. */
  readonly target: Duration | null;
}

/** A channel's other videos as they were at the age of each step. */
export type ChannelSums = (outsetHours: number) => LevelSums;

export const UNKNOWN_CHANNEL: ChannelSums = () => NO_VIDEOS;

/**
 * The steps that an outset lies between, with their shares; younger than the first it is the first alone, and older than the
 * last the last, whose growth dies down towards the target.
 */
export function stepsAround({ steps, target }: ForecastModel, age: Duration): readonly (readonly [Step, number])[] {
  const right = steps.findIndex(({ outsetHours }) => hours(outsetHours) >= age);
  const last = steps.at(-1);
  if (!last) throw new Error("a model has at least one step");
  if (right === -1)
    return [[last, target === null ? 1 : Math.max(0, 1 - shareOf(age, hours(last.outsetHours), target))]];
  const [younger, older] = [steps[right - 1], steps[right] ?? last];
  if (!younger) return [[older, 1]];
  const share = shareOf(age, hours(younger.outsetHours), hours(older.outsetHours));
  return [
    [younger, 1 - share],
    [older, share],
  ];
}

/** How far an age has come from one to another, of the logarithm of age. */
const shareOf = (age: Duration, from: Duration, to: Duration): number =>
  (logAge(age) - logAge(from)) / (logAge(to) - logAge(from));

/**
 * What a video's views become. Between two learned ages both forecast, and weigh by how near they are (of the logarithm of
 * age); from the last on, the growth that it tells is shared out evenly over the logarithm of age, as curves grow.
 */
export function forecast(model: ForecastModel, outset: Outset, channel: ChannelSums): Forecast {
  const now = logViews(outset.views);
  const grown = { views: 0, low: 0, high: 0 };
  for (const [step, share] of stepsAround(model, outset.age)) {
    const sums = channel(step.outsetHours);
    const { ridge, off } = sums.videos > 0 ? step.known : step.alone;
    const growth = predictRidge(ridge, featuresOf(outset, levelBy(sums, step.usual)));
    const [low, middle, high] = off[cellOf(outset.format, now + growth)] ?? off[""] ?? [0, 0, 0];
    grown.views += share * (growth + middle);
    grown.low += share * (growth + low);
    grown.high += share * (growth + high);
  }
  const by = (growth: number) => unwarpedViews(now + growth);
  return { views: by(grown.views), low: by(grown.low), high: by(grown.high) };
}

/** Errors are alike among videos of a format that are forecast to have as many digits of views. */
export const cellOf = (format: Format, predicted: number): string =>
  `${format} ${Math.floor(Math.max(0, predicted) / Math.LN10)}`;
