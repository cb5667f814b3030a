import { warpedAge } from "#domain/curve.ts";
import { MILESTONE_AGES } from "#domain/milestone.ts";
import { type Duration, minutes } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";

/*
 * How fast the error of an interpolated curve grows, by format and age: K, relative to the average of all. It is learned
 * from the samples themselves (learn-density.ts) and in force as one table at a time, so that all plans between two
 * changes of the table compare videos by the same numbers.
 */

/** The age at which the last milestone lies, and the curve is done but for its tail. */
export const YOUTH: Duration = MILESTONE_AGES.at(-1) ?? (0 as Duration);

const WARPED_BIRTH = warpedAge(0 as Duration);
export const WARPED_YOUTH = warpedAge(YOUTH);
const YOUTH_SPAN = WARPED_YOUTH - WARPED_BIRTH;

/** Bins of equal width in warped age: each spans ages by a factor of about two. */
export const BINS = 12;
const BIN_WIDTH = YOUTH_SPAN / BINS;

/** The formats that are told apart; an unknown one is most often long. */
const ROW_OF: Readonly<Record<Format, number>> = { long: 0, short: 1, live: 2, unknown: 0 };
export const DENSITY_FORMATS = ["long", "short", "live"] as const;

/** The density in force. */
export interface Density {
  /** K by format, then bin. */
  readonly factors: readonly (readonly number[])[];
  /** The measure of the ages up to one is, in each bin of each format, `base + perWarped · x + perAge · (age + 10 min)`. */
  readonly base: Float64Array;
  readonly perWarped: Float64Array;
  readonly perAge: Float64Array;
  /** The index at which a video gets `samplesPerVideo` samples in its youth: the floor under a batch's mean. */
  readonly floor: number;
}

const binOf = (warped: number): number =>
  Math.min(BINS - 1, Math.max(0, Math.floor((warped - WARPED_BIRTH) / BIN_WIDTH)));

/** The ages that a bin spans. */
export const binAges = (bin: number): { readonly fromAge: Duration; readonly untilAge: Duration } => ({
  fromAge: ageOf(WARPED_BIRTH + bin * BIN_WIDTH),
  untilAge: ageOf(WARPED_BIRTH + (bin + 1) * BIN_WIDTH),
});

const ageOf = (warped: number): Duration => Math.round(minutes(Math.exp(warped) - Math.exp(WARPED_BIRTH))) as Duration;

/** The cell of a format and a warped age. */
export const cellOf = (format: Format, warped: number): number => ROW_OF[format] * BINS + binOf(warped);

/**
 * The measure of the ages from 0 to one: ∫ wt·K dx over warped age x, where wt = (1 − m)/8.37 + m·(age + 10 min)/30 days is
 * the mixture that weighs errors evenly by log age and, for a share m, evenly by age. Rises with age.
 */
export function measureTo(density: Density, format: Format, warped: number): number {
  const cell = cellOf(format, warped);
  const { base, perWarped, perAge } = density;
  return (base[cell] ?? 0) + (perWarped[cell] ?? 0) * warped + (perAge[cell] ?? 0) * Math.exp(warped);
}

/** The density of these factors: K by format, then bin. */
export function densityOf(factors: readonly (readonly number[])[], policy: SamplingPolicy): Density {
  const { mixture, samplesPerVideo } = policy;
  const cells = factors.length * BINS;
  const base = new Float64Array(cells);
  const perWarped = new Float64Array(cells);
  const perAge = new Float64Array(cells);
  for (const [row, ofRow] of factors.entries()) {
    let below = 0;
    for (const [bin, factor] of ofRow.entries()) {
      const cell = row * BINS + bin;
      const edge = WARPED_BIRTH + bin * BIN_WIDTH;
      const warpedRate = (factor * (1 - mixture)) / YOUTH_SPAN;
      const ageRate = (factor * mixture) / Math.exp(WARPED_YOUTH);
      perWarped[cell] = warpedRate;
      perAge[cell] = ageRate;
      base[cell] = below - warpedRate * edge - ageRate * Math.exp(edge);
      below += warpedRate * BIN_WIDTH + ageRate * (Math.exp(edge + BIN_WIDTH) - Math.exp(edge));
    }
  }
  const mean = factors.reduce((sum, row) => sum + appetite(row, mixture), 0) / factors.length;
  return { factors, base, perWarped, perAge, floor: (mean / samplesPerVideo) ** 2.5 };
}

/**
 * How many samples a video of a format gets in its youth at the index μ is its appetite ÷ μ^0.4: gaps h satisfy
 * wt·K·h^2.5 = μ, so there are ∫ dx/h of them.
 */
function appetite(row: readonly number[], mixture: number): number {
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    // Within a bin wt is nearly straight: its middle stands for it.
    const middle = WARPED_BIRTH + (bin + 0.5) * BIN_WIDTH;
    const weight = (1 - mixture) / YOUTH_SPAN + (mixture * Math.exp(middle)) / Math.exp(WARPED_YOUTH);
    sum += ((row[bin] ?? 1) * weight) ** 0.4 * BIN_WIDTH;
  }
  return sum;
}

/** Before anything is learned all ages and formats are alike. */
export const FLAT: readonly (readonly number[])[] = DENSITY_FORMATS.map(() => Array.from({ length: BINS }, () => 1));
