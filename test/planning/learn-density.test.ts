import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { warpedAge } from "#domain/curve.ts";
import { type Duration, hours, minus, minutes, plus } from "#domain/time.ts";
import { BINS, cellOf } from "#planning/sampling/density.ts";
import { densityInForce, learn, lessonOf } from "#planning/sampling/learn-density.ts";
import { DEFAULT_SAMPLING } from "#planning/sampling/sampling-policy.ts";
import { Chance } from "#simulation/random.ts";
import { NOON, video, videoId } from "./rows.ts";

const row = (ages: readonly [number, number], views: readonly [number, number]) => {
  const startAt = minus(NOON, hours(10));
  const [previous, last] = ages.map((age, i) => ({ at: plus(startAt, minutes(age)), views: views[i] ?? 0 }));
  return video(videoId(1), { startAt, last: last ?? null, previous: previous ?? null });
};
const at = (age: number) => plus(minus(NOON, hours(10)), minutes(age));

/** What is known after these lessons, fifty a call, an hour apart. */
function learned(
  lessons: readonly { cell: number; size: number }[],
  start: ReadonlyMap<string, readonly number[]> = new Map(),
) {
  const known = new Map(start);
  for (let i = 0; i < lessons.length; i += 50) {
    for (const { subject, values } of learn(known, lessons.slice(i, i + 50), plus(NOON, hours(i))))
      known.set(subject, values);
  }
  return known;
}

describe("learning how curves bend", () => {
  it("is told nothing by a point on the line of its neighbours, and much by one that a burst left behind", () => {
    const straight = lessonOf(row([60, 120], [1_000, 1_829]), { at: at(240), views: 3_450 });
    const burst = lessonOf(row([60, 120], [1_000, 1_829]), { at: at(240), views: 12_000 });
    expect(straight?.size).toBeLessThan(0.01);
    expect(burst?.size).toBeGreaterThan(1.5);
    expect(burst?.cell).toBe(cellOf("long", warpedAge(minutes(120))));
  });

  it("takes the birth for the first point, and a view of few for little", () => {
    const young = { ...row([5, 120], [0, 50]), previous: null };
    expect(lessonOf(young, { at: at(240), views: 90 })?.size).toBeGreaterThan(0);
    expect(lessonOf(row([60, 120], [0, 1]), { at: at(240), views: 0 })?.size).toBeLessThan(0.3);
  });

  it("learns nothing from narrow gaps, hidden views, samples before the start and old videos", () => {
    expect(lessonOf(row([60, 120], [1_000, 1_900]), { at: at(122), views: 3_000 })).toBeNull();
    expect(lessonOf(row([119, 120], [1_000, 1_900]), { at: at(240), views: 3_000 })).toBeNull();
    expect(lessonOf(video(videoId(1), { last: { at: NOON, views: null } }), { at: at(900), views: 5 })).toBeNull();
    expect(lessonOf(row([-60, -30], [10, 20]), { at: at(60), views: 500 })).toBeNull();
    expect(lessonOf(row([60, 120], [1_000, 1_900]), { at: at(31 * 1440), views: 99_999 })).toBeNull();
  });

  it("finds out which cells are twice as hard, within an hour, and forgets what no longer holds", () => {
    const chance = new Chance("density", 1);
    const drawn = (hard: number) =>
      Array.from({ length: 12_000 }, (_, i) => ({
        cell: i % BINS,
        size: -Math.log(1 - chance.uniform()) * (i % BINS === hard ? 0.4 : 0.2),
      }));
    const first = learned(drawn(3));
    const factors = densityInForce(first, DEFAULT_SAMPLING).factors[0] ?? [];
    expect((factors[3] ?? 0) / (factors[7] ?? 1)).toBeGreaterThan(1.5);
    expect((factors[3] ?? 0) / (factors[7] ?? 1)).toBeLessThan(2.4);
    const times = (count: number, hard: number) => Array.from({ length: count }, () => drawn(hard)).flat();
    const later = learned([...times(20, 3), ...times(8, 7)]);
    const changed = densityInForce(later, DEFAULT_SAMPLING).factors[0] ?? [];
    expect((changed[7] ?? 0) / (changed[3] ?? 1)).toBeGreaterThan(1.2);
  });

  it("keeps every factor between a quarter and four, and draws it to 1 while few samples speak", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ cell: fc.nat(3 * BINS - 1), size: fc.double({ min: 0, max: 20, noNaN: true }) }), {
          maxLength: 60,
        }),
        (lessons) => {
          for (const factor of densityInForce(learned(lessons), DEFAULT_SAMPLING).factors.flat()) {
            expect(factor).toBeGreaterThanOrEqual(0.25);
            expect(factor).toBeLessThanOrEqual(4);
          }
        },
      ),
      { numRuns: 200 },
    );
    const few = densityInForce(
      learned([
        { cell: 0, size: 20 },
        { cell: 1, size: 0.1 },
      ]),
      DEFAULT_SAMPLING,
    );
    expect(few.factors.flat().every((factor) => Math.abs(factor - 1) < 0.1)).toBe(true);
  });

  it("holds one table in force for an hour, so that plans within it compare by the same numbers", () => {
    const start = minus(NOON, (NOON % hours(1)) as Duration);
    const first = learn(new Map(), [{ cell: 0, size: 1 }], start);
    const known = new Map(first.map(({ subject, values }) => [subject, values]));
    const within = learn(known, [{ cell: 0, size: 1 }], plus(start, minutes(59)));
    const after = learn(known, [{ cell: 0, size: 1 }], plus(start, minutes(60)));
    expect(within.map(({ subject }) => subject)).toEqual(["density:long"]);
    expect(after.map(({ subject }) => subject)).toEqual(["density:long", "density"]);
    expect(densityInForce(known, DEFAULT_SAMPLING)).toBe(densityInForce(known, DEFAULT_SAMPLING));
  });
});
