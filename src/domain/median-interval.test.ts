import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianInterval } from "./median-interval.ts";
import { quantile } from "./quantile.ts";

/** P(at most k heads in n tosses), by Pascal's triangle in whole numbers. */
function headsAtMost(k: number, n: number): number {
  let row = [1n];
  for (let i = 0; i < n; i++) row = [1n, ...row.slice(1).map((value, j) => value + (row[j] ?? 0n)), 1n];
  const sum = row.slice(0, k + 1).reduce((a, b) => a + b, 0n);
  return Number((sum * 10n ** 15n) / 2n ** BigInt(n)) / 1e15;
}

describe("the interval of a median", () => {
  it("has the places of the published tables", () => {
    // Conover, Practical Nonparametric Statistics: the sign test's intervals at 95 %.
    const places = [5, 6, 8, 9, 10, 12, 15, 17, 20, 25, 30].map((n) => {
      const interval = medianInterval(n);
      return interval && [interval.low, interval.high];
    });
    expect(places).toEqual([
      null,
      [1, 6],
      [1, 8],
      [2, 8],
      [2, 9],
      [3, 10],
      [4, 12],
      [5, 13],
      [6, 15],
      [8, 18],
      [10, 21],
    ]);
  });

  it("is as sure as it says, and the next narrower one is not sure enough", () => {
    for (let n = 6; n <= 60; n++) {
      const interval = medianInterval(n);
      if (!interval) throw new Error(`no interval of ${n}`);
      expect(interval.confidence).toBeCloseTo(1 - 2 * headsAtMost(interval.low - 1, n), 10);
      expect(interval.confidence).toBeGreaterThanOrEqual(0.95);
      expect(1 - 2 * headsAtMost(interval.low, n)).toBeLessThan(0.95);
    }
  });

  it("lies around the sample's own median, and narrows as √n, however many values there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 50_000 }), (n) => {
        const interval = medianInterval(n);
        if (!interval) throw new Error(`no interval of ${n}`);
        const middle = quantile([interval.low, interval.high], 0.5);
        expect(middle).toBe((n + 1) / 2);
        // The normal approximation, which is off by a place or two at most.
        expect(Math.abs(interval.low - (n / 2 - 0.98 * Math.sqrt(n)))).toBeLessThan(2);
      }),
    );
  });

  it("is computed in docs/formulas/median-interval.md as it is here", () => {
    const page = readFileSync(new URL("../../docs/formulas/median-interval.md", import.meta.url), "utf8");
    const values = (/^Sorted: (.+)$/m.exec(page)?.[1] ?? "").split(", ").map((text) => Number(text.replace(" ", "")));
    const interval = medianInterval(values.length);
    if (!interval) throw new Error("the page has too few values");
    const shown = { low: values[interval.low - 1], high: values[interval.high - 1] };
    expect(page).toContain(
      `median ${quantile(values, 0.5)}, interval ${shown.low} to ${shown.high}, confidence ${(interval.confidence * 100).toFixed(1)} %`,
    );
  });
});
