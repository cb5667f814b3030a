/** A channel that fits, as it was caught: on how many pages (0 = it was named, not found), and how big it is (`null` = hidden). */
export interface CaughtChannel {
  readonly pages: number;
  readonly subscribers: number | null;
}

/** How many channels fit, found or not, with an interval of 95 %. */
export interface PopulationEstimate {
  readonly found: number;
  readonly channels: number;
  readonly low: number;
  readonly high: number;
}

/** Below this nothing can be told: a handful that was seen once each may be all, or a hundredth. */
const CAUGHT_LEAST = 30;

/** A stratum of this many holds enough that were caught once and twice, and twelve make sizes alike within each. */
const STRATUM = 150;
const STRATA_MOST = 12;

/**
 * How far the channels that nobody found may be off beyond chance, as a share of them: pages are not drawn at random, and
 * neighbours are caught together. In worlds of three structures the unseen were off by 0.6 to 1.6 times.
 */
const MODEL_ERROR = 0.3;

/** Two standard deviations each way. */
const NORMAL_95 = 1.96;

/**
 * The size of the population, by how often each channel of it was caught (Chao 1987, with the correction for bias):
 *
 * > unseen = f₁(f₁ − 1) ÷ 2(f₂ + 1)
 *
 * f₁ were caught once and f₂ twice. Chao's number is a lower bound where channels differ in how easily they are caught, and
 * the tails are heavy: so it is taken apart by size, within which they differ least, and summed. `null` below
 * `CAUGHT_LEAST` channels. Derivation and how far it is off: docs/formulas/frontier.md.
 */
export function estimatePopulation(caught: readonly CaughtChannel[]): PopulationEstimate | null {
  const found = caught.length;
  if (found < CAUGHT_LEAST) return null;
  let unseen = 0;
  let variance = 0;
  for (const stratum of strata(caught)) {
    const f1 = stratum.filter(({ pages }) => pages === 1).length;
    const f2 = stratum.filter(({ pages }) => pages === 2).length;
    unseen += (f1 * Math.max(0, f1 - 1)) / (2 * (f2 + 1));
    variance += chaoVariance(f1, f2);
  }
  if (unseen === 0) return { found, channels: found, low: found, high: found };
  // The unseen are spread like a log-normal number: never fewer than none (Chao 1987).
  const spread = Math.exp(NORMAL_95 * Math.sqrt(Math.log(1 + variance / unseen ** 2 + MODEL_ERROR ** 2)));
  return {
    found,
    channels: Math.round(found + unseen),
    low: Math.round(found + unseen / spread),
    high: Math.round(found + unseen * spread),
  };
}

/** The variance of the bias-corrected number of one stratum (Chao 1987). */
const chaoVariance = (f1: number, f2: number): number =>
  (f1 * Math.max(0, f1 - 1)) / (2 * (f2 + 1)) +
  (f1 * (2 * f1 - 1) ** 2) / (4 * (f2 + 1) ** 2) +
  (f1 ** 2 * f2 * (f1 - 1) ** 2) / (4 * (f2 + 1) ** 4);

/** Channels of like size together; those that hide it by themselves. */
function strata(caught: readonly CaughtChannel[]): readonly (readonly CaughtChannel[])[] {
  const hidden = caught.filter(({ subscribers }) => subscribers === null);
  const told = caught
    .filter(({ subscribers }) => subscribers !== null)
    .toSorted((a, b) => (a.subscribers ?? 0) - (b.subscribers ?? 0));
  const count = Math.max(1, Math.min(STRATA_MOST, Math.floor(told.length / STRATUM)));
  const bySize = Array.from({ length: count }, (_, i) =>
    told.slice(Math.floor((i * told.length) / count), Math.floor(((i + 1) * told.length) / count)),
  );
  return [hidden, ...bySize];
}
