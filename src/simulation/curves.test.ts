import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveOf } from "./curves.ts";
import { drawCurve } from "./draw-curve.ts";
import { Chance } from "./random.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
type Format = "long" | "short" | "live";

const drawn = (seed: number, format: Format, calm = false) =>
  curveOf(
    drawCurve(new Chance("curves.test", seed, format), {
      format,
      views30Days: 10_000,
      startMinuteOfDay: (seed * 37) % DAY,
      peakMinuteOfDay: 1200,
      calm,
    }),
  );

/** The median, over many videos, of the share of a later age's views reached at an age. */
const medianShare = (format: Format, age: number, of: number): number => {
  const shares = Array.from({ length: 1000 }, (_, seed) => drawn(seed, format)(age) / drawn(seed, format)(of));
  return shares.toSorted((a, b) => a - b)[500] ?? Number.NaN;
};

describe("view curves", () => {
  it("start at zero, never fall and have no jumps", () => {
    const ages = fc.double({ min: 0, max: 900 * DAY, noNaN: true });
    const format = fc.constantFrom<Format>("long", "short", "live");
    fc.assert(
      fc.property(fc.nat(), format, fc.boolean(), ages, (seed, kind, calm, age) => {
        const curve = drawn(seed, kind, calm);
        expect(curve(-5)).toBe(0);
        expect(curve(0)).toBe(0);
        expect(curve(age + 1)).toBeGreaterThanOrEqual(curve(age));
        // Two million times nearer than a minute: a jump would stay.
        expect(curve(age + 1e-6) - curve(age)).toBeLessThan(0.1);
      }),
      { numRuns: 500 },
    );
  });

  it("are the same for the same seed, whatever was asked before", () => {
    const asked = drawn(7, "long");
    asked(5 * DAY);
    asked(3);
    expect(asked(HOUR)).toBe(drawn(7, "long")(HOUR));
  });

  it.each([
    ["long", HOUR, [0.03, 0.11]],
    ["long", DAY, [0.4, 0.6]],
    ["long", 7 * DAY, [0.65, 0.82]],
    ["short", HOUR, [0.006, 0.025]],
    ["short", DAY, [0.2, 0.38]],
    ["short", 7 * DAY, [0.82, 0.95]],
  ] as const)(
    "of %s videos reach at %d minutes the share of their month that the study assumed",
    (format, age, [low, high]) => {
      const share = medianShare(format, age, 30 * DAY);
      expect(share).toBeGreaterThan(low);
      expect(share).toBeLessThan(high);
    },
  );

  it("launch within the measured ranges: V(15 m)/V(1 h) 0.23–0.43, V(30 m)/V(1 h) 0.52–0.70", () => {
    expect(medianShare("long", 15, HOUR)).toBeGreaterThan(0.23);
    expect(medianShare("long", 15, HOUR)).toBeLessThan(0.43);
    expect(medianShare("long", 30, HOUR)).toBeGreaterThan(0.52);
    expect(medianShare("long", 30, HOUR)).toBeLessThan(0.7);
  });
});
