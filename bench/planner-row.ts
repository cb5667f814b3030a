import type { Duration } from "#domain/time.ts";
import type { Score } from "./planner-score.ts";
import type { Upload } from "./planner-world.ts";

/** A policy, and what it did in the world. */
export interface Policy {
  readonly name: string;
  /** Units a day, those it was given or those it took. */
  readonly units: number;
  readonly fill: number;
  readonly agesOf: (upload: Upload) => readonly Duration[];
}

export interface PlannerRow extends Score {
  readonly case: string;
  readonly units: number;
  readonly fill: number;
  /** This row's curve error ÷ another's; `null` where that says nothing. */
  readonly ratio: {
    /** On the log grid, by the floors at the same number of samples. */
    readonly static: number | null;
    readonly oracle: number | null;
    /** On the log and the hourly grid, by cron in two tiers at the same units. */
    readonly twoTier: number | null;
    readonly hourlyTwoTier: number | null;
  };
}

/**
 * A floor's error at any number of samples: between whole numbers a straight line in the logarithms of both, as errors
 * fall with a power of the samples. Knows the numbers on both sides of each that is asked for.
 */
export function errorAt(errors: ReadonlyMap<number, number>, samples: number): number {
  const [few, many] = [Math.floor(samples), Math.ceil(samples)];
  const [high, low] = [errors.get(few), errors.get(many)];
  if (high === undefined || low === undefined) throw new Error(`no floor around ${samples} samples`);
  return few === many ? low : high * (low / high) ** (Math.log(samples / few) / Math.log(many / few));
}
