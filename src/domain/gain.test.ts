import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpolateViews } from "./curve.ts";
import { gain, whyNoGain } from "./gain.ts";
import type { Reading } from "./snapshot.ts";
import { days, hours, instant, minutes } from "./time.ts";

const at = (hour: number, views: number): Reading => ({ age: hours(hour), views });

/** Hourly or denser readings over up to ten days, rising and falling. */
const series = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 1_000_000 })), {
    minLength: 1,
    maxLength: 240,
    size: "max",
  })
  .map((steps) => {
    let age = 0;
    return steps.map(([step, views]): Reading => {
      age += step;
      return { age: minutes(age), views };
    });
  });

const WINDOWS = [hours(1), hours(6), hours(24), days(7)];
const window = fc.constantFrom(...WINDOWS);

describe("a gain", () => {
  it("is what the views at two samples differ by, exactly, when they lie a window apart", () => {
    fc.assert(
      fc.property(series, window, fc.integer({ min: 0, max: 1e6 }), (readings, span, views) => {
        const start = readings.at(-1);
        if (!start) throw new Error("no readings");
        const later: Reading = { age: minutes((start.age + span) / 60_000), views };
        expect(gain([...readings, later], span)).toBe(views - start.views);
      }),
    );
  });

  it("adds up: a longer window gains what a shorter one does and what the curve did before it", () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...WINDOWS.slice(1)), (readings, span) => {
        const last = readings.at(-1);
        if (!last || last.age <= span) return;
        const [long, short] = [gain(readings, span), gain(readings, hours(1))];
        const curve = [{ age: minutes(0), views: 0 }, ...readings];
        const V = (back: number) => interpolateViews(curve, minutes((last.age - back) / 60_000)) ?? Number.NaN;
        expect((long ?? 0) - (short ?? 0)).toBeCloseTo(V(hours(1)) - V(span), 6);
      }),
    );
  });

  it("of a video younger than the window is all its views", () => {
    fc.assert(
      fc.property(series, window, (readings, span) => {
        const last = readings.at(-1);
        if (!last || last.age > span) return;
        expect(gain(readings, span)).toBe(last.views);
      }),
    );
    expect(gain([at(6, 100)], hours(6))).toBe(100);
  });

  it("is unknown when the samples around the window's beginning lie more than a window apart", () => {
    expect(gain([at(10, 100), at(11, 150), at(11.5, 180)], hours(1))).toBeCloseTo(60.2, 1);
    expect(gain([at(10, 100), at(11.01, 150), at(11.5, 180)], hours(1))).toBeNull();
    expect(gain([at(100, 100), at(130, 150)], hours(24))).toBeNull();
    expect(gain([at(100, 100), at(124, 150)], hours(24))).toBe(50);
  });

  it("takes birth for a sample of no views", () => {
    // Before the first sample, at 50 minutes, an hour's gain of a video of 90 minutes lies between birth and that sample.
    const known = gain(
      [
        { age: minutes(50), views: 500 },
        { age: minutes(90), views: 900 },
      ],
      hours(1),
    );
    expect(known).toBeGreaterThan(400);
    expect(known).toBeLessThan(900);
    expect(gain([at(2, 500), at(2.5, 900)], hours(1))).toBeNull();
  });

  it("is negative when views were taken back, never clamped", () => {
    expect(gain([at(10, 1000), at(11, 400)], hours(1))).toBe(-600);
  });

  it("needs a reading, and none from before the start", () => {
    expect(gain([], hours(1))).toBeNull();
    expect(gain([at(-1, 30)], hours(1))).toBeNull();
    expect(gain([at(-1, 30), at(1, 90)], hours(1))).toBe(90);
    expect(gain([at(-0.5, 30), at(0.5, 60), at(1.25, 90)], hours(1))).toEqual(
      gain([at(0.5, 60), at(1.25, 90)], hours(1)),
    );
  });

  it("is the same however much older history is known", () => {
    const recent = [at(500, 50), at(500 + 100, 60), at(500 + 200, 90), at(500 + 300, 99)];
    const old = [at(1, 3), at(400, 30), at(463, 40)];
    for (const span of WINDOWS) expect(gain([...old, ...recent], span)).toBe(gain(recent, span));
  });

  it("says why it is unknown", () => {
    expect(whyNoGain(null, null)).toBe("noViews");
    expect(whyNoGain(3, null)).toBe("notStarted");
    expect(whyNoGain(3, instant(0))).toBe("samplesApart");
  });
});
