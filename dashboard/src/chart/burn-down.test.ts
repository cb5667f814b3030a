import { describe, expect, it } from "vitest";
import { burnDown } from "./burn-down.ts";

const RESET = "2026-11-21T08:00:00.000Z";
const noon = Date.parse(RESET) - 12 * 3_600_000;

describe("the burn-down of a bucket", () => {
  it("goes from what is left now to what will be left at the reset", () => {
    expect(burnDown({ limit: 100, used: 25, pace: { usedAtReset: 50 } }, noon, RESET)).toEqual({
      now: 0.5,
      left: 0.75,
      leftAtReset: 0.5,
      emptyAt: null,
    });
  });

  it("ends before the reset where spending goes on too fast", () => {
    const { emptyAt, leftAtReset } = burnDown({ limit: 100, used: 50, pace: { usedAtReset: 150 } }, noon, RESET);
    expect([emptyAt, leftAtReset]).toEqual([0.75, 0]);
  });

  it("has a place for a bucket that allows nothing", () => {
    expect(burnDown({ limit: 0, used: 0, pace: { usedAtReset: 0 } }, noon, RESET).left).toBe(0);
  });
});
