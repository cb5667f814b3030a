import { unwarpedViews, warpedAge, warpedViews } from "#domain/curve.ts";
import { type Duration, hours, type Instant } from "#domain/time.ts";
import type { Learned, TrackedVideo } from "#domain/tracked.ts";
import { BINS, cellOf, DENSITY_FORMATS, type Density, densityOf, FLAT, YOUTH } from "./density.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";

type Rows = ReadonlyMap<string, Learned["values"]>;

/** How much a sample told: the error that its curve would have had without it, for the gap it parted. */
export interface Lesson {
  readonly cell: number;
  readonly size: number;
}

/** Gaps narrower than this tell of the counter's steps. */
const NARROWEST = 0.02;

/** Below so many views an error is judged as if there were as many: one view in three is not much. */
const VIEWS_LEAST = 10;

/** One burst must not outweigh an hour of samples. */
const SIZE_MOST = 20;

/** After so many samples of a cell half of what it knows is newer. */
const HALF_LIFE = 3_500;
const FORGETS = 1 - 2 ** (-1 / HALF_LIFE);

/** How many samples the belief that all cells are alike weighs. */
const PRIOR_SAMPLES = 300;

/** No cell is sampled so much that it crowds out others, nor so little that it could not be found to have changed. */
const FACTOR_LEAST = 0.25;
const FACTOR_MOST = 4;

/** How often the factors in force follow what was learned: between two changes plans compare by the same numbers. */
const RENEWED_EVERY: Duration = hours(1);

/**
 * What the last sample of a video turns out to have been good for, now that there is one on each side of it: how far the
 * straight line (in warped coordinates) between its neighbours misses it, as a share of its views, relative to the gaps
 * to the power of ¾ each, for errors grow with the gap to 1.5. `null` where the points do not allow it. The birth, without
 * views, is a point too.
 *
 * The study foretells the new sample from the two before (docs/sampling.md). That reads the noise of counting as if it bent
 * the curve and must take it off again, and then young videos are sampled too little; missing a point in the middle is the
 * error itself, noise and all, at the gaps that are in use.
 */
export function lessonOf(row: TrackedVideo, sample: { readonly at: Instant; readonly views: number }): Lesson | null {
  const { startAt, last } = row;
  if (startAt === null || last === null || last.views === null || last.at < startAt) return null;
  if (sample.at - startAt > YOUTH) return null;
  const before = row.previous === null || row.previous.at < startAt ? { at: startAt, views: 0 } : row.previous;
  if (before.views === null) return null;
  const warpedAt = (at: Instant) => warpedAge((at - startAt) as Duration);
  const middle = warpedAt(last.at);
  const left = middle - warpedAt(before.at);
  const right = warpedAt(sample.at) - middle;
  if (left < NARROWEST || right < NARROWEST) return null;
  const guessed = (warpedViews(before.views) * right + warpedViews(sample.views) * left) / (left + right);
  const error = Math.abs(unwarpedViews(guessed) - last.views) / Math.max(last.views, VIEWS_LEAST);
  return { cell: cellOf(row.format, middle), size: Math.min(SIZE_MOST, error / (left * right) ** 0.75) };
}

/** The learned rows that change with these lessons: what their formats know, and once an hour what is in force. */
export function learn(learned: Rows, lessons: readonly Lesson[], at: Instant): Learned[] {
  if (lessons.length === 0) return [];
  const known = DENSITY_FORMATS.map((format) => [...(learned.get(subjectOf(format)) ?? UNKNOWN)]);
  const touched = new Set<number>();
  for (const { cell, size } of lessons) {
    const row = Math.floor(cell / BINS);
    const values = known[row];
    if (!values) continue;
    const place = (cell % BINS) * 2;
    const samples = (values[place + 1] ?? 0) + 1;
    const mean = values[place] ?? 0;
    values[place] = mean + (size - mean) * Math.max(1 / samples, FORGETS);
    values[place + 1] = samples;
    touched.add(row);
  }
  const rows = [...touched].map((row) => ({
    subject: subjectOf(DENSITY_FORMATS[row] ?? "long"),
    values: known[row] ?? [],
  }));
  const hour = Math.floor(at / RENEWED_EVERY);
  if ((learned.get(IN_FORCE)?.[0] ?? 0) >= hour) return rows;
  return [...rows, { subject: IN_FORCE, values: [hour, ...factorsOf(known).flat()] }];
}

/** K by format and bin: each cell's mean lesson, relative to the usual one, drawn to 1 where few samples speak. */
function factorsOf(known: readonly (readonly number[])[]): number[][] {
  const cells = known.flatMap((values) =>
    Array.from({ length: BINS }, (_, bin) => ({ mean: values[bin * 2] ?? 0, samples: values[bin * 2 + 1] ?? 0 })),
  );
  const trust = (samples: number) => samples / (samples + PRIOR_SAMPLES);
  let [logs, weights] = [0, 0];
  for (const { mean, samples } of cells) {
    if (mean <= 0) continue;
    logs += trust(samples) * Math.log(mean);
    weights += trust(samples);
  }
  const usual = weights > 0 ? Math.exp(logs / weights) : 1;
  const factors = cells.map(({ mean, samples }) => {
    const factor = 1 + trust(samples) * (mean / usual - 1);
    return Math.min(FACTOR_MOST, Math.max(FACTOR_LEAST, factor));
  });
  return known.map((_, row) => factors.slice(row * BINS, (row + 1) * BINS));
}

const subjectOf = (format: (typeof DENSITY_FORMATS)[number]): string => `density:${format}`;

/** Mean size and number of lessons, bin by bin. */
const UNKNOWN: readonly number[] = Array.from({ length: 2 * BINS }, () => 0);

/** The learned row that holds the factors in force: the hour they were made in, then K by format and bin. */
const IN_FORCE = "density";

const remembered = new WeakMap<readonly number[], { readonly policy: SamplingPolicy; readonly density: Density }>();
const NOTHING: Learned["values"] = [];

/** The density in force: one object as long as the learned row is the same. */
export function densityInForce(learned: Rows, policy: SamplingPolicy): Density {
  const values = learned.get(IN_FORCE) ?? NOTHING;
  const known = remembered.get(values);
  if (known?.policy === policy) return known.density;
  const factors =
    values.length === 1 + DENSITY_FORMATS.length * BINS
      ? DENSITY_FORMATS.map((_, row) => values.slice(1 + row * BINS, 1 + (row + 1) * BINS))
      : FLAT;
  const density = densityOf(factors, policy);
  remembered.set(values, { policy, density });
  return density;
}
