import type { EngagementPrior } from "./engagement.ts";

/** How many of a video's viewers left something. */
export interface Engaged {
  readonly views: number;
  readonly engaged: number;
}

/** Fewer videos tell nothing of how engagement spreads: with 50 the spread is known to a tenth or so. */
export const PRIOR_POOL_MIN = 50;

/** Weights settle within three rounds; the others are for the unusual. */
const ROUNDS = 8;

/** Nearer than this two rounds are the same: a prior's weight is not known to a thousandth. */
const SETTLED = 1e-4;

/** Where the rounds begin: a spread as usual videos have it. */
const CORRELATION_FIRST = 0.05;

/** Videos of one format differ by at least so much and at most so: a prior that weighs a million views or none is a misfit. */
const CORRELATION_MIN = 1e-4;
const CORRELATION_MAX = 0.5;

/**
 * The beta distribution of which videos' engagement is drawn, by moments (Kleinman 1973): the mean and the correlation ρ
 * within a video, each video weighing n ÷ (1 + ρ (n − 1)), so that a hit with a million views counts hardly more than a
 * video with some hundred. What chance alone spreads is taken off. `null` below `PRIOR_POOL_MIN` videos, and where nobody
 * engages. Videos with more likes and comments than views are left out: those are counted at
 * different times.
 */
export function fitEngagementPrior(videos: readonly Engaged[]): EngagementPrior | null {
  const pool = videos.filter(({ views, engaged }) => views > 1 && engaged <= views);
  if (pool.length < PRIOR_POOL_MIN) return null;
  let correlation = CORRELATION_FIRST;
  let mean = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const moments = momentsOf(pool, correlation);
    mean = moments.mean;
    if (mean <= 0 || mean >= 1) return null;
    const before = correlation;
    correlation = Math.min(CORRELATION_MAX, Math.max(CORRELATION_MIN, moments.correlation));
    if (Math.abs(correlation / before - 1) < SETTLED) break;
  }
  const strength = (1 - correlation) / correlation;
  return { alpha: mean * strength, beta: (1 - mean) * strength };
}

/** One pass for the mean and one for the spread, without a copy: tens of thousands of videos are gone through at once. */
function momentsOf(pool: readonly Engaged[], correlation: number): { mean: number; correlation: number } {
  const weightOf = (views: number): number => views / (1 + correlation * (views - 1));
  let total = 0;
  let sum = 0;
  for (const { views, engaged } of pool) {
    const weight = weightOf(views);
    total += weight;
    sum += weight * (engaged / views);
  }
  const mean = sum / total;
  let spread = 0;
  let byChance = 0;
  let whole = 0;
  for (const { views, engaged } of pool) {
    const weight = weightOf(views);
    const free = weight * (1 - weight / total);
    spread += weight * (engaged / views - mean) ** 2;
    byChance += free / views;
    whole += free;
  }
  // The expectation of `spread` is mean (1 − mean) ((1 − ρ) byChance + ρ whole).
  return { mean, correlation: (spread / (mean * (1 - mean)) - byChance) / (whole - byChance) };
}
