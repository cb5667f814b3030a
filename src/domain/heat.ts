import { type Duration, inMinutes } from "./time.ts";

/** What velocity is usual for an age and format: the median over so many videos. */
export interface TypicalVelocity {
  /** Views per hour; 0 where half of the videos stand still. */
  readonly median: number;
  readonly n: number;
}

/**
 * Fewer videos make no typical velocity. At one age velocities spread by a factor of about 7 (a standard deviation of
 * about 2 of their logarithm), so the median of 30 is off by 1.25 · 2 ÷ √30: half as much again or a third less, as a rule.
 */
export const HEAT_POOL_MIN = 30;

/** Why nothing can be divided by a typical velocity; `null` when it can. `null` for one that has not been taken yet. */
export function whyNoTypical(typical: TypicalVelocity | null): "poolTooSmall" | "medianZero" | null {
  if (typical === null || typical.n < HEAT_POOL_MIN) return "poolTooSmall";
  return typical.median <= 0 ? "medianZero" : null;
}

/**
 * Heat = velocity ÷ the typical velocity of videos of the same age and format: 1 is usual, 10 is ten times the usual,
 * negative while views are taken back (docs/formulas/heat.md). `null` where either is unknown or the typical one is 0.
 */
export const heat = (viewsPerHour: number | null, typical: TypicalVelocity | null): number | null =>
  viewsPerHour === null || typical === null || whyNoTypical(typical) !== null ? null : viewsPerHour / typical.median;

/** Ages are told apart from here on: within the first ten minutes the counter has hardly moved. */
const FIRST_AGE_MINUTES = 10;

/** A step of age is a factor of √2: velocities fall about as age grows, so by as much within a step. */
const STEPS_PER_DOUBLING = 2;

/** Steps end at 20 years, which is as old as YouTube. */
const AGE_BIN_MAX = 40;

/** The step of age that a video is in: 0 up to 14 minutes, then one more whenever its age has grown by √2. */
export function ageBin(age: Duration): number {
  const step = Math.floor(
    STEPS_PER_DOUBLING * Math.log2(Math.max(inMinutes(age), FIRST_AGE_MINUTES) / FIRST_AGE_MINUTES),
  );
  return Math.min(AGE_BIN_MAX, step);
}
