import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "#domain/day-gain.ts";
import { days, hours, instant, milliseconds, minus, plus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { type StepRow, usualStep, viewTrends } from "./view-trends.ts";

const FROM = instant(Date.UTC(2026, 9, 1));
const WEEK = { from: FROM, until: plus(FROM, days(7)) };

const row = (day: number, views: number, format: Format = "long"): StepRow => ({
  at: plus(FROM, milliseconds(day * DAY)),
  format,
  views,
  samples: 2,
  open: 1,
});

describe("view trends", () => {
  it("set each step beside the same step of the window before, and steps without a row gained nothing", () => {
    const trends = viewTrends([row(0, 10), row(0, 5, "short"), row(-7, 20), row(3, 4)], WEEK, DAY);
    expect(trends.steps).toHaveLength(7);
    expect(trends.steps[0]).toEqual({ at: FROM, views: 15, before: 20, samples: 4, open: 2 });
    expect(trends.steps[1]).toMatchObject({ views: 0, before: null, samples: 0, open: null });
    expect(trends).toMatchObject({ views: 19, before: 20, samples: 6 });
    expect(trends.formats.map(({ format, views, share }) => [format, views, share])).toEqual([
      ["long", 14, 14 / 19],
      ["short", 5, 5 / 19],
    ]);
  });

  it("compare only the steps that are known in both windows, so that a short past is no growth", () => {
    const rows = [0, 1, 2, 3, 4, 5, 6].map((day) => row(day, 100));
    const { growth } = viewTrends([...rows, row(-1, 50), row(-2, 50)], WEEK, DAY);
    expect(growth).toEqual({ value: 1, low: null, high: null, reason: null, n: 2 });
    expect(viewTrends(rows, WEEK, DAY).growth).toMatchObject({ value: null, reason: "noSamplesBefore", n: 0 });
    expect(viewTrends([...rows, row(-1, 0)], WEEK, DAY).growth).toMatchObject({ value: null, reason: "noViewsBefore" });
  });

  it("have an interval that holds the growth, and is a point where every step grew alike", () => {
    const views = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(views, views, (now, then) => {
        const rows = [...now.map((each, i) => row(i, each)), ...then.map((each, i) => row(i - 7, each))];
        const { value, low, high } = viewTrends(rows, WEEK, DAY).growth;
        expect(low).toBeLessThanOrEqual(value ?? Number.NaN);
        expect(high).toBeGreaterThanOrEqual(value ?? Number.NaN);
      }),
    );
    const alike = [1, 2, 3, 4, 5, 6, 7].flatMap((n, i) => [row(i, n * 30), row(i - 7, n * 20)]);
    const { growth } = viewTrends(alike, WEEK, DAY);
    expect(growth.value).toBeCloseTo(0.5, 9);
    expect(growth.low).toBeCloseTo(0.5, 9);
    expect(growth.high).toBeCloseTo(0.5, 9);
  });

  it("add up: steps, formats and the whole, whatever was gained or taken back", () => {
    const rows = fc.array(
      fc.record({
        day: fc.integer({ min: -7, max: 6 }),
        views: fc.integer({ min: -1000, max: 1e6 }),
        format: fc.constantFrom<Format>("long", "short", "live"),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(rows, (drawn) => {
        const trends = viewTrends(
          drawn.map(({ day, views, format }) => row(day, views, format)),
          WEEK,
          DAY,
        );
        const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
        const now = sum(drawn.filter(({ day }) => day >= 0).map(({ views }) => views));
        expect(trends.views).toBe(now);
        expect(sum(trends.steps.map(({ views }) => views))).toBe(now);
        expect(sum(trends.formats.map(({ views }) => views))).toBe(now);
        expect(trends.before ?? 0).toBe(sum(drawn.filter(({ day }) => day < 0).map(({ views }) => views)));
      }),
    );
  });

  it("mark where YouTube began to count otherwise, for the formats that are looked at", () => {
    const changed = instant(Date.UTC(2025, 2, 31));
    const window = { from: minus(changed, days(3)), until: plus(changed, days(4)) };
    const at = (format: Format): StepRow => ({ ...row(0, 1, format), at: changed });
    expect(viewTrends([at("long")], window, DAY).epochs).toEqual([]);
    expect(viewTrends([at("short")], window, DAY).epochs).toMatchObject([{ at: changed }]);
    // In the window before it distorts the growth as much.
    const after = { from: plus(changed, days(1)), until: plus(changed, days(8)) };
    expect(viewTrends([{ ...at("short"), at: after.from }], after, DAY).epochs).toMatchObject([{ at: changed }]);
  });

  it("are told by the hour up to four days", () => {
    expect(usualStep({ from: FROM, until: plus(FROM, hours(96)) })).toBe(HOUR);
    expect(usualStep({ from: FROM, until: plus(FROM, hours(97)) })).toBe(DAY);
  });
});
