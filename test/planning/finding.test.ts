import { describe, expect, it } from "vitest";
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

describe("news", () => {
  it("is looked for in the feed first, and in the uploads list when the feed was just read or has failed", () => {
    const news = { newsSince: NOON, listedAt: minus(NOON, minutes(20)) };
    expect(callOf(plan({ channels: many(1, news) }))).toMatchObject({ kind: "feed" });
    const cached = { ...news, listedAt: minus(NOON, minutes(3)) };
    expect(callOf(plan({ channels: many(1, cached) }))).toMatchObject({ kind: "uploads", pageToken: null });
    const again = { ...news, newsAttempts: 1, newsNotBefore: NOON };
    expect(callOf(plan({ channels: many(1, again) }))).toMatchObject({ kind: "uploads", purpose: "news" });
    const feeds = { subject: "feeds", until: plus(NOON, hours(1)), failures: 1, reason: "" } as const;
    expect(callOf(plan({ channels: many(1, news), pauses: [feeds] }))).toMatchObject({ kind: "uploads" });
  });

  it("is looked for in feeds when the default bucket is spent", () => {
    const spent = budgets({ default: { limit: 10_000, used: 10_000 } });
    const news = { newsSince: NOON, newsAttempts: 2, newsNotBefore: NOON };
    expect(callOf(plan({ channels: many(1, news) }, { spend: spent }))).toMatchObject({ kind: "feed" });
  });
});

describe("counting", () => {
  it("gives every channel a turn each ten minutes, fifty a call", () => {
    expect(plan({ channels: many(40) })).toMatchObject({ call: { kind: "count" }, at: plus(NOON, minutes(10)) });
    const spread = many(500).map((row, i) => ({ ...row, countedAt: minus(NOON, minutes(Math.floor(i / 50))) }));
    const next = plan({ channels: spread });
    expect(next).toMatchObject({ call: { kind: "count" }, at: plus(NOON, minutes(1)) });
    expect(callOf(next)).toMatchObject({ channelIds: spread.slice(450).map(({ id }) => id) });
  });

  it("spends no more than its share of what is left of the day", () => {
    const left = 100;
    const next = plan({ channels: many(40) }, { spend: budgets({ default: { limit: 10_000, used: 10_000 - left } }) });
    const spacing = (quotaDay(NOON).resetsAt - NOON) / (0.35 * left);
    expect(next.at).toBe(Math.ceil(NOON + spacing));
  });

  it("is backed by reading every channel's list once a day, a feed a second", () => {
    const counted = minus(NOON, seconds(1));
    const stale = many(2, { countedAt: counted, listedAt: minus(NOON, hours(25)) });
    expect(plan({ channels: stale })).toMatchObject({ call: { kind: "feed", channelId: channelId(0) }, at: NOON });
    const [first, second] = stale;
    const next = plan({ channels: [{ ...first, listedAt: NOON } as never, second as never] });
    expect(next).toMatchObject({ call: { kind: "feed", channelId: channelId(1) }, at: plus(NOON, seconds(1)) });
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
    const channels = [channel(channelId(1), { backfill: halfFilled(50) })];
    const scarce = budgets({ default: { limit: 10_000, used: 9_300 } });
    expect(plan({ channels }, { spend: scarce })).not.toMatchObject({ purpose: "backfill" });
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
    expect(plan({ channels: news, requests, pauses })).toMatchObject({ call: { kind: "feed" }, at: NOON });
  });

  it("has nothing to ask without a unit and without a channel", () => {
    const spent = budgets({ default: { limit: 0, used: 0 } });
    const next = plan({ videos: [fresh(1)] }, { spend: spent });
    expect(next).toMatchObject({ kind: "idle", at: quotaDay(NOON).resetsAt });
  });
});
