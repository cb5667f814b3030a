/**
 * From here on both shapes leave the distribution so near to a normal one that its expansion does: it is off by less than a
 * ten-thousandth of the standard deviation, while the iteration would take the longer the larger they are.
 */
const EXPANDED_FROM = 1_000;

/** Steps halve the bracket at worst; some six of Newton's are usual. */
const STEPS_MAX = 200;

/** To more digits than any counter has. */
const NEAR = 1e-12;

/**
 * The value below which a share `p` (0 < p < 1) of the beta distribution with the shapes `a` and `b` (> 0) lies: Newton's
 * iteration within a bracket, from the expansion of Abramowitz and Stegun 26.5.22. The share below it is
 * off `p` by less than 1e-7, and by less than 3e-5 where both shapes are 1,000 or more.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  const expanded = a > 1 && b > 1 ? expansion(p, a, b) : Number.NaN;
  if (a >= EXPANDED_FROM && b >= EXPANDED_FROM) return expanded;
  const logBeta = logBetaOf(Math.min(a, b), Math.max(a, b));
  let [low, high] = [0, 1];
  // Where the distribution piles up at 0, its integral is a power there.
  let x = Number.isNaN(expanded) ? Math.exp((Math.log(p * a) + logBeta) / a) : expanded;
  for (let step = 0; step < STEPS_MAX; step++) {
    if (!(x > low && x < high)) x = between(low, high);
    const off = betaIntegral(x, a, b, logBeta) - p;
    if (off > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
    const next = x - off / density;
    if (Math.abs(next - x) <= NEAR * x || high - low <= NEAR * low) return Math.min(high, Math.max(low, next));
    x = next;
  }
  return x;
}

/** Near 0 quantiles lie orders of magnitude apart, so that a bracket is halved by its orders once it has any. */
const between = (low: number, high: number): number => (low === 0 ? high / 1024 : Math.sqrt(low * high));

/** Abramowitz and Stegun 26.5.22; `a` and `b` above 1. */
function expansion(p: number, a: number, b: number): number {
  const y = -normalQuantile(p);
  const lambda = (y * y - 3) / 6;
  const [left, right] = [1 / (2 * a - 1), 1 / (2 * b - 1)];
  const h = 2 / (left + right);
  // Small shapes and far tails may leave nothing to take a root of; the bracket then finds its way.
  const w = (y * Math.sqrt(h + lambda)) / h - (right - left) * (lambda + 5 / 6 - 2 / (3 * h));
  return a / (a + b * Math.exp(2 * w));
}

/** The share of a beta distribution below `x`: the continued fraction of Abramowitz and Stegun 26.5.8, by Lentz's method. */
function betaIntegral(x: number, a: number, b: number, logBeta: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta);
  // It converges fast on this side of the mean; the other is its mirror image.
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

/** It takes about the root of the smaller shape: some dozens at most below `EXPANDED_FROM`. */
const TERMS_MAX = 10_000;
const TINY = 1e-300;

function continuedFraction(x: number, a: number, b: number): number {
  const notZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

/** Stirling's series is exact to the last digits from here on. */
const STIRLING_FROM = 15;

/**
 * The logarithm of the beta function. The Γ of a large shape and that of the sum are too alike to be taken from each other:
 * their Stirling series are, term by term.
 */
function logBetaOf(small: number, large: number): number {
  const sum = small + large;
  if (large < STIRLING_FROM) return logGamma(small) + logGamma(large) - logGamma(sum);
  const ratio = small - small * Math.log(sum) - (large - 0.5) * Math.log1p(small / large);
  return logGamma(small) + ratio + stirling(large) - stirling(sum);
}

/** The logarithm of Γ for numbers above 0, carried up to where the series holds. */
function logGamma(value: number): number {
  let x = value;
  let below = 0;
  for (; x < STIRLING_FROM; x++) below += Math.log(x);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + stirling(x) - below;
}

function stirling(x: number): number {
  const i = 1 / (x * x);
  return (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i * (1 / 1680 - i / 1188)))) / x;
}

/** The standard normal quantile, by Acklam's rational approximation: off by 1.2e-9 of itself at most. */
function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const over = (terms: readonly number[], at: number): number => terms.reduce((sum, term) => sum * at + term, 0);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return over(TAIL, q) / over(TAIL_BELOW, q);
  }
  const q = p - 0.5;
  return (q * over(MIDDLE, q * q)) / over(MIDDLE_BELOW, q * q);
}

const MIDDLE = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const MIDDLE_BELOW = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
];
const TAIL = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BELOW = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];
