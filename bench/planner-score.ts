import { interpolateViews } from "#domain/curve.ts";
import { firstHour } from "#domain/first-hour.ts";
import { FIRST_HOUR } from "#domain/milestone.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, hours, inSeconds, milliseconds, minutes, seconds } from "#domain/time.ts";
import { HOURLY_GRID, type Judged, LOG_GRID, MONTH } from "./planner-cohort.ts";
import type { Upload } from "./planner-world.ts";

export interface Score {
  readonly samplesPerVideo: number;
  readonly firstHour: {
    readonly knownShare: number;
    readonly medianAbsSeconds: number;
    readonly p95AbsSeconds: number;
    readonly within15s: number;
    readonly within60s: number;
    readonly within180s: number;
  };
  readonly curveError: { readonly log: number; readonly hourly: number };
}

/** At which ages a policy samples a video, rising. */
export type AgesOf = (upload: Upload) => readonly Duration[];

/** Samples of the milestone at 30 days count for the curve up to there: its window reaches 12 hours further. */
const COUNTED_UNTIL: Duration = (MONTH + hours(12)) as Duration;

/**
 * How well the sampled ages of the cohort tell its curves: mean |v̂ − v| ÷ max(v, 10) over both grids, v̂ by our own
 * interpolation for every policy, from the birth (no views) on and held after the last sample.
 */
export function score(cohort: readonly Judged[], agesOf: AgesOf): Score {
  const offsets: number[] = [];
  let [samples, known, log, hourly] = [0, 0, 0, 0];
  for (const judged of cohort) {
    const { viewsAt } = judged.upload;
    const ages = agesOf(judged.upload).filter((age) => age <= COUNTED_UNTIL);
    const readings = ages.map((age): Reading => ({ age, views: viewsAt(age) }));
    samples += readings.length;
    if (firstHour(readings)) known += 1;
    offsets.push(Math.min(...ages.map((age) => Math.abs(age - FIRST_HOUR))));
    const curve: Reading[] = [{ age: milliseconds(0), views: 0 }, ...readings];
    log += meanError(curve, LOG_GRID, judged.log);
    hourly += meanError(curve, HOURLY_GRID, judged.hourly);
  }
  offsets.sort((a, b) => a - b);
  const n = cohort.length;
  const within = (span: Duration) => offsets.filter((offset) => offset <= span).length / n;
  const quantile = (q: number) => inSeconds((offsets[Math.min(n - 1, Math.floor(q * n))] ?? 0) as Duration);
  return {
    samplesPerVideo: samples / n,
    firstHour: {
      knownShare: known / n,
      medianAbsSeconds: quantile(0.5),
      p95AbsSeconds: quantile(0.95),
      within15s: within(seconds(15)),
      within60s: within(minutes(1)),
      within180s: within(minutes(3)),
    },
    curveError: { log: log / n, hourly: hourly / n },
  };
}

function meanError(curve: readonly Reading[], grid: readonly Duration[], truths: Float64Array): number {
  const last = curve.at(-1)?.views ?? 0;
  let sum = 0;
  for (const [i, age] of grid.entries()) {
    const truth = truths[i] ?? 0;
    sum += Math.abs((interpolateViews(curve, age) ?? last) - truth) / Math.max(truth, 10);
  }
  return sum / grid.length;
}
