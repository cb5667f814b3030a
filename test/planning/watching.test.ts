import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quotaDay } from "#domain/quota.ts";
import { days, hours, type Instant, instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { stateOf } from "#planning/state.ts";
import { cadencesOf } from "#planning/watching/cadence.ts";
import { budgets, NOON, rowsOf, videoId, watch, watchId } from "./rows.ts";

const planned = (rows: Partial<TrackedRows>, now: Instant = NOON, search = { limit: 100, used: 20 }) =>
  planNext("watching", stateOf(rowsOf(rows)), budgets({ search }), DEFAULT_POLICY, now);

/** What a watch has learned that found so many videos a day for a week. */
const learned = (perDay: number): readonly number[] => [perDay * 7, days(7), 0, minus(NOON, days(2)), 0, 50];

/** A watch that ran a while ago and found so many a day. */
const running = (n: number, perDay: number, changes: Partial<TrackedWatch> = {}) =>
  watch(n, {
    createdAt: minus(NOON, days(9)),
    since: minus(NOON, days(9)),
    ranAt: minus(NOON, minutes(5)),
    watermark: minus(NOON, minutes(5)),
    runs: 100,
    learned: learned(perDay),
    ...changes,
  });

const every = (n: number) => ({ every: minutes(n), everyMin: minutes(10), everyMax: days(1), share: 1 });
const between = (least: number, most: number, share = 1) => ({
  every: null,
  everyMin: minutes(least),
  everyMax: minutes(most),
  share,
});

describe("automatic watches", () => {
  it("share the calls by the root of what they find and of their share", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.constantFrom(1, 4, 9),
        (a, b, share) => {
          const wide = { everyMin: minutes(1), everyMax: days(300) };
          const watches = [
            running(1, a, { cadence: { every: null, share: 1, ...wide } }),
            running(2, b, { cadence: { every: null, share, ...wide } }),
          ];
          const found = cadencesOf(watches, 100 / days(1), () => 1);
          const [first, second] = [found.get(watchId(1))?.every ?? 0, found.get(watchId(2))?.every ?? 0];
          const rate = (perDay: number) => (perDay * 7 + 1) / 7.1;
          expect(first / second).toBeCloseTo(Math.sqrt((share * rate(b)) / rate(a)), 3);
          expect(days(1) / first + days(1) / second).toBeCloseTo(100, 1);
        },
      ),
    );
  });

  it("stay within the bounds of each, and spend no more than there is unless the longest are too many", () => {
    const anyWatch = fc.record({
      perDay: fc.double({ min: 0, max: 1000, noNaN: true }),
      least: fc.integer({ min: 1, max: 600 }),
      longer: fc.integer({ min: 0, max: 3000 }),
      fixed: fc.option(fc.integer({ min: 10, max: 3000 })),
    });
    fc.assert(
      fc.property(
        fc.array(anyWatch, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 500 }),
        (all, calls) => {
          const watches = all.map(({ perDay, least, longer, fixed }, n) =>
            running(n, perDay, { cadence: fixed === null ? between(least, least + longer) : every(fixed) }),
          );
          const found = cadencesOf(watches, calls / days(1), () => 1);
          let spent = 0;
          for (const { id, cadence } of watches) {
            const force = found.get(id);
            if (!force) throw new Error("every watch has a cadence");
            spent += days(1) / force.every;
            const longest = cadence.every ?? cadence.everyMax;
            expect(force.every).toBeGreaterThanOrEqual(cadence.every ?? cadence.everyMin);
            expect(force.every).toBeLessThanOrEqual(Math.ceil(longest * force.stretch));
          }
          expect(spent).toBeLessThanOrEqual(calls * 1.001);
        },
      ),
    );
  });

  it("never stop looking where nothing is found", () => {
    const found = cadencesOf([running(1, 0, { cadence: between(10, 1440) })], 50 / days(1), () => 1);
    expect(found.get(watchId(1))?.every).toBeLessThanOrEqual(days(1));
  });
});

describe("fixed watches", () => {
  it("run as chosen while they fit, and are all stretched by one factor when they do not", () => {
    const watches = [running(1, 5, { cadence: every(60) }), running(2, 500, { cadence: every(10) })];
    const fitting = cadencesOf(watches, 200 / days(1), () => 1);
    expect([...fitting.values()].map(({ every: found }) => found)).toEqual([minutes(60), minutes(10)]);
    // 24 + 144 runs a day do not fit into 84.
    const paced = cadencesOf(watches, 84 / days(1), () => 1);
    expect([...paced.values()]).toEqual([
      { every: minutes(120), stretch: 2 },
      { every: minutes(20), stretch: 2 },
    ]);
  });

  it("are due when they are, and say why", () => {
    const plan = planned({ watches: [running(1, 5, { cadence: every(30) })] });
    expect(plan).toMatchObject({ kind: "call", purpose: "watch", at: plus(NOON, minutes(25)) });
    expect(plan.why).toBe(
      "It is the time of the search for “query 1”: every 30 min, as chosen; last read 30 min before.",
    );
  });
});

describe("the watching lane", () => {
  it("asks for a new watch at once", () => {
    expect(planned({ watches: [watch(1)] })).toMatchObject({
      kind: "call",
      at: NOON,
      call: { kind: "search", watchId: watchId(1), page: 0, pageToken: null, publishedBefore: null },
    });
  });

  it("asks nothing for a paused watch, and for none", () => {
    expect(planned({ watches: [watch(1, { paused: true })] })).toMatchObject({ kind: "idle" });
    expect(planned({})).toMatchObject({ kind: "idle" });
  });

  it("waits for the reset when the day's searches are spent, saying so, and keeps every task", () => {
    const task = {
      publishedAfter: minus(NOON, days(3)),
      publishedBefore: minus(NOON, days(2)),
      openedAt: minus(NOON, days(1)),
      pageToken: "MORE",
      pages: 3,
      notBefore: NOON,
      attempts: 0,
      reason: "It was not read for long.",
    };
    const spent = planned({ watches: [running(1, 5, { tasks: [task] })] }, NOON, { limit: 100, used: 100 });
    expect(spent).toMatchObject({ kind: "idle", at: quotaDay(NOON).resetsAt });
    expect(spent.why).toContain("The day's searches are spent");
    const reset = quotaDay(NOON).resetsAt;
    const calls = [running(1, 5, { ranAt: reset, watermark: reset, tasks: [task] })];
    expect(planned({ watches: calls }, reset, { limit: 100, used: 0 })).toMatchObject({
      call: { pageToken: "MORE", page: 3, publishedAfter: task.publishedAfter, publishedBefore: task.publishedBefore },
    });
  });

  it("looks half an hour below the watermark at least, and as far as its first page holds, down to ripe ground", () => {
    const windowOf = (perDay: number, seenEvery: number) => {
      const row = running(1, perDay, { ranAt: minus(NOON, days(1)), watermark: minus(NOON, days(1)) });
      const watchSeen = Array.from({ length: 80 }, (_, n) => ({
        watchId: row.id,
        videoId: videoId(n),
        publishedAt: minus(row.watermark, minutes(seenEvery * n)),
      }));
      const plan = planned({ watches: [row], watchSeen });
      return plan.kind === "call" && plan.call.kind === "search" ? plan.call.publishedAfter : null;
    };
    const watermark = minus(NOON, days(1));
    // More is new than a page holds.
    expect(windowOf(200, 7)).toBe(minus(watermark, minutes(30)));
    // Forty places are left: as far as the fortieth of those that are known.
    expect(windowOf(20, 10)).toBe(minus(watermark, minutes(390)));
    expect(windowOf(1, 600)).toBe(minus(NOON, days(2)));
  });

  it("reads the rest of a run before anything else", () => {
    const ranAt = minus(NOON, minutes(1));
    const rest = {
      publishedAfter: minus(NOON, hours(3)),
      publishedBefore: ranAt,
      openedAt: ranAt,
      pageToken: "MORE",
      pages: 1,
      notBefore: ranAt,
      attempts: 0,
      reason: "",
    };
    const plan = planned({ watches: [watch(1), running(2, 500, { ranAt, watermark: ranAt, tasks: [rest] })] });
    expect(plan).toMatchObject({ at: NOON, call: { watchId: watchId(2), pageToken: "MORE", publishedBefore: null } });
  });

  it("plans the same when it is asked again before its time, and nothing beyond the reset", () => {
    const perDay = fc.constantFrom(0, 3, 40, 300);
    fc.assert(
      fc.property(
        fc.array(perDay, { minLength: 1, maxLength: 8 }),
        fc.nat(100),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rates, used, part) => {
          const watches = rates.map((rate, n) => running(n, rate));
          const rows = { watches, learned: [{ subject: "watch-asked", values: [minus(NOON, minutes(5)), 0, 0] }] };
          const plan = planned(rows, NOON, { limit: 100, used });
          expect(plan.at).toBeLessThanOrEqual(quotaDay(NOON).resetsAt);
          const later = instant(Math.floor(NOON + part * (plan.at - NOON)));
          if (later < plan.at) expect(planned(rows, later, { limit: 100, used })).toEqual(plan);
        },
      ),
    );
  });

  it("spends the bucket evenly until the reset", () => {
    const watches = Array.from({ length: 6 }, (_, n) => running(n, 20));
    const plan = planned(
      { watches, learned: [{ subject: "watch-asked", values: [minus(NOON, minutes(5)), 0, 0] }] },
      NOON,
      { limit: 100, used: 28 },
    );
    // 72 calls in the 12 hours and 5 minutes left: six watches that are alike run every hour.
    expect(plan.at).toBeGreaterThanOrEqual(plus(NOON, minutes(54)));
    expect(plan.at).toBeLessThanOrEqual(plus(NOON, minutes(57)));
  });

  it("holds the searches up together when one fails, and leaves charts alone", () => {
    const pauses = [{ subject: "search" as const, until: plus(NOON, minutes(7)), failures: 3, reason: "unavailable" }];
    expect(planned({ watches: [watch(1)], pauses })).toMatchObject({ at: plus(NOON, minutes(7)) });
    const chart = watch(2, { source: { kind: "chart", filters: { regionCode: "GB" } } });
    expect(planned({ watches: [watch(1), chart], pauses })).toMatchObject({ at: NOON, call: { kind: "chart" } });
  });

  it("charges charts to what is spare, and to nothing else", () => {
    const chart = watch(2, { source: { kind: "chart", filters: { regionCode: "GB" } } });
    const state = stateOf(rowsOf({ watches: [chart] }));
    const poor = { ...budgets(), default: { limit: 10_000, used: 10_000 } };
    expect(planNext("watching", state, poor, DEFAULT_POLICY, NOON)).toMatchObject({ kind: "idle" });
    expect(planNext("watching", state, budgets(), DEFAULT_POLICY, NOON)).toMatchObject({ kind: "call", at: NOON });
  });
});
