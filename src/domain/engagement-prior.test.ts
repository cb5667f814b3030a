import { describe, expect, it } from "vitest";
import { fitEngagementPrior, PRIOR_POOL_MIN } from "./engagement-prior.ts";

/** A seeded source of numbers in (0, 1): mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296 + 1e-12;
  };
}

/** A draw of the beta distribution with whole parameters, by gamma variates. */
function beta(a: number, b: number, next: () => number): number {
  const gamma = (shape: number) => Array.from({ length: shape }, () => -Math.log(next())).reduce((x, y) => x + y, 0);
  const [x, y] = [gamma(a), gamma(b)];
  return x / (x + y);
}

/** Videos with a few hundred to a million views each, whose true shares are drawn of a beta distribution. */
function drawn(n: number, a: number, b: number, seed: number) {
  const next = seeded(seed);
  return Array.from({ length: n }, () => {
    const views = Math.round(100 * 10_000 ** next());
    const share = beta(a, b, next);
    // The normal limit of the binomial is near enough at a hundred views and more.
    const noise = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    const engaged = Math.round(views * share + noise * Math.sqrt(views * share * (1 - share)));
    return { views, engaged: Math.min(views, Math.max(0, engaged)) };
  });
}

describe("the prior of engagement", () => {
  it("finds the distribution that videos were drawn of, chance taken off", () => {
    for (const [a, b] of [
      [2, 40],
      [1, 20],
      [4, 36],
    ] as const) {
      const fitted = fitEngagementPrior(drawn(4000, a, b, 7 * a + b));
      if (!fitted) throw new Error("not fitted");
      const mean = fitted.alpha / (fitted.alpha + fitted.beta);
      expect(mean / (a / (a + b))).toBeCloseTo(1, 1);
      expect(Math.abs((fitted.alpha + fitted.beta) / (a + b) - 1)).toBeLessThan(0.15);
    }
  });

  it("lets no hit outweigh the others", () => {
    const ordinary = drawn(400, 2, 40, 3);
    const hit = { views: 1_000_000_000, engaged: 500_000_000 };
    const [without, with_] = [fitEngagementPrior(ordinary), fitEngagementPrior([...ordinary, hit])];
    const mean = (prior: typeof without) => (prior ? prior.alpha / (prior.alpha + prior.beta) : Number.NaN);
    expect(mean(with_) / mean(without)).toBeLessThan(1.05);
  });

  it("gives a strong prior where videos hardly differ, and never an endless one", () => {
    const same = Array.from({ length: 100 }, (_, n) => ({ views: 10_000 + n, engaged: 400 }));
    const fitted = fitEngagementPrior(same);
    expect(fitted && fitted.alpha + fitted.beta).toBeCloseTo(9999, 0);
  });

  it("waits for enough videos that tell something", () => {
    const few = drawn(PRIOR_POOL_MIN - 1, 2, 40, 1);
    expect(fitEngagementPrior(few)).toBeNull();
    expect(fitEngagementPrior([...few, { views: 10, engaged: 30 }])).toBeNull();
    expect(fitEngagementPrior(drawn(PRIOR_POOL_MIN, 2, 40, 1))).not.toBeNull();
    expect(fitEngagementPrior(Array.from({ length: 99 }, () => ({ views: 500, engaged: 0 })))).toBeNull();
    expect(fitEngagementPrior(Array.from({ length: 99 }, () => ({ views: 1, engaged: 0 })))).toBeNull();
  });
});
