import { ENGAGEMENT_PRIOR_DEFAULT, type EngagementPrior } from "./engagement.ts";

/** How many of a video's viewers left a like or a comment. */
export interface Engaged {
  readonly views: number;
  readonly engaged: number;
}

/** Fewer videos tell nothing of how engagement spreads: with 50 the spread is known to a tenth or so. */
export const PRIOR_POOL_MIN = 50;

/** Weights settle within three rounds; the others are for the unusual. */
const ROUNDS = 8;

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
  let correlation = 1 / (1 + ENGAGEMENT_PRIOR_DEFAULT.alpha + ENGAGEMENT_PRIOR_DEFAULT.beta);
  let mean = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const moments = momentsOf(pool, correlation);
    mean = moments.mean;
    if (mean <= 0 || mean >= 1) return null;
    correlation = Math.min(CORRELATION_MAX, Math.max(CORRELATION_MIN, moments.correlation));
  }
  const strength = (1 - correlation) / correlation;
  return { alpha: mean * strength, beta: (1 - mean) * strength };
}

function momentsOf(pool: readonly Engaged[], correlation: number): { mean: number; correlation: number } {
  const weighted = pool.map(({ views, engaged }) => ({
    views,
    share: engaged / views,
    weight: views / (1 + correlation * (views - 1)),
  }));
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weighted.reduce((sum, { weight, share }) => sum + weight * share, 0) / total;
  let spread = 0;
  let byChance = 0;
  let whole = 0;
  for (const { views, share, weight } of weighted) {
    const free = weight * (1 - weight / total);
    spread += weight * (share - mean) ** 2;
    byChance += free / views;
    whole += free;
  }
  // The expectation of `spread` is mean (1 − mean) ((1 − ρ) byChance + ρ whole).
  return { mean, correlation: (spread / (mean * (1 - mean)) - byChance) / (whole - byChance) };
}
