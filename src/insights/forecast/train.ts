import { type Duration, hours } from "#domain/time.ts";
import { ChannelLevels, type Level, levelBy, NO_VIDEOS, type UsualLevel } from "./channel-levels.ts";
import { featuresOf } from "./features.ts";
import { type ChannelSums, COVERAGE, cellOf, type ForecastModel, type Head, type Step } from "./forecast.ts";
import { logAge, logViews, type Outcome } from "./outset.ts";
import { fitRidge, predictRidge, type Ridge } from "./ridge.ts";

/** The ages at which forecasts are learned, in hours; in between they are weighed between the two neighbours. */
export const OUTSET_HOURS: readonly number[] = [1, 3, 8, 24, 72, 168, 240];

/** Weights this small a penalty barely touches; it keeps features that say the same from fighting. */
const PENALTY = 3;

/** Fewer outcomes than this teach more noise than curve. */
const OUTCOMES_LEAST = 200;

/** One video in so many is kept apart to learn how far forecasts are off. */
const APART = 4;

/** The errors of a cell tell of its tails from so many on; below, those of all cells together do. */
const ERRORS_LEAST = 60;

/** An outcome beside what the channel's other videos told. */
export interface Lesson {
  readonly outcome: Outcome;
  readonly level: Level;
}

/** A model with the channels that it was learned from. */
export interface Trained {
  readonly model: ForecastModel;
  readonly channels: (channelId: string) => ChannelSums;
}

/**
 * Learns from outcomes, each at the nearest age of `OUTSET_HOURS`; ages with too few are left out, and `null` is given when
 * that leaves none. `target`: the age that is forecast, `null` when outcomes are of a span ahead.
 */
export function trainForecast(outcomes: readonly Outcome[], target: Duration | null = null): Trained | null {
  const levels = new Map<number, ChannelLevels>();
  const steps: Step[] = [];
  for (const outsetHours of OUTSET_HOURS) {
    const near = outcomes.filter(({ age }) => nearestOutset(age) === outsetHours);
    const own = levelsOf(near);
    const step = trainStep(outsetHours, near, own);
    if (!step) continue;
    levels.set(outsetHours, own);
    steps.push(step);
  }
  if (steps.length === 0) return null;
  return {
    model: { steps, target },
    channels: (channelId) => (outsetHours) => {
      const own = levels.get(outsetHours);
      if (!own) throw new Error(`nothing was learned at ${outsetHours} hours`);
      return own.sumsOf(channelId);
    },
  };
}

/** The channels' levels by the outcomes that a step is taught by: those kept apart must not know of themselves. */
export const levelsOf = (outcomes: readonly Outcome[]): ChannelLevels =>
  new ChannelLevels(outcomes.filter(({ videoId }) => !isApart(videoId)));

/** Learns from the outcomes of one age; `null` when they are too few. */
export const trainStep = (outsetHours: number, outcomes: readonly Outcome[], levels: ChannelLevels): Step | null =>
  stepFrom(
    outsetHours,
    outcomes.map((outcome) => ({ outcome, level: levels.levelOf(outcome) })),
    levels.usual,
  );

/**
 * Two regressions of ln(reached ÷ views) on the curve so far and the format: one that also knows the channel's other videos, as
 * the lessons say it, and one for channels of which none is known. Each with how far it is off. `null` of too few.
 * docs/formulas/forecast.md has the method.
 */
export function stepFrom(outsetHours: number, lessons: readonly Lesson[], usual: UsualLevel): Step | null {
  const inCompany = lessons.filter(({ level }) => level.videos > 0);
  const byVideo = ({ videoId }: Outcome) => isApart(videoId);
  const known = headOf(inCompany, byVideo) ?? headOf(lessons, byVideo);
  const unknown = levelBy(NO_VIDEOS, usual);
  const alone = lessons.map(({ outcome }) => ({ outcome, level: unknown }));
  // How far off it is with a new channel only channels tell that it has not learned from; of few channels none may be spared.
  const newChannels = headOf(alone, ({ channelId }) => isApart(channelId)) ?? headOf(alone, byVideo);
  return known && newChannels ? { outsetHours, usual, known, alone: newChannels, outcomes: lessons.length } : null;
}

/**
 * A ridge regression, and from outcomes kept apart how far it is off (split conformal, by format and decade of views). `null`
 * when either has too few.
 */
function headOf(lessons: readonly Lesson[], isKeptApart: (outcome: Outcome) => boolean): Head | null {
  const apart = lessons.filter(({ outcome }) => isKeptApart(outcome));
  const taught = lessons.filter(({ outcome }) => !isKeptApart(outcome));
  if (taught.length < OUTCOMES_LEAST || apart.length < ERRORS_LEAST) return null;
  const ridge = fitRidge(
    taught.map(({ outcome, level }) => featuresOf(outcome, level)),
    taught.map(({ outcome }) => logViews(outcome.reached) - logViews(outcome.views)),
    PENALTY,
  );
  return { ridge, off: errorsOf(apart, ridge) };
}

function errorsOf(apart: readonly Lesson[], ridge: Ridge): Head["off"] {
  const cells = new Map<string, number[]>([["", []]]);
  for (const { outcome, level } of apart) {
    const predicted = logViews(outcome.views) + predictRidge(ridge, featuresOf(outcome, level));
    const error = logViews(outcome.reached) - predicted;
    const cell = cellOf(outcome.format, predicted);
    cells.get("")?.push(error);
    const known = cells.get(cell);
    if (known) known.push(error);
    else cells.set(cell, [error]);
  }
  const told = [...cells].filter(([cell, errors]) => cell === "" || errors.length >= ERRORS_LEAST);
  return Object.fromEntries(
    told.map(([cell, errors]) => {
      errors.sort((x, y) => x - y);
      const at = (share: number) => conformal(errors, share);
      return [cell, [at((1 - COVERAGE) / 2), at(0.5), at((1 + COVERAGE) / 2)]];
    }),
  );
}

/**
 * The error that a share of all to come lie below: of n known ones the k-th has k ÷ (n + 1) of them below it, on average, and between
 * two lies what is between. Rounded outwards instead, intervals of a hundred errors would hold one in a hundred too many.
 */
function conformal(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length + 1) - 1;
  const [low = 0, high = low] = [Math.floor(place), Math.ceil(place)].map(
    (i) => sorted[Math.min(sorted.length - 1, Math.max(0, i))],
  );
  return low + (high - low) * (place - Math.floor(place));
}

function nearestOutset(age: Duration): number {
  const away = (other: number): number => Math.abs(logAge(age) - logAge(hours(other)));
  return OUTSET_HOURS.reduce((best, other) => (away(other) < away(best) ? other : best));
}

/** By the id, so that a video or channel is always on the same side however often it is seen. */
function isApart(id: string): boolean {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (sum * 31 + id.charCodeAt(i)) | 0;
  return (sum >>> 0) % APART === 0;
}
