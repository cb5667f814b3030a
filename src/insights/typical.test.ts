import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, hours, milliseconds, minutes } from "#domain/time.ts";
import { type CurveAtAges, outlierAtAge, TYPICAL_AGES, usualOf, viewsAtAge } from "#domain/typical.ts";
import type { VideoId } from "#domain/video.ts";
import { bandAtAge, rankAtAge, typicalBands } from "./typical.ts";

const views = fc.integer({ min: 0, max: 1_000_000_000 });
const curve: fc.Arbitrary<CurveAtAges> = fc.array(fc.option(views, { freq: 6 }), {
  minLength: TYPICAL_AGES.length,
  maxLength: TYPICAL_AGES.length,
});
const curves = fc.array(curve, { maxLength: 30 });
const age = fc.oneof(
  fc.constantFrom(...TYPICAL_AGES),
  fc.integer({ min: 0, max: days(100) }).map(milliseconds),
  fc.integer({ min: 0, max: hours(3) }).map(milliseconds),
);
const idOf = (i: number): VideoId => String(i).padStart(11, "0") as VideoId;
const typicalOf = (curves: readonly CurveAtAges[]) => ({ videoIds: curves.map((_, i) => idOf(i)), curves });

describe("a channel's band", () => {
  it("has five lines in order within what its videos show, or none and the reason", () => {
    fc.assert(
      fc.property(curves, (curves) => {
        for (const [i, band] of typicalBands(curves).entries()) {
          const known = curves.flatMap((curve) => curve[i] ?? []);
          expect(band.n).toBe(known.length);
          const lines = [band.p10, band.p25, band.p50, band.p75, band.p90];
          if (band.n < 3) {
            expect(lines).toEqual([null, null, null, null, null]);
            expect(band.reason).toBe("tooFewVideos");
            continue;
          }
          expect(band.reason).toBeNull();
          const numbers = lines.map((line) => line ?? Number.NaN);
          expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers);
          expect(numbers[0]).toBeGreaterThanOrEqual(Math.min(...known));
          expect(numbers[4]).toBeLessThanOrEqual(Math.max(...known));
          // At most half lie on either side of the middle line.
          expect(known.filter((each) => each < (band.p50 ?? 0)).length).toBeLessThanOrEqual(known.length / 2);
          expect(known.filter((each) => each > (band.p50 ?? 0)).length).toBeLessThanOrEqual(known.length / 2);
        }
      }),
    );
  });

  it("does not depend on the order of its videos", () => {
    fc.assert(
      fc.property(curves, (curves) => {
        expect(typicalBands(curves.toReversed())).toEqual(typicalBands(curves));
      }),
    );
  });

  it("has at any age the middle line that outliers are divided by, and lines in order", () => {
    fc.assert(
      fc.property(curves, age, (curves, age) => {
        const band = bandAtAge(curves, age);
        const outlier = outlierAtAge(1, age, usualOf(curves));
        expect({ median: band.p50, n: band.n }).toEqual({ median: outlier.median, n: outlier.n });
        expect(band.reason).toBe(outlier.reason === "medianZero" ? null : outlier.reason);
        const lines = [band.p10, band.p25, band.p50, band.p75, band.p90];
        if (band.p50 === null) return void expect(lines).toEqual([null, null, null, null, null]);
        const numbers = lines.map((line) => line ?? Number.NaN);
        for (const [i, line] of numbers.entries())
          expect(line).toBeLessThanOrEqual((numbers[i + 1] ?? line) + 1e-6 * line);
      }),
    );
  });
});

describe("a video's rank at its age", () => {
  const three = typicalOf([100, 200, 300].map((views) => TYPICAL_AGES.map(() => views)));
  const other = idOf(99);

  it("is its place among the others, itself counted once whether it is one of them or not", () => {
    expect(rankAtAge(other, 250, hours(2), three)).toEqual({ rank: 2, of: 4, reason: null });
    expect(rankAtAge(other, 301, hours(2), three)).toEqual({ rank: 1, of: 4, reason: null });
    expect(rankAtAge(other, 1, minutes(17), three)).toEqual({ rank: 4, of: 4, reason: null });
    const four = typicalOf([...three.curves, TYPICAL_AGES.map(() => 250)]);
    expect(rankAtAge(idOf(3), 250, hours(2), four)).toEqual({ rank: 2, of: 4, reason: null });
  });

  it("is the better place of videos with equal views", () => {
    expect(rankAtAge(other, 300, hours(2), three)).toEqual({ rank: 1, of: 4, reason: null });
    expect(rankAtAge(other, 100, hours(2), three)).toEqual({ rank: 3, of: 4, reason: null });
  });

  it("is null, with the reason, among fewer than three others and outside the ages compared", () => {
    expect(rankAtAge(idOf(0), 100, hours(2), three)).toEqual({ rank: null, of: 3, reason: "tooFewVideos" });
    expect(rankAtAge(other, 100, minutes(9), three)).toMatchObject({ rank: null, reason: "ageOutOfRange" });
    expect(rankAtAge(other, 100, days(91), three)).toMatchObject({ rank: null, reason: "ageOutOfRange" });
  });

  it("counts exactly the others with more views at that age", () => {
    fc.assert(
      fc.property(curves, views, age, (curves, views, age) => {
        const place = rankAtAge(other, views, age, typicalOf(curves));
        const known = curves.flatMap((curve) => viewsAtAge(curve, age) ?? []);
        expect(place.of).toBe(known.length + 1);
        if (place.rank === null) return void expect(known.length < 3 || age < minutes(10) || age > days(90)).toBe(true);
        expect(place.rank).toBe(1 + known.filter((each) => each > views).length);
      }),
    );
  });
});
