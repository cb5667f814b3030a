import { describe, expect, it } from "vitest";
import { type Call, idsIn } from "#domain/call.ts";
import type { Plan } from "#domain/plan.ts";
import { quotaDay } from "#domain/quota.ts";
import { days, hours, minus, minutes, plus, seconds } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, channel, channelId, NOON, refOf, rowsOf, video, videoId } from "./rows.ts";

const plan = (rows: Partial<TrackedRows>, { now = NOON, spend = budgets() } = {}): Plan =>
  planNext("finding", stateOf(rowsOf(rows)), spend, DEFAULT_POLICY, now);

const callOf = (next: Plan) => (next.kind === "call" ? next.call : null);

const fresh = (n: number, changes = {}) =>
  video(videoId(n), { startAt: null, publishedAt: NOON, describeAt: NOON, describeWhy: "new", ...changes });

const many = (n: number, changes = {}) => Array.from({ length: n }, (_, i) => channel(channelId(i), changes));

const halfFilled = (listed: number) => ({ ...channel(channelId(0)).backfill, done: false, listed });

describe("requests", () => {
  it("come before everything, ids by fifty", () => {
    const requests = Array.from({ length: 60 }, (_, n) => ({
      ref: refOf(n),
      requestedAt: NOON,
      weight: 1,
      watched: false,
    }));
    const next = plan({ requests, videos: Array.from({ length: 60 }, (_, n) => fresh(n)) });
    expect(next).toMatchObject({ kind: "call", purpose: "resolve", at: NOON });
    expect(callOf(next)).toMatchObject({ refs: requests.slice(0, 50).map(({ ref }) => ref) });
  });

  it("for a handle go alone", () => {
    const ref = { kind: "handle", handle: "@somebody" } as const;
    const requests = [
      { ref, requestedAt: NOON, weight: 1, watched: false },
      { ref: refOf(1), requestedAt: plus(NOON, seconds(1)), weight: 1, watched: false },
    ];
    expect(callOf(plan({ requests }))).toMatchObject({ refs: [ref] });
  });
});

describe("descriptions", () => {
  it("of new videos wait a minute for company, and no longer than fifty need to gather", () => {
    expect(plan({ videos: [fresh(1)] })).toMatchObject({ purpose: "describe", at: plus(NOON, minutes(1)) });
    expect(plan({ videos: Array.from({ length: 50 }, (_, n) => fresh(n)) })).toMatchObject({ at: NOON });
  });

  it("of a video whose first hour ends soon wait for nobody", () => {
    const late = fresh(1, { publishedAt: minus(NOON, minutes(57.5)) });
    expect(plan({ videos: [late] })).toMatchObject({ purpose: "describe", at: NOON });
  });

  it("wait for others while units are short only as long as a first hour can still be sampled in time", () => {
    const learned = [{ subject: "look-price", values: [0.01, NOON, NOON] }];
    const foundAt = (age: number) => fresh(1, { publishedAt: minus(NOON, minutes(age)) });
    expect(plan({ videos: [foundAt(60)], learned })).toMatchObject({ at: plus(NOON, seconds(30)) });
    expect(plan({ videos: [foundAt(61.9)], learned })).toMatchObject({ at: plus(NOON, seconds(6)) });
    expect(plan({ videos: [foundAt(62.5)], learned })).toMatchObject({ at: NOON });
  });

  it("of broadcasts to begin and of missing videos come at their instant", () => {
    for (const describeWhy of ["start", "missing"] as const) {
      const due = fresh(1, { describeAt: plus(NOON, minutes(5)), describeWhy });
      expect(plan({ videos: [due] })).toMatchObject({ purpose: "describe", at: plus(NOON, minutes(5)) });
    }
  });

  it("are renewed in full calls, or a day after they are due", () => {
    const due = (n: number) => video(videoId(n), { describeAt: NOON, describeWhy: "refresh" });
    const full = plan({ videos: Array.from({ length: 50 }, (_, n) => due(n)) });
    expect(full).toMatchObject({ kind: "call", purpose: "refresh", at: NOON });
    const lone = plan({ videos: [due(1)] }, { now: plus(NOON, days(1)) });
    expect(lone).toMatchObject({ kind: "call", purpose: "refresh" });
  });
});

const free = (rows: Partial<TrackedRows>, { now = NOON, spend = budgets(), policy = DEFAULT_POLICY } = {}): Plan =>
  planNext("free", stateOf(rowsOf(rows)), spend, policy, now);

const NEWS = { newsSince: NOON, listedAt: minus(NOON, minutes(20)) };
const PAUSED = { subject: "feeds", until: plus(NOON, hours(1)), failures: 1, reason: "" } as const;
const WITHOUT_FEEDS = { ...DEFAULT_POLICY, discovery: { ...DEFAULT_POLICY.discovery, feedSpacing: null } };

describe("news", () => {
  it("is looked for in the feed first, and in the uploads list once a feed was read in vain", () => {
    expect(free({ channels: many(1, NEWS) })).toMatchObject({ call: { kind: "feed" }, at: NOON });
    expect(callOf(plan({ channels: many(1, NEWS) }))).not.toMatchObject({ kind: "uploads" });
    const again = { ...NEWS, newsAttempts: 2, newsNotBefore: NOON };
    expect(plan({ channels: many(1, again) })).toMatchObject({ call: { kind: "uploads", pageToken: null }, at: NOON });
    expect(callOf(free({ channels: many(1, again) }))).not.toMatchObject({ channelId: channelId(0), ration: null });
  });

  it("is looked for in the uploads list while feeds are paused or off", () => {
    expect(callOf(plan({ channels: many(1, NEWS), pauses: [PAUSED] }))).toMatchObject({ kind: "uploads" });
    expect(free({ channels: many(1, NEWS), pauses: [PAUSED] }).at).toBeGreaterThanOrEqual(PAUSED.until);
    const state = stateOf(rowsOf({ channels: many(1, NEWS) }));
    expect(callOf(planNext("finding", state, budgets(), WITHOUT_FEEDS, NOON))).toMatchObject({ kind: "uploads" });
    expect(free({ channels: many(1, NEWS) }, { policy: WITHOUT_FEEDS })).toMatchObject({ kind: "idle" });
  });

  it("is looked for in feeds when the default bucket is spent", () => {
    const spent = budgets({ default: { limit: 10_000, used: 10_000 } });
    const news = { newsSince: NOON, newsAttempts: 3, newsNotBefore: NOON };
    expect(callOf(free({ channels: many(1, news) }, { spend: spent }))).toMatchObject({ kind: "feed", ration: null });
  });
});

describe("feeds", () => {
  it("are read a second apart, whatever for", () => {
    const learned = [{ subject: "feed-read", values: [NOON] }];
    expect(free({ channels: many(1, NEWS), learned })).toMatchObject({
      call: { kind: "feed" },
      at: plus(NOON, seconds(1)),
    });
  });

  it("are read in place of counts when there are no units", () => {
    const spent = budgets({ default: { limit: 10_000, used: 10_000 } });
    const channels = many(3, { lookAt: NOON });
    const next = free({ channels }, { spend: spent });
    expect(next).toMatchObject({ call: { kind: "feed", channelId: channelId(0) }, at: NOON });
    expect(callOf(next)).not.toMatchObject({ ration: null });
    expect(callOf(free({ channels }))).not.toMatchObject({ ration: { price: 0 } });
  });

  it("are read weekly of every channel, and at once of one whose count fell", () => {
    const week = many(1, { listedAt: minus(NOON, days(7)) });
    expect(free({ channels: week })).toMatchObject({ call: { kind: "feed", ration: null }, at: NOON });
    const fallen = many(1, { listedAt: null });
    expect(free({ channels: fallen })).toMatchObject({ call: { kind: "feed", ration: null }, at: NOON });
    expect(free({ channels: many(1) })).toMatchObject({ kind: "idle" });
  });
});

describe("counting", () => {
  const RICH = budgets({ default: { limit: 1_000_000, used: 0 } });
  const POOR = budgets({ default: { limit: 400, used: 0 } });

  it("takes the fifty whose look is due first, and leaves when they are due", () => {
    const staggered = many(500).map((row, i) => ({ ...row, lookAt: plus(NOON, seconds(i)) }));
    const next = plan({ channels: staggered.toReversed() }, { spend: RICH });
    expect(next).toMatchObject({ call: { kind: "count" }, at: plus(NOON, seconds(45)) });
    expect(callOf(next)).toMatchObject({ channelIds: staggered.slice(0, 50).map(({ id }) => id) });
    expect(plan({ channels: many(40) })).toMatchObject({ call: { kind: "count" }, at: plus(NOON, minutes(10)) });
  });

  it("has no price while every look is affordable, and one that grows as units grow scarce", () => {
    const priceAt = (limit: number) => {
      const call = callOf(
        plan({ channels: many(1000, { lookAt: NOON }) }, { spend: budgets({ default: { limit, used: 0 } }) }),
      );
      return call?.kind === "count" ? call.ration.price : Number.NaN;
    };
    expect(priceAt(10_000)).toBe(0);
    const prices = [2000, 1000, 500].map(priceAt);
    expect(prices[0]).toBeGreaterThan(0);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(new Set(prices).size).toBe(3);
  });

  it("waits when it has run ahead of the day's pace", () => {
    const from = plus(NOON, minutes(7));
    const learned = [{ subject: "look-price", values: [0.01, NOON, from] }];
    expect(plan({ channels: many(1000, { lookAt: NOON }), learned }, { spend: POOR })).toMatchObject({ at: from });
  });

  it("turns to all channels when the hub has not pushed what was to be expected", () => {
    const promised = { askAt: plus(NOON, days(4)), attempts: 0, until: plus(NOON, days(5)), pushedAt: NOON };
    const channels = many(60, {
      subscription: promised,
      lookAt: plus(NOON, hours(10)),
      countedAt: minus(NOON, hours(2)),
    });
    const videos = Array.from({ length: 60 * 24 * 7 }, (_, n) =>
      video(videoId(n), { channelId: channelId(n % 60), startAt: minus(NOON, minutes(n)) }),
    );
    const next = plan({ channels, videos });
    expect(next).toMatchObject({ call: { kind: "count" }, why: expect.stringContaining("hub") });
    // Twenty are to be expected at one a minute.
    expect(Math.abs(next.at - plus(NOON, minutes(20)))).toBeLessThan(minutes(2));
    expect(plan({ channels })).toMatchObject({ at: plus(NOON, hours(10)) });
  });
});

describe("channels", () => {
  it("are renewed within 30 days, in full calls while enough are due", () => {
    const old = many(120, { describedAt: minus(NOON, days(28)) });
    const next = plan({ channels: old });
    expect(next).toMatchObject({ purpose: "refresh", call: { kind: "resolve" }, at: NOON });
    expect(idsIn(callOf(next) as Call)).toBe(50);
    const lone = plan({ channels: many(1, { describedAt: minus(NOON, days(29)) }) });
    expect(lone).toMatchObject({ purpose: "refresh", at: NOON });
  });
});

describe("back-fill", () => {
  it("reads on in the channel of which least is listed, at once while units abound", () => {
    const channels = [
      channel(channelId(1), { backfill: { ...halfFilled(100), pageToken: "A" } }),
      channel(channelId(2), { backfill: { ...halfFilled(50), pageToken: "B" } }),
    ];
    expect(plan({ channels })).toMatchObject({
      purpose: "backfill",
      at: NOON,
      call: { channelId: channelId(2), pageToken: "B" },
    });
  });

  it("leaves the rest of the day its units", () => {
    const channels = [channel(channelId(1000), { backfill: halfFilled(50) }), ...many(1000)];
    const purposeAt = (left: number) => {
      const next = plan({ channels }, { spend: budgets({ default: { limit: 10_000, used: 10_000 - left } }) });
      return next.kind === "call" ? next.purpose : null;
    };
    expect(purposeAt(5000)).toBe("backfill");
    // A thousand channels upload 350 videos a day, whose pages come first.
    expect(purposeAt(20)).not.toBe("backfill");
  });

  it("waits where it was told to wait", () => {
    const notBefore = plus(NOON, minutes(3));
    const channels = [channel(channelId(1), { backfill: { ...halfFilled(50), notBefore } })];
    expect(plan({ channels })).toMatchObject({ purpose: "backfill", at: notBefore });
  });
});

describe("the finding lane", () => {
  it("asks the Data API nothing during a pause, but reads feeds", () => {
    const until = plus(NOON, minutes(2));
    const pauses = [{ subject: "youtube", until, failures: 1, reason: "" }] as const;
    const requests = [{ ref: refOf(1), requestedAt: NOON, weight: 1, watched: false }];
    expect(plan({ requests, pauses })).toMatchObject({ purpose: "resolve", at: until });
    const news = many(1, { newsSince: NOON, listedAt: minus(NOON, hours(1)) });
    expect(free({ channels: news, requests, pauses })).toMatchObject({ call: { kind: "feed" }, at: NOON });
  });

  it("has nothing to ask without a unit and without a channel", () => {
    const spent = budgets({ default: { limit: 0, used: 0 } });
    const next = plan({ videos: [fresh(1)] }, { spend: spent });
    expect(next).toMatchObject({ kind: "idle", at: quotaDay(NOON).resetsAt });
  });
});
