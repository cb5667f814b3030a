import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { birthOf, type Counted, DAY, dayOf, firstDayFrom, HOUR, isSeenBorn, shareGain, stepOf } from "./day-gain.ts";
import { days, hours, type Instant, instant, milliseconds, minutes, plus } from "./time.ts";

const MIDNIGHT: Instant = instant(Date.UTC(2026, 5, 10));

const counter = fc.option(fc.integer({ min: 0, max: 10_000_000_000 }), { nil: null, freq: 6 });
const counters = fc.record({ views: counter, likes: counter, comments: counter });
const step = fc.constantFrom(DAY, HOUR);

/** Samples at rising instants, minutes to weeks apart, of a video that started before, between or after them, or never. */
const series = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 20 * 86_400_000 }), counters), { minLength: 2, maxLength: 8, size: "max" })
  .map((drawn) => {
    let at = MIDNIGHT;
    return drawn.map(([later, counted]): Counted => {
      at = plus(at, milliseconds(later));
      return { at, ...counted };
    });
  });
const start = fc.option(
  fc.integer({ min: -100, max: 100 }).map((n) => plus(MIDNIGHT, days(n))),
  { nil: null },
);

const sum = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : values.reduce<number>((a, b) => a + (b ?? 0), 0);

const NAMES = ["views", "likes", "comments"] as const;

describe("what is gained between two samples", () => {
  it("is shared out to the days and hours between them and to no other, and adds up to the difference", () => {
    fc.assert(
      fc.property(series, start, step, (samples, startAt, size) => {
        for (const [i, to] of samples.entries()) {
          const from = samples[i - 1];
          if (!from) continue;
          const parts = shareGain(from, to, startAt, size);
          const first = stepOf(from.at, size);
          expect(parts.every((part, n) => part.from === first + n * size)).toBe(true);
          expect(stepOf(instant(to.at - 1), size)).toBe(parts.at(-1)?.from);
          for (const name of NAMES) {
            const [a, b] = [from[name], to[name]];
            const whole = a === null || b === null ? null : b - a;
            const total = sum(parts.map((part) => part[name]));
            if (whole === null) expect(total).toBeNull();
            else expect(total).toBeCloseTo(whole, 3);
            // Each part goes the way of the whole: nothing is gained in a day and lost in the next.
            expect(parts.every((part) => Math.sign(part[name] ?? 0) * Math.sign(whole ?? 0) >= 0)).toBe(true);
          }
        }
      }),
    );
  });

  it("of a day is what its hours gained", () => {
    fc.assert(
      fc.property(series, start, (samples, startAt) => {
        const [from, to] = samples;
        if (!from || !to) return;
        const byHour = new Map<Instant, number>();
        for (const part of shareGain(from, to, startAt, HOUR)) {
          const day = stepOf(part.from, DAY);
          byHour.set(day, (byHour.get(day) ?? 0) + (part.views ?? 0));
        }
        for (const part of shareGain(from, to, startAt, DAY)) {
          expect(byHour.get(part.from)).toBeCloseTo(part.views ?? 0, 3);
        }
      }),
    );
  });

  it("is the same whether samples come one by one or all at once", () => {
    // What a pair of samples says depends on nothing else, so sums may be kept as they arrive.
    fc.assert(
      fc.property(series, start, fc.nat(), (samples, startAt, cut) => {
        const gains = (of: readonly Counted[]) =>
          of.slice(1).flatMap((to, i) => shareGain(of[i] as Counted, to, startAt, DAY));
        const at = cut % samples.length;
        expect([...gains(samples.slice(0, at + 1)), ...gains(samples.slice(at))]).toEqual(gains(samples));
      }),
    );
  });

  it("follows the bend of a view curve: a young video gains most of a night's views before midnight", () => {
    const startAt = plus(MIDNIGHT, hours(18));
    const from = { at: plus(startAt, hours(1)), views: 1000, likes: 100, comments: null };
    const to = { at: plus(startAt, hours(11)), views: 5000, likes: 500, comments: 3 };
    const [evening, night] = shareGain(from, to, startAt, DAY);
    expect(evening?.views).toBeGreaterThan((4000 * 5) / 10);
    // Likes go with the views.
    expect((evening?.likes ?? 0) / 400).toBeCloseTo((evening?.views ?? 0) / 4000, 9);
    expect([evening?.comments, night?.comments]).toEqual([null, null]);
  });

  it("is even in time where the start is not known or comes later, and of likes where views did not move", () => {
    const from = { at: plus(MIDNIGHT, hours(18)), views: 1000, likes: 10, comments: 0 };
    const to = { at: plus(MIDNIGHT, hours(30)), views: 3000, likes: 40, comments: 0 };
    for (const startAt of [null, plus(MIDNIGHT, hours(19))]) {
      expect(shareGain(from, to, startAt, DAY).map(({ views }) => views)).toEqual([1000, 1000]);
    }
    const frozen = shareGain(from, { ...to, views: 1000 }, MIDNIGHT, DAY);
    expect(frozen.map(({ views, likes }) => [views, likes])).toEqual([
      [0, 15],
      [0, 15],
    ]);
  });
});

describe("a video's first sample", () => {
  it("counts from nothing at its birth when it is of the first day, and from itself when it comes later", () => {
    const first = (age: number) => ({ at: instant(MIDNIGHT + age), views: 50, likes: null, comments: 1 });
    expect(birthOf(MIDNIGHT, first(minutes(61)))).toEqual({ at: MIDNIGHT, views: 0, likes: 0, comments: 0 });
    expect(birthOf(MIDNIGHT, first(hours(24)))).not.toBeNull();
    expect(birthOf(MIDNIGHT, first(hours(24) + 1))).toBeNull();
    expect(birthOf(MIDNIGHT, first(-1))).toBeNull();
    expect(birthOf(null, first(0))).toBeNull();
    expect(shareGain({ ...first(0), views: 0 }, first(0), MIDNIGHT, DAY).map(({ views }) => views)).toEqual([50]);
  });

  it("makes it an upload of its day only where it was seen early enough", () => {
    expect([hours(-5), hours(24), hours(25)].map((age) => isSeenBorn(MIDNIGHT, plus(MIDNIGHT, age)))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("UTC days", () => {
  it("begin at midnight, whole ones after any other instant", () => {
    const before = instant(MIDNIGHT - 1);
    expect([dayOf(MIDNIGHT), dayOf(before), firstDayFrom(MIDNIGHT), firstDayFrom(before)]).toEqual([
      "2026-06-10",
      "2026-06-09",
      "2026-06-10",
      "2026-06-10",
    ]);
    expect(firstDayFrom(plus(MIDNIGHT, milliseconds(1)))).toBe("2026-06-11");
  });
});
