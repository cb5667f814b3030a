import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaQuantile } from "./beta-quantile.ts";

/** The share of a beta distribution below `x`, by Simpson's rule over its bulk: an account of its own. */
function integral(x: number, a: number, b: number): number {
  const mode = (a - 1) / (a + b - 2);
  const deviation = Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
  const log = (at: number) => (a - 1) * Math.log(at) + (b - 1) * Math.log1p(-at);
  const density = (at: number) => (at <= 0 || at >= 1 ? 0 : Math.exp(log(at) - log(mode)));
  const simpson = (from: number, to: number) => {
    const steps = 4_000;
    const width = (to - from) / steps;
    let sum = density(from) + density(to);
    for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(from + i * width);
    return (sum * width) / 3;
  };
  const low = Math.max(0, mode - 30 * deviation);
  const high = Math.min(1, mode + 30 * deviation);
  return simpson(low, x) / (simpson(low, x) + simpson(x, high));
}

const shape = fc.double({ min: 0.05, max: 5_000, noNaN: true });
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe("a beta quantile", () => {
  it("is what is known in closed form", () => {
    fc.assert(
      fc.property(shape, share, (a, p) => {
        expect(betaQuantile(p, a, 1) / p ** (1 / a)).toBeCloseTo(1, 8);
        expect(betaQuantile(p, 1, a)).toBeCloseTo(-Math.expm1(Math.log1p(-p) / a), 8);
        expect(betaQuantile(p, 0.5, 0.5)).toBeCloseTo(Math.sin((Math.PI * p) / 2) ** 2, 8);
      }),
    );
  });

  it("leaves the share asked for below it, as an integration of its own has it, whatever the shapes are", () => {
    const ordinary = fc.double({ min: 2, max: 999, noNaN: true });
    const large = fc.double({ min: 1_000, max: 1e8, noNaN: true });
    const inner = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    const off = (p: number, a: number, b: number) => Math.abs(integral(betaQuantile(p, a, b), a, b) - p);
    fc.assert(fc.property(ordinary, fc.oneof(ordinary, large), inner, (a, b, p) => off(p, a, b) < 1e-7));
    fc.assert(fc.property(large, large, inner, (a, b, p) => off(p, a, b) < 3e-5));
  });

  it("is the mirror image of the other side's, and rises with the share", () => {
    fc.assert(
      fc.property(shape, shape, share, share, (a, b, p, q) => {
        expect(betaQuantile(p, a, b)).toBeCloseTo(1 - betaQuantile(1 - p, b, a), 7);
        const [less, more] = p < q ? [p, q] : [q, p];
        expect(betaQuantile(less, a, b)).toBeLessThanOrEqual(betaQuantile(more, a, b));
      }),
    );
  });

  it("stays within 0 and 1, and is no NaN, for the counters of any video", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        share,
        (views, part, p) => {
          const left = Math.floor(views * part);
          for (const [alpha, beta] of [
            [0.25, 63],
            [0.9, 20],
            [1e-3, 1e-3],
            [2_000, 8_000],
          ] as const) {
            const value = betaQuantile(p, left + alpha, views - left + beta);
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});
