import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hours, milliseconds, minutes } from "#domain/time.ts";
import { type Recorded, recordedCurve } from "./recorded-curve.ts";

const recordings = fc
  .uniqueArray(fc.record({ age: fc.integer({ min: 1, max: 3e10 }), value: fc.nat({ max: 3_000_000_000 }) }), {
    selector: (point) => point.age,
    minLength: 1,
    maxLength: 20,
  })
  .map((points): readonly Recorded[] =>
    points.map(({ age, value }) => ({ age: milliseconds(age), value })).toSorted((a, b) => a.age - b.age),
  );

describe("a recorded curve", () => {
  it("passes exactly through every recorded point", () => {
    fc.assert(
      fc.property(recordings, (points) => {
        const curve = recordedCurve(points);
        expect(points.map((point) => curve(point.age))).toEqual(points.map((point) => point.value));
      }),
    );
  });

  it("stays between its neighbours, in whole numbers", () => {
    fc.assert(
      fc.property(recordings, fc.double({ min: 0, max: 1, noNaN: true }), (points, part) => {
        const curve = recordedCurve(points);
        for (const [i, to] of points.entries()) {
          const from = points[i - 1] ?? { age: milliseconds(0), value: 0 };
          const between = curve(milliseconds(Math.floor(from.age + part * (to.age - from.age))));
          expect(Number.isInteger(between)).toBe(true);
          expect(between).toBeGreaterThanOrEqual(Math.min(from.value, to.value));
          expect(between).toBeLessThanOrEqual(Math.max(from.value, to.value));
        }
      }),
    );
  });

  it("rises throughout where the record rises, and gently after it", () => {
    const curve = recordedCurve([
      { age: hours(10), value: 50_000 },
      { age: hours(34), value: 90_000 },
    ]);
    let before = 0;
    for (let age = minutes(1); age < hours(2000); age = milliseconds(age * 1.05)) {
      expect(curve(age)).toBeGreaterThanOrEqual(before);
      before = curve(age);
    }
    expect(curve(hours(58))).toBeLessThan(90_000 * 1.3);
  });

  it("launches with the measured shape before its first point", () => {
    const curve = recordedCurve([{ age: hours(20), value: 1_000_000 }]);
    expect(curve(milliseconds(0))).toBe(0);
    expect(curve(minutes(15)) / curve(hours(1))).toBeCloseTo(0.33, 3);
    expect(curve(minutes(30)) / curve(hours(1))).toBeCloseTo(0.61, 3);
    expect(curve(hours(1)) / curve(hours(2))).toBeCloseTo(1 / 1.53, 3);
  });
});
