import { describe, expect, it } from "vitest";
import { ageBin, HEAT_POOL_MIN, heat, whyNoTypical } from "./heat.ts";
import { days, minutes } from "./time.ts";

describe("heat", () => {
  it("is the velocity by what is typical, and negative while views are taken back", () => {
    expect([120, 0, -20].map((viewsPerHour) => heat(viewsPerHour, { median: 40, n: HEAT_POOL_MIN }))).toEqual([
      3, 0, -0.5,
    ]);
  });

  it("is unknown without a velocity, below the pool, and where half of the videos stand still", () => {
    expect(heat(null, { median: 40, n: 90 })).toBeNull();
    const cases = [
      [null, "poolTooSmall"],
      [{ median: 40, n: HEAT_POOL_MIN - 1 }, "poolTooSmall"],
      [{ median: 0, n: 90 }, "medianZero"],
    ] as const;
    for (const [typical, reason] of cases) {
      expect(heat(5, typical)).toBeNull();
      expect(whyNoTypical(typical)).toBe(reason);
    }
    expect(whyNoTypical({ median: 40, n: HEAT_POOL_MIN })).toBeNull();
  });
});

describe("steps of age", () => {
  it("begin when the age has grown by √2, from ten minutes to twenty years", () => {
    expect([0, 5, 10, 14].map((age) => ageBin(minutes(age)))).toEqual([0, 0, 0, 0]);
    expect([14.15, 19.9, 20, 28.3, 40].map((age) => ageBin(minutes(age)))).toEqual([1, 1, 2, 3, 4]);
    expect(ageBin(minutes(-5))).toBe(0);
    expect(ageBin(days(365 * 20))).toBe(40);
    expect(ageBin(days(365 * 50))).toBe(40);
  });
});
