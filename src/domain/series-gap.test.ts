import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketStart, emptyBuckets, gapsBetween } from "./series-gap.ts";
import { days, hours, type Instant, instant, minutes, plus } from "./time.ts";

const START = instant(Date.UTC(2026, 10, 1));
const after = (age: number): Instant => (START + age) as Instant;

describe("gaps between samples", () => {
  it("are told by warped age: an hour to a day is one, a day to a week is none", () => {
    const instants = [minutes(20), minutes(60), hours(24), days(7), days(30)].map(after);
    expect(gapsBetween(instants, START)).toEqual([{ from: after(minutes(60)), to: after(hours(24)) }]);
  });

  it("are told by days where the curve is too flat for its age to tell", () => {
    const year = days(365);
    expect(gapsBetween([after(year), after(year + days(31)), after(year + days(63))], START)).toEqual([
      { from: after(year + days(31)), to: after(year + days(63)) },
    ]);
  });

  it("are told by days alone before a video's clock starts", () => {
    const instants = [after(0), after(hours(20)), after(days(40))];
    for (const startAt of [null, after(days(30))]) {
      expect(gapsBetween(instants, startAt)).toEqual([{ from: after(hours(20)), to: after(days(40)) }]);
    }
  });
});

describe("empty buckets", () => {
  const width = hours(1);
  const hour = (n: number): Instant => plus(START, hours(n));

  it("lie between the buckets that hold samples, and out to the ends of the span", () => {
    expect(emptyBuckets([hour(2), hour(3), hour(6)], width, { from: hour(0), to: hour(8) })).toEqual([
      { from: hour(0), to: hour(2) },
      { from: hour(4), to: hour(6) },
      { from: hour(7), to: hour(8) },
    ]);
    expect(emptyBuckets([hour(2), hour(4)], width, { from: null, to: null })).toEqual([{ from: hour(3), to: hour(4) }]);
  });

  it("are all of a closed span without samples, and none of an open one", () => {
    expect(emptyBuckets([], width, { from: hour(0), to: hour(3) })).toEqual([{ from: hour(0), to: hour(3) }]);
    expect(emptyBuckets([], width, { from: hour(0), to: null })).toEqual([]);
  });

  it("and the buckets that hold samples make up the span, each hour once", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 47 }), { maxLength: 48 }), (held) => {
        const buckets = held.toSorted((a, b) => a - b).map(hour);
        const gaps = emptyBuckets(buckets, width, { from: hour(0), to: hour(48) });
        const covered = gaps.flatMap(({ from, to }) =>
          Array.from({ length: (to - from) / width }, (_, n) => from + n * width),
        );
        expect([...covered, ...buckets].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: 48 }, (_, n) => hour(n)),
        );
      }),
    );
  });
});

it("a bucket begins at the whole hour, or at midnight in UTC", () => {
  const at = instant(Date.UTC(2026, 10, 20, 8, 37, 12, 345));
  expect([minutes(5), hours(1), days(1)].map((width) => bucketStart(at, width))).toEqual([
    Date.UTC(2026, 10, 20, 8, 35),
    Date.UTC(2026, 10, 20, 8),
    Date.UTC(2026, 10, 20),
  ]);
});
