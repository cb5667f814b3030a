import { describe, expect, it } from "vitest";
import { days, hours, minus, minutes, plus, seconds } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { explainVideo } from "#planning/explaining/explain-video.ts";
import { outlook } from "#planning/explaining/outlook.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, NOON, rowsOf, video, videoId } from "./rows.ts";

const explain = (row: TrackedVideo, others: readonly TrackedVideo[] = [], spend = budgets()) =>
  explainVideo(stateOf(rowsOf({ videos: [row, ...others] })), spend, DEFAULT_POLICY, row.id, NOON);

const sampledAgo = (n: number, age: number, ago: number, changes: Partial<TrackedVideo> = {}) =>
  video(videoId(n), {
    startAt: minus(NOON, minutes(age)),
    last: { at: minus(NOON, minutes(ago)), views: 500 },
    previous: { at: minus(NOON, minutes(ago + 1)), views: 400 },
    ...changes,
  });

const many = (count: number) => Array.from({ length: count }, (_, i) => sampledAgo(100 + i, 200 + 30 * i, 5));

describe("what is said of one video", () => {
  it("is its next milestone, to the instant, when that comes first", () => {
    const row = sampledAgo(1, 58, 1);
    expect(explain(row)).toMatchObject({ nextSampleAt: plus(row.startAt ?? NOON, minutes(60)) });
    expect(explain(row)?.why).toMatch(/age of 60 min/);
  });

  it("is when it will be worth a place, between two milestones, and the plan agrees", () => {
    const row = sampledAgo(1, 300, 2);
    const said = explain(row, many(200));
    expect(said?.why).toMatch(/tell as much as the least in a call/);
    expect(said?.nextSampleAt).toBeGreaterThan(NOON);
    expect(said?.nextSampleAt).toBeLessThan(plus(NOON, hours(6)));
    const stale = sampledAgo(2, 300, 240);
    const state = stateOf(rowsOf({ videos: [stale, ...many(200)] }));
    const next = planNext("sampling", state, budgets(), DEFAULT_POLICY, NOON);
    expect(next.kind === "call" && next.call.kind === "sample" && next.call.videoIds).toContain(stale.id);
    const soon = explainVideo(state, budgets(), DEFAULT_POLICY, stale.id, NOON);
    expect(soon?.nextSampleAt).toBeLessThanOrEqual(next.at + minutes(1));
  });

  it("names what it waits for when it cannot be sampled", () => {
    const missing = sampledAgo(1, 300, 2, {
      missingSince: NOON,
      describeAt: plus(NOON, minutes(5)),
      describeWhy: "missing",
    });
    expect(explain(missing)).toMatchObject({ nextSampleAt: null });
    expect(explain(missing)?.why).toMatch(/left it out .* looked up at/);
    const upcoming = video(videoId(1), { startAt: null, describeWhy: "start", describeAt: plus(NOON, hours(2)) });
    expect(explain(upcoming)?.why).toMatch(/broadcast has not begun/);
    const fresh = video(videoId(1), { startAt: null, describeWhy: "new", describeAt: NOON });
    expect(explain(fresh)?.why).toMatch(/not been described/);
    const spent = { limit: 10, used: 10 };
    expect(explain(sampledAgo(1, 300, 2), [], budgets({ batch: spent, default: spent }))?.why).toMatch(
      /No units are left/,
    );
  });

  it("is nothing of a video that is not tracked", () => {
    expect(explainVideo(stateOf(rowsOf({})), budgets(), DEFAULT_POLICY, videoId(1), NOON)).toBeNull();
  });
});

describe("the outlook", () => {
  const rows = [...many(300), ...[1, 2, 3].map((n) => sampledAgo(n, 40 + n, 1))];

  it("lists the forced calls ahead in order, the first of them as planned", () => {
    const state = stateOf(rowsOf({ videos: rows }));
    const { upcoming } = outlook(state, budgets(), DEFAULT_POLICY, NOON);
    expect(upcoming.length).toBeGreaterThan(3);
    expect(upcoming.map(({ at }) => at)).toEqual(upcoming.map(({ at }) => at).toSorted((a, b) => a - b));
    for (const { milestones } of upcoming) expect(milestones).toBeGreaterThan(0);
  });

  it("tells μ as the index of the last place, and none when nothing is planned", () => {
    const { mu, floor } = outlook(stateOf(rowsOf({ videos: rows })), budgets(), DEFAULT_POLICY, NOON);
    expect(mu).toBeGreaterThan(0);
    expect(floor).toBeGreaterThan(0);
    expect(outlook(stateOf(rowsOf({})), budgets(), DEFAULT_POLICY, NOON).mu).toBeNull();
  });

  it("forecasts no bucket beyond its limit, nor below what is used", () => {
    for (const used of [0, 10, 100]) {
      const spend = budgets({ batch: { limit: 100, used }, default: { limit: 100, used } });
      for (const forecast of outlook(stateOf(rowsOf({ videos: rows })), spend, DEFAULT_POLICY, NOON).forecasts) {
        expect(forecast.expectedByReset).toBeGreaterThanOrEqual(forecast.used);
        expect(forecast.expectedByReset).toBeLessThanOrEqual(Math.max(forecast.limit, forecast.used));
      }
    }
  });

  it("says when a day has too few calls for its first hours", () => {
    const week = Array.from({ length: 7_000 }, (_, n) => sampledAgo(n, 1.44 * n, 0));
    const spend = budgets({ batch: { limit: 15, used: 0 }, default: { limit: 0, used: 0 } });
    expect(outlook(stateOf(rowsOf({ videos: week })), spend, DEFAULT_POLICY, NOON).capacityBreach).toMatch(/Capacity/);
    expect(outlook(stateOf(rowsOf({ videos: week })), budgets(), DEFAULT_POLICY, NOON).capacityBreach).toBeNull();
  });

  it("tells what was learned of formats and ages, over all ages once", () => {
    const { density } = outlook(stateOf(rowsOf({ videos: rows })), budgets(), DEFAULT_POLICY, NOON);
    const long = density.filter(({ format }) => format === "long");
    expect(long[0]?.fromAge).toBe(0);
    expect(long.at(-1)?.untilAge).toBeCloseTo(days(30), -4);
    for (const [i, band] of long.slice(1).entries()) expect(band.fromAge).toBe(long[i]?.untilAge);
    expect(density.every(({ factor }) => factor === 1)).toBe(true);
  });

  it("is the same for a state rebuilt in another order", () => {
    const a = outlook(stateOf(rowsOf({ videos: rows })), budgets(), DEFAULT_POLICY, plus(NOON, seconds(1)));
    const b = outlook(
      stateOf(rowsOf({ videos: rows.toReversed() })),
      budgets(),
      DEFAULT_POLICY,
      plus(NOON, seconds(1)),
    );
    expect(b).toEqual(a);
  });
});
