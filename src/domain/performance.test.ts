import { describe, expect, it } from "vitest";
import { performance } from "./performance.ts";

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
