import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpolateViews } from "./curve.ts";
import { MILESTONE_AGES } from "./milestone.ts";
import type { Reading } from "./snapshot.ts";
import { type Duration, days, hours, milliseconds, minutes } from "./time.ts";
import {
  type CurveAtAges,
  countAtAge,
  outlierAtAge,
  TYPICAL_AGES,
  TYPICAL_POOL_MIN,
  usualOf,
  valuesAtAges,
  viewsAtAge,
} from "./typical.ts";

const indexOf = (age: Duration): number => TYPICAL_AGES.indexOf(age);
const at = (curve: CurveAtAges, age: Duration) => curve[indexOf(age)];

const views = fc.integer({ min: 0, max: 1_000_000_000 });
const readings: fc.Arbitrary<Reading[]> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: days(120) }), views), {
    maxLength: 60,
    selector: ([age]) => age,
    size: "max",
  })
  .map((points) => points.sort(([a], [b]) => a - b).map(([age, views]) => ({ age: milliseconds(age), views })));
const curve: fc.Arbitrary<CurveAtAges> = fc.array(fc.option(views, { freq: 4 }), {
  minLength: TYPICAL_AGES.length,
  maxLength: TYPICAL_AGES.length,
});
const age = fc.integer({ min: 0, max: days(120) }).map(milliseconds);

describe("the ages at which videos are compared", () => {
  it("rise evenly from 10 minutes to 90 days, with all milestones among them", () => {
    expect(TYPICAL_AGES).toHaveLength(27);
    expect(TYPICAL_AGES[0]).toBe(minutes(10));
    expect(TYPICAL_AGES.at(-1)).toBe(days(90));
    for (const milestone of MILESTONE_AGES) expect(TYPICAL_AGES).toContain(milestone);
    for (let i = 1; i < TYPICAL_AGES.length; i++) {
      const ratio = (TYPICAL_AGES[i] ?? 0) / (TYPICAL_AGES[i - 1] ?? 0);
      expect(ratio).toBeGreaterThan(1.3);
      expect(ratio).toBeLessThan(1.7);
    }
  });
});

describe("a video's views at those ages", () => {
  it("are its samples where one was taken at that age, and never beyond the samples around it", () => {
    fc.assert(
      fc.property(readings, (readings) => {
        for (const [i, value] of valuesAtAges(readings).entries()) {
          const age = TYPICAL_AGES[i] ?? milliseconds(0);
          const exact = readings.find((reading) => reading.age === age);
          if (exact) expect(value).toBe(exact.views);
          if (value === null) continue;
          const before = readings.findLast((reading) => reading.age <= age);
          const after = readings.find((reading) => reading.age >= age);
          const near = [before, after].flatMap((reading) => reading?.views ?? []);
          expect(near.length).toBeGreaterThan(0);
          expect(value).toBeGreaterThanOrEqual(Math.min(...near) * (1 - 1e-9) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...near) * (1 + 1e-9) + 1e-6);
          if (before && after) expect(value).toBe(interpolateViews(readings, age));
        }
      }),
    );
  });

  it("are told between samples a day and a week old, and not between one of an hour and one of a day", () => {
    const known = valuesAtAges([
      { age: minutes(60), views: 100 },
      { age: hours(24), views: 1000 },
      { age: days(7), views: 3000 },
    ]);
    expect(at(known, days(3))).toBeGreaterThan(1000);
    expect(at(known, days(3))).toBeLessThan(3000);
    expect(at(known, hours(6))).toBeNull();
    expect([at(known, minutes(60)), at(known, hours(24)), at(known, days(7))]).toEqual([100, 1000, 3000]);
  });

  it("are those of a sample within minutes of an age, whatever lies around it", () => {
    const late = valuesAtAges([{ age: minutes(61), views: 100 }]);
    expect(late.filter((value) => value !== null)).toEqual([100]);
    expect(at(late, minutes(60))).toBe(100);
    expect(valuesAtAges([{ age: minutes(63), views: 100 }]).every((value) => value === null)).toBe(true);
    // A day lies between them: the view at an hour is the sample's own, moved along the curve.
    const apart = valuesAtAges([
      { age: minutes(59), views: 100 },
      { age: hours(48), views: 9000 },
    ]);
    expect(at(apart, minutes(60))).toBeGreaterThan(100);
    expect(at(apart, minutes(60))).toBeLessThan(105);
    expect(at(apart, minutes(90))).toBeNull();
  });

  it("are nothing without a sample, and nothing from before the start", () => {
    expect(valuesAtAges([]).every((value) => value === null)).toBe(true);
    const before = { age: milliseconds(-1), views: 50 };
    expect(valuesAtAges([before, { age: hours(1), views: 100 }])).toEqual(
      valuesAtAges([{ age: hours(1), views: 100 }]),
    );
  });
});

describe("a curve between those ages", () => {
  it("passes through them, lies between its two neighbours, and is told only where both are known", () => {
    fc.assert(
      fc.property(curve, age, (curve, age) => {
        const value = viewsAtAge(curve, age);
        const next = TYPICAL_AGES.findIndex((each) => each >= age);
        if (TYPICAL_AGES[next] === age) return void expect(value).toBe(curve[next]);
        const [left, right] = next < 1 ? [null, null] : [curve[next - 1] ?? null, curve[next] ?? null];
        if (left === null || right === null) return void expect(value).toBeNull();
        expect(value).toBeGreaterThanOrEqual(Math.min(left, right));
        expect(value).toBeLessThanOrEqual(Math.max(left, right));
      }),
    );
    for (const [i, age] of TYPICAL_AGES.entries()) {
      expect(
        viewsAtAge(
          TYPICAL_AGES.map((_, j) => j),
          age,
        ),
      ).toBe(i);
    }
  });

  it("is told of as many videos as the fewer of its two neighbours", () => {
    const ns = TYPICAL_AGES.map((_, i) => i + 1);
    expect(countAtAge(ns, minutes(10))).toBe(1);
    expect(countAtAge(ns, minutes(12))).toBe(1);
    expect(countAtAge(ns, minutes(15))).toBe(2);
    expect(countAtAge(ns, minutes(9))).toBe(0);
    expect(countAtAge(ns, milliseconds(days(90) + 1))).toBe(0);
  });
});

describe("an outlier at an age", () => {
  const curves = fc.array(curve, { maxLength: 30 });

  it("is views over the median at that age, exists from three videos on, and says why where it does not", () => {
    fc.assert(
      fc.property(curves, views, age, (curves, views, age) => {
        const usual = usualOf(curves);
        const outlier = outlierAtAge(views, age, usual);
        const inRange = age >= minutes(10) && age <= days(90);
        expect(outlier.n).toBe(countAtAge(usual.ns, age));
        if (!inRange) return void expect(outlier).toEqual({ value: null, median: null, n: 0, reason: "ageOutOfRange" });
        if (outlier.n < TYPICAL_POOL_MIN) return void expect(outlier.reason).toBe("tooFewVideos");
        const median = viewsAtAge(usual.medians, age);
        expect(outlier.median).toBe(median);
        if (median === 0) return void expect(outlier).toMatchObject({ value: null, reason: "medianZero" });
        expect(outlier).toMatchObject({ value: views / (median ?? 0), reason: null });
      }),
    );
  });

  it("is 1 for the middle one of three videos, at every age", () => {
    const three = [50, 100, 400].map((share) => TYPICAL_AGES.map((_, i) => share * (i + 1)));
    for (const [i, age] of TYPICAL_AGES.entries()) {
      expect(outlierAtAge(100 * (i + 1), age, usualOf(three))).toMatchObject({ value: 1, n: 3 });
    }
  });
});
