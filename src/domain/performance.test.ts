import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianInForce, performance, shrunkenMedian } from "./performance.ts";

describe("performance", () => {
  it("is first-hour views over the channel's median", () => {
    expect(performance(300, 100, 3)).toEqual({ value: 3, reason: null, n: 3 });
  });

  it("is null below a pool of three, and says so", () => {
    expect(performance(300, 100, 2)).toEqual({ value: null, reason: "poolTooSmall", n: 2 });
    expect(performance(300, null, 0)).toEqual({ value: null, reason: "poolTooSmall", n: 0 });
    expect(performance(300, 100, 4, 5)).toEqual({ value: null, reason: "poolTooSmall", n: 4 });
  });

  it("is null, not 0, where the first hour is unknown, and not infinite over a median of 0", () => {
    expect(performance(null, 100, 9)).toEqual({ value: null, reason: "firstHourUnknown", n: 9 });
    expect(performance(5, 0, 9)).toEqual({ value: null, reason: "medianZero", n: 9 });
  });
});

describe("the median of a format", () => {
  const median = fc.double({ min: 0.5, max: 1e9, noNaN: true });
  const n = fc.integer({ min: 1, max: 50 });

  it("lies between the format's and the channel's, and nearer to the format's the more first hours it has", () => {
    fc.assert(
      fc.property(median, n, median, (ofFormat, n, ofChannel) => {
        const drawn = shrunkenMedian({ median: ofFormat, n }, ofChannel) ?? Number.NaN;
        expect(drawn).toBeGreaterThanOrEqual(Math.min(ofFormat, ofChannel) * (1 - 1e-12));
        expect(drawn).toBeLessThanOrEqual(Math.max(ofFormat, ofChannel) * (1 + 1e-12));
        const more = shrunkenMedian({ median: ofFormat, n: n + 1 }, ofChannel) ?? Number.NaN;
        const far = (value: number) => Math.abs(Math.log(value / ofFormat));
        expect(far(more)).toBeLessThanOrEqual(far(drawn) + 1e-9);
      }),
    );
  });

  it("is half-way of their logarithms at three first hours", () => {
    expect(shrunkenMedian({ median: 400, n: 3 }, 100)).toBeCloseTo(200, 9);
  });

  it("is 0 where one of the two is, and null where one is missing", () => {
    expect(shrunkenMedian({ median: null, n: 0 }, 100)).toBeNull();
    expect(shrunkenMedian({ median: 100, n: 9 }, null)).toBeNull();
    expect(shrunkenMedian({ median: 0, n: 9 }, 100)).toBe(0);
    expect(shrunkenMedian({ median: 100, n: 9 }, 0)).toBe(0);
  });
});

describe("the median in force", () => {
  it("follows the true one when they differ by more than 1 %, and when either comes or goes", () => {
    expect(medianInForce(1000, 1010)).toBe(1000);
    expect(medianInForce(1000, 1010.1)).toBe(1010.1);
    expect(medianInForce(1000, 989.9)).toBe(989.9);
    expect(medianInForce(null, 5)).toBe(5);
    expect(medianInForce(5, null)).toBeNull();
    expect(medianInForce(0, 1)).toBe(1);
  });
});
