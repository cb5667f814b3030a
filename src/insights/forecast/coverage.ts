/** Of so many trials 95 % lie within so many deviations. */
const DEVIATIONS = 1.96;

/**
 * Between which a share lies with a confidence of 95 %, of `n` (1 or more) of which the share was seen: Wilson's interval, which
 * never leaves 0 to 1.
 */
export function shareInterval(share: number, n: number): { readonly low: number; readonly high: number } {
  const square = DEVIATIONS ** 2 / n;
  const middle = (share + square / 2) / (1 + square);
  const half = (DEVIATIONS / (1 + square)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
