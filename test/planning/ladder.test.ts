import { describe, expect, it } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import { days, minus, minutes, plus, seconds } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { guaranteed } from "#planning/sampling/guarantee.ts";
import { ladderFor } from "#planning/sampling/ladder.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, channelId, NOON, rowsOf, video, videoId } from "./rows.ts";

/** A week's uploads at this many a day, each sampled once, when it was a minute old. */
const week = (perDay: number, changes: (n: number) => Partial<TrackedVideo> = () => ({})): TrackedVideo[] =>
  Array.from({ length: perDay * 7 }, (_, n) => {
    const startAt = minus(NOON, minutes((1440 / perDay) * (n + 0.5)));
    const last = { at: plus(startAt, seconds(10)), views: 1 };
    return video(videoId(n), { startAt, last, channelId: channelId(n % 50), ...changes(n) });
  });

const ladder = (perDay: number, units: number, extra: readonly TrackedVideo[] = []) =>
  ladderFor(
    stateOf(rowsOf({ videos: [...week(perDay), ...extra] })).videos,
    DEFAULT_POLICY.sampling,
    { via: "batch", bucket: "batch", perDay: units, left: units, from: NOON },
    NOON,
  );

const names = (perDay: number, units: number) => ladder(perDay, units).rungs.map(({ name }) => name);

describe("the ladder of measures", () => {
  it("gives up more and more as units get short, in order, and says so in sentences", () => {
    expect(names(369, 10_000)).toEqual([
      "exact first hours",
      "bracketed first hours",
      "all samples worth having",
      "weekly tail",
      "dense panel",
    ]);
    expect(names(369, 600)).toEqual(["no tail", "fewer samples"]);
    expect(names(369, 250)).toEqual(["no tail", "fewer samples", "wider windows"]);
    expect(names(369, 120)).toEqual([
      "no tail",
      "fewer samples",
      "wider windows",
      "milestones travel along",
      "first hours given up",
    ]);
    for (const { why } of ladder(369, 120).rungs) expect(why).toMatch(/^[A-Z0-9].*\.$/);
  });

  it("widens the window of first hours up to ±3 min, and no further", () => {
    const half = (units: number) => ladder(369, units).demand.milestones[0]?.half;
    expect(half(600)).toBe(seconds(15));
    expect(half(300)).toBeGreaterThan(seconds(15));
    expect(half(300)).toBeLessThan(minutes(3));
    expect(half(60)).toBe(minutes(3));
  });

  it("calls it a breach when the calls of a day have no room for all first hours, and not before", () => {
    expect(ladder(1_000, 21).breach).toBeNull();
    expect(ladder(1_000, 19).breach).toMatch(/1000 uploads a day need more than 19 calls/);
  });

  it("promises as many samples as there are places, and no more than are worth keeping", () => {
    expect(ladder(369, 250).samplesExpected).toBeCloseTo((50 * 250 * 0.97) / 369, 0);
    expect(ladder(369, 10_000).samplesExpected).toBe(DEFAULT_POLICY.sampling.samplesPerVideo);
  });

  it("samples old videos monthly where weekly would not fit, and not at all where units are short", () => {
    const old = Array.from({ length: 40_000 }, (_, n) =>
      video(videoId(100_000 + n), { startAt: minus(NOON, days(90)), last: { at: minus(NOON, days(1)), views: 1 } }),
    );
    expect(ladder(10, 10_000, old).tailInterval).toBe(days(7));
    expect(ladder(10, 60, old).tailInterval).toBe(days(30));
    expect(ladder(10, 15, old).tailInterval).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("first hours that calls still leave for", () => {
  const waiting = week(1_000, (n) => ({ watched: n % 10 === 3, weight: n % 10 === 4 ? 5 : 1 }));
  const { videos } = stateOf(rowsOf({ videos: waiting }));
  const milestone = { age: minutes(60), half: minutes(3), grace: minutes(117) };
  const kept = (share: number) => {
    const slots = guaranteed(videos, milestone, share, NOON);
    return waiting.filter(({ id }) => slots.has(videos.slotOf.get(id) ?? -1));
  };

  it("are those of watched channels first of all, even when none else is left, then those of greater weight", () => {
    const recent = waiting.filter(({ startAt }) => (startAt ?? 0) > minus(NOON, minutes(60)));
    for (const share of [0, 0.1, 0.5]) {
      const ids = new Set(kept(share).map(({ id }) => id));
      expect(recent.filter(({ watched }) => watched).every(({ id }) => ids.has(id))).toBe(true);
    }
    expect(kept(0).every(({ watched }) => watched)).toBe(true);
    expect(kept(0.2).every(({ watched, weight }) => watched || weight > 1)).toBe(true);
  });

  it("are given up by whole channels, so that no channel has every other first hour", () => {
    const ordinary = week(1_000);
    const table = stateOf(rowsOf({ videos: ordinary })).videos;
    const slots = guaranteed(table, milestone, 0.5, NOON);
    const shares = new Map<ChannelId, Set<boolean>>();
    for (const { id, channelId: of, startAt } of ordinary) {
      if ((startAt ?? 0) < minus(NOON, minutes(63))) continue;
      shares.set(of, (shares.get(of) ?? new Set()).add(slots.has(table.slotOf.get(id) ?? -1)));
    }
    expect([...shares.values()].filter((kinds) => kinds.size > 1).length).toBeLessThanOrEqual(1);
  });

  it("of a watched channel have a call leave for them at 60 min, whatever the pace; another's waits for it", () => {
    const next = (watched: boolean) => {
      const rows = week(1_000, (n) => ({
        last: { at: minus(NOON, minutes(20)), views: 1 },
        previous: { at: minus(NOON, minutes(21)), views: 1 },
        watched: watched && n === 39,
      }));
      const spend = budgets({ batch: { limit: 30, used: 0 }, default: { limit: 0, used: 0 } });
      return planNext("sampling", stateOf(rowsOf({ videos: rows })), spend, DEFAULT_POLICY, NOON);
    };
    const target = plus(minus(NOON, minutes(1.44 * 39.5)), minutes(60));
    expect(next(true)).toMatchObject({ kind: "call", purpose: "firstHour", at: target });
    expect(next(false).at).toBeGreaterThan(plus(target, seconds(15)));
  });

  it("are not all that travels along: later milestones do, in the first call that leaves within their window", () => {
    const sampled = { at: minus(NOON, minutes(20)), views: 1 };
    const rows = week(1_000, (n) => ({
      last: n === 996 ? { at: minus(NOON, minutes(720)), views: 1 } : sampled,
      previous: { at: minus(NOON, minutes(721)), views: 1 },
    }));
    const spend = budgets({ batch: { limit: 30, used: 0 }, default: { limit: 0, used: 0 } });
    const next = planNext("sampling", stateOf(rowsOf({ videos: rows })), spend, DEFAULT_POLICY, NOON);
    expect(next.kind === "call" && next.call.kind === "sample" && next.call.videoIds).toContain(videoId(996));
  });
});
