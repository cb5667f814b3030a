import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpolateViews } from "./curve.ts";
import type { Reading } from "./snapshot.ts";
import { minutes } from "./time.ts";

const reading = (age: number, views: number): Reading => ({ age: minutes(age), views });

const series = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 1_000_000 })), {
    minLength: 2,
    maxLength: 120,
    selector: ([age]) => age,
    size: "max",
  })
  .map((points) => points.sort(([a], [b]) => a - b).map(([age, views]) => reading(age, views)));

describe("curve interpolation", () => {
  it("passes through every reading", () => {
    fc.assert(
      fc.property(series, (readings) => {
        for (const { age, views } of readings) expect(interpolateViews(readings, age)).toBe(views);
      }),
    );
  });

  it("stays between the two readings around an age, so falling counters make no bumps", () => {
    fc.assert(
      fc.property(series, fc.double({ min: 0, max: 1, noNaN: true }), (readings, where) => {
        const i = Math.floor(where * (readings.length - 1.000001));
        const [left, right] = [readings[i], readings[i + 1]];
        if (!left || !right) throw new Error("no such readings");
        const age = minutes((left.age + (right.age - left.age) * 0.37) / 60_000);
        const views = interpolateViews(readings, age) ?? Number.NaN;
        const slack = 1e-6 * (1 + Math.max(left.views, right.views));
        expect(views).toBeGreaterThanOrEqual(Math.min(left.views, right.views) - slack);
        expect(views).toBeLessThanOrEqual(Math.max(left.views, right.views) + slack);
      }),
    );
  });

  it("follows a power law of age within a percent from a reading each doubling", () => {
    const law = (age: number) => 40 * (age + 10) ** 0.8;
    const readings = [15, 30, 60, 120, 240, 480].map((age) => reading(age, law(age)));
    expect((interpolateViews(readings, minutes(90)) ?? 0) / law(90)).toBeCloseTo(1, 2);
  });

  it("says nothing outside the readings", () => {
    expect(interpolateViews([], minutes(60))).toBeNull();
    expect(interpolateViews([reading(10, 5), reading(20, 9)], minutes(21))).toBeNull();
    expect(interpolateViews([reading(10, 5), reading(20, 9)], minutes(9))).toBeNull();
  });
});
