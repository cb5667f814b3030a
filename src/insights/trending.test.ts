import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, hours, instant, minus } from "#domain/time.ts";
import type { TrendingVideo } from "#domain/trending-video.ts";
import { doubted } from "./doubted.ts";
import { outlying } from "./outliers.ts";
import { accelerationOf, trending } from "./trending.ts";

const NOW = instant(Date.UTC(2026, 10, 20, 12));

/** A video of a month's age that moves ten times as fast as usual. */
const HOT: TrendingVideo = {
  id: "hot________",
  startAt: minus(NOW, days(30)),
  capturedAt: minus(NOW, hours(1)),
  views: 1_000_000,
  gain1h: 1000,
  gain24h: 12_000,
  gain7d: 50_000,
  velocity: 1000,
  velocityHours: 1,
  heat: 10,
  outlier: 3,
  outlierBasis: "lifetime",
};

const ask = { over: "24h", sort: "trend", limit: 50, now: NOW } as const;
const idsOf = (videos: readonly TrendingVideo[], asked: Parameters<typeof trending>[1] = ask) =>
  trending(videos, asked).map(({ id }) => id);

const anyVideo: fc.Arbitrary<TrendingVideo> = fc.record({
  id: fc.string({ minLength: 11, maxLength: 11 }),
  startAt: fc.option(fc.integer({ min: 0, max: 60 }).map((age) => minus(NOW, days(age)))),
  capturedAt: fc.option(fc.integer({ min: 0, max: 400 }).map((age) => minus(NOW, hours(age)))),
  views: fc.option(fc.nat(1e9)),
  gain1h: fc.option(fc.integer({ min: -100, max: 1e6 })),
  gain24h: fc.option(fc.integer({ min: -100, max: 1e6 })),
  gain7d: fc.option(fc.integer({ min: -100, max: 1e6 })),
  velocity: fc.option(fc.double({ min: -100, max: 1e6, noNaN: true })),
  velocityHours: fc.constantFrom(1, 6, 24, 168),
  heat: fc.option(fc.double({ min: -10, max: 1e4, noNaN: true })),
  outlier: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
  outlierBasis: fc.constantFrom("age", "lifetime"),
});

describe("what takes off", () => {
  it("leaves out whatever stands still, is slower than usual or was not sampled lately, however large it is", () => {
    const large = { ...HOT, views: 5_000_000_000 };
    const dead: TrendingVideo[] = [
      { ...large, id: "still______", velocity: 0, heat: 0 },
      { ...large, id: "falls______", velocity: -5, heat: -2 },
      { ...large, id: "slow_______", heat: 0.4 },
      { ...large, id: "unsampled__", capturedAt: minus(NOW, days(9)) },
      { ...large, id: "no_velocity", velocity: null, velocityHours: null, heat: null },
    ];
    expect(idsOf([...dead, { ...HOT, views: 900 }])).toEqual(["hot________"]);
    for (const sort of ["heat", "velocity", "acceleration", "gain", "outlier"] as const) {
      expect(idsOf([...dead, HOT], { ...ask, sort })).toEqual(["hot________"]);
    }
  });

  it("shows new outliers first, and an old video's large outlier is not new", () => {
    const fresh = { ...HOT, id: "new________", startAt: minus(NOW, days(1)), outlierBasis: "age" as const };
    const modest = { ...fresh, id: "modest_____", outlier: 2.5, heat: 0.5 };
    const strong = { ...fresh, id: "strong_____", outlier: 9, heat: 1.5 };
    const hotter = { ...HOT, id: "hotter_____", heat: 90, outlier: 80 };
    expect(idsOf([hotter, modest, strong, HOT])).toEqual(["strong_____", "modest_____", "hotter_____", "hot________"]);
  });

  it("does not take three views for a trend: ranks are by what chance leaves of a heat", () => {
    const few = { ...HOT, id: "few________", velocity: 3, gain1h: 3, heat: 30 };
    expect(idsOf([few, HOT])).toEqual(["hot________", "few________"]);
    expect(idsOf([{ ...few, velocity: 1, gain1h: 1 }])).toEqual([]);
  });

  it("shows what has no usual velocity yet after all that has, the fastest first", () => {
    const unknown = { ...HOT, id: "unknown____", heat: null, velocity: 10_000 };
    const slower = { ...unknown, id: "slower_____", velocity: 50 };
    expect(idsOf([slower, unknown, HOT])).toEqual(["hot________", "unknown____", "slower_____"]);
  });

  it("is in the order that is asked for, each video once, whatever is known of them", () => {
    const videos = fc.uniqueArray(anyVideo, { selector: ({ id }) => id, maxLength: 40 });
    fc.assert(
      fc.property(videos, fc.constantFrom("velocity", "gain", "heat"), (all, sort) => {
        const shown = trending(all, { ...ask, sort, limit: 1000 });
        expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
        const byId = new Map(all.map((video) => [video.id, video]));
        const key = (id: string) => {
          const video = byId.get(id);
          const trend = shown.find((each) => each.id === id);
          const value = { velocity: video?.velocity, gain: video?.gain24h, heat: trend?.heat?.low }[sort];
          return value ?? Number.NEGATIVE_INFINITY;
        };
        const keys = shown.map(({ id }) => key(id));
        expect(keys).toEqual(keys.toSorted((a, b) => b - a));
        expect(trending(all, { ...ask, sort, limit: 3 })).toEqual(shown.slice(0, 3));
      }),
    );
  });
});

describe("acceleration", () => {
  it("compares the last hour with the 23 before it, or the last day with the six before it", () => {
    expect(accelerationOf(HOT)).toEqual({ value: 1000 / (11_000 / 23), hours: 1, beforeHours: 23 });
    expect(accelerationOf({ ...HOT, gain1h: null })).toEqual({
      value: 12_000 / 24 / (38_000 / 144),
      hours: 24,
      beforeHours: 144,
    });
  });

  it("of a young video looks back to its start, and says nothing of its first two hours", () => {
    const young = { ...HOT, startAt: minus(NOW, hours(7)), gain24h: 4000 };
    expect(accelerationOf(young)).toEqual({ value: 1000 / (3000 / 5), hours: 1, beforeHours: 5 });
    expect(accelerationOf({ ...young, startAt: minus(NOW, hours(2)) })).toBeNull();
  });
});

describe("the interval of what was counted", () => {
  it("holds the value, narrows as more is counted, and holds nine in ten counts of the same rate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0.01, max: 1e6, noNaN: true }), (count, value) => {
        const { low, high } = doubted(value, count);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        const more = doubted(value, count * 4);
        expect(more.high - more.low).toBeLessThanOrEqual((high - low) * (1 + 1e-9));
      }),
    );
    // The true distribution, summed: how often the interval of a count of a Poisson rate holds the rate.
    for (const rate of [5, 20, 100]) {
      let held = 0;
      let probability = Math.exp(-rate);
      for (let count = 0; count < rate * 5; count++) {
        const { low, high } = doubted(count, count);
        if (low <= rate && rate <= high) held += probability;
        probability *= rate / (count + 1);
      }
      expect(held).toBeGreaterThan(0.87);
      expect(held).toBeLessThan(0.95);
    }
  });
});

describe("outliers", () => {
  it("are twice the usual as surely as chance lets one say, the most unusual first", () => {
    const video = (id: string, outlier: number | null, views: number | null) => ({ id, outlier, views });
    const shown = outlying(
      [
        video("few", 5, 3),
        video("none", null, 1e6),
        video("two", 2.5, 1e6),
        video("large", 2.1, 1e6),
        video("usual", 1.9, 1e6),
      ],
      10,
    );
    expect(shown.map(({ id }) => id)).toEqual(["two", "large"]);
    expect(outlying([video("a", 3, 1e6), video("b", 4, 1e6)], 1).map(({ id }) => id)).toEqual(["b"]);
  });
});
