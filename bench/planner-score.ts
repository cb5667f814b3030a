import { interpolateViews } from "#domain/curve.ts";
import { firstHour } from "#domain/first-hour.ts";
import { FIRST_HOUR } from "#domain/milestone.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, days, hours, inSeconds, milliseconds, minutes, seconds } from "#domain/time.ts";
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

const MONTH = days(30);

/** 120 ages, evenly spaced by their logarithm, from 10 min to 30 days. */
const LOG_GRID: readonly Duration[] = Array.from({ length: 120 }, (_, i) =>
  milliseconds(minutes(10) * (MONTH / minutes(10)) ** (i / 119)),
);

/** 1 … 720 hours. */
const HOURLY_GRID: readonly Duration[] = Array.from({ length: 720 }, (_, i) => hours(i + 1));

/**
 * How well the sampled ages of the cohort tell its curves: mean |v̂ − v| ÷ max(v, 10) over both grids, v̂ by our own
 * interpolation for every policy, from the birth (no views) on and held after the last sample.
 */
export function score(cohort: readonly Upload[], agesOf: (upload: Upload) => readonly Duration[]): Score {
  const offsets: number[] = [];
  let [samples, known, log, hourly] = [0, 0, 0, 0];
  for (const upload of cohort) {
    const ages = agesOf(upload).filter((age) => age <= MONTH + hours(12));
    const readings = ages.map((age): Reading => ({ age, views: Math.floor(upload.viewsAt(age)) }));
    samples += readings.length;
    if (firstHour(readings)) known += 1;
    offsets.push(Math.min(...ages.map((age) => Math.abs(age - FIRST_HOUR))));
    const curve: Reading[] = [{ age: milliseconds(0), views: 0 }, ...readings];
    log += meanError(upload, curve, LOG_GRID);
    hourly += meanError(upload, curve, HOURLY_GRID);
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

function meanError(upload: Upload, curve: readonly Reading[], grid: readonly Duration[]): number {
  const last = curve.at(-1)?.views ?? 0;
  let sum = 0;
  for (const age of grid) {
    const truth = upload.viewsAt(age);
    sum += Math.abs((interpolateViews(curve, age) ?? last) - truth) / Math.max(truth, 10);
  }
  return sum / grid.length;
}
