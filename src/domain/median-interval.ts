/** How sure an interval is to be asked for: it holds the median in 19 cases of 20. */
const CONFIDENCE = 0.95;

/** Two of a sample's values between which the median lies, by their places in rising order, and how surely. */
export interface MedianInterval {
  /** From 1. */
  readonly low: number;
  readonly high: number;
  /** At least 0.95: the places are whole numbers, so it is seldom exactly that. */
  readonly confidence: number;
}

/**
 * The interval in which the median of whatever `n` values were drawn from lies with a confidence of at least 95 %
 * (docs/formulas/median-interval.md): from the l-th smallest value to the l-th largest. It assumes nothing of the
 * distribution: how many values lie below the median is a matter of tossing a coin n times. `null` below 6 values,
 * where even the smallest and the largest do not suffice.
 */
export function medianInterval(n: number): MedianInterval | null {
  const tail = (1 - CONFIDENCE) / 2;
  // P(fewer than `low` of n tosses are heads), from its logarithms: 0.5^n alone is 0 beyond n = 1074.
  let logProbability = n * Math.log(0.5);
  let below = 0;
  let low = 0;
  while (low <= n / 2) {
    const next = below + Math.exp(logProbability);
    if (next > tail) break;
    below = next;
    logProbability += Math.log((n - low) / (low + 1));
    low += 1;
  }
  return low === 0 ? null : { low, high: n + 1 - low, confidence: 1 - 2 * below };
}
