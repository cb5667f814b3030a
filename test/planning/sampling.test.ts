import { describe, expect, it } from "vitest";
import type { Plan } from "#domain/plan.ts";
import { quotaDay } from "#domain/quota.ts";
import { days, hours, type Instant, instant, minus, minutes, plus, seconds } from "#domain/time.ts";
import type { Pause, TrackedVideo } from "#domain/tracked.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, NOON, rowsOf, video, videoId } from "./rows.ts";

const plan = (
  videos: readonly TrackedVideo[],
  { now = NOON, spend = budgets(), pauses = [] as readonly Pause[] } = {},
): Plan => planNext("sampling", stateOf(rowsOf({ videos, pauses })), spend, DEFAULT_POLICY, now);

const idsOf = (next: Plan) => (next.kind === "call" && next.call.kind === "sample" ? next.call.videoIds : []);

const sampledAt = (id: number, startAt: Instant, at: Instant): TrackedVideo =>
  video(videoId(id), { startAt, last: { at, views: 5 }, previous: { at: minus(at, minutes(1)), views: 4 } });

/** Videos a day old, all sampled this minute: known, and worth nothing now. */
const settled = (n: number): TrackedVideo[] =>
  Array.from({ length: n }, (_, i) => sampledAt(1000 + i, minus(NOON, hours(30)), NOON));

describe("sampling calls", () => {
  it("leave for a first hour at 60:00 to the millisecond", () => {
    const startAt = minus(NOON, minutes(59.5));
    const next = plan([sampledAt(1, startAt, minus(NOON, seconds(20))), ...settled(80)]);
    expect(next).toMatchObject({ kind: "call", purpose: "firstHour", at: plus(startAt, minutes(60)) });
    expect(idsOf(next)[0]).toBe(videoId(1));
  });

  it.each([
    ["24 h", hours(24)],
    ["7 d", days(7)],
    ["30 d", days(30)],
  ])("leave for the age of %s at its instant", (_, age) => {
    const startAt = minus(NOON, (age - minutes(2)) as never);
    const next = plan([sampledAt(1, startAt, minus(NOON, hours(13))), ...settled(80)]);
    expect(next).toMatchObject({ kind: "call", purpose: "milestone", at: plus(startAt, age) });
  });

  it("leave for several first hours at the median of their targets", () => {
    const starts = [0, 10, 16].map((s) => plus(minus(NOON, minutes(59)), seconds(s)));
    const next = plan([...starts.map((startAt, i) => sampledAt(i, startAt, minus(NOON, seconds(9)))), ...settled(80)]);
    expect(next.at).toBe(plus(starts[1] ?? NOON, minutes(60)));
    expect(idsOf(next).slice(0, 3).toSorted()).toEqual([videoId(0), videoId(1), videoId(2)]);
  });

  it("carry fifty different ids whenever fifty are known, and all ids when fewer are", () => {
    for (const known of [1, 7, 49, 50, 51, 200]) {
      const first = sampledAt(1, minus(NOON, minutes(59)), minus(NOON, minutes(2)));
      const ids = idsOf(plan([first, ...settled(known - 1)]));
      expect(new Set(ids).size).toBe(Math.min(50, known));
      expect(ids).toHaveLength(Math.min(50, known));
    }
  });

  it("fill up with the widest gaps in ln(age + 10 min)", () => {
    const forced = sampledAt(1, minus(NOON, minutes(60)), minus(NOON, minutes(2)));
    const wide = Array.from({ length: 49 }, (_, i) => sampledAt(100 + i, minus(NOON, hours(5)), minus(NOON, hours(3))));
    const ids = idsOf(plan([forced, ...settled(300), ...wide]));
    expect(new Set(ids)).toEqual(new Set([forced.id, ...wide.map(({ id }) => id)]));
  });

  it("leave out of the fill what its own milestone is about to sample, and what is missing", () => {
    const forced = sampledAt(1, minus(NOON, minutes(60)), minus(NOON, minutes(2)));
    const near = sampledAt(2, minus(NOON, minutes(57)), minus(NOON, minutes(47)));
    const missing = { ...sampledAt(3, minus(NOON, hours(5)), minus(NOON, hours(3))), missingSince: NOON };
    const ids = idsOf(
      plan([
        forced,
        near,
        missing,
        ...settled(10),
        ...Array.from({ length: 60 }, (_, i) => sampledAt(100 + i, minus(NOON, hours(5)), minus(NOON, hours(4)))),
      ]),
    );
    expect(ids).not.toContain(near.id);
    expect(ids).not.toContain(missing.id);
  });

  it("do not leave for a milestone that a sample within its window has served", () => {
    const startAt = minus(NOON, minutes(60));
    const next = plan([sampledAt(1, startAt, minus(NOON, seconds(14))), ...settled(80)]);
    expect(next.kind === "call" && next.purpose).not.toMatch(/firstHour|milestone/);
  });

  it("serve a first hour that was missed at once, but not one missed for hours", () => {
    const late = plan([sampledAt(1, minus(NOON, minutes(75)), minus(NOON, minutes(40))), ...settled(80)]);
    expect(late).toMatchObject({ kind: "call", purpose: "firstHour", at: NOON });
    const lost = plan([sampledAt(1, minus(NOON, minutes(200)), minus(NOON, minutes(145))), ...settled(80)]);
    expect(lost.kind === "call" && lost.purpose === "firstHour" && lost.at === NOON).toBe(false);
  });

  it("never ask for a broadcast that has not begun as a milestone", () => {
    const waiting = video(videoId(1), { startAt: null, publishedAt: minus(NOON, minutes(60)) });
    const next = plan([waiting, ...settled(80)]);
    expect(next.kind === "call" && next.purpose).not.toMatch(/firstHour|milestone/);
  });

  it("sample a broadcast's first hour as if nothing had been seen of it before its start", () => {
    const startAt = minus(NOON, minutes(12));
    const before = video(videoId(1), {
      startAt,
      format: "live",
      last: { at: minus(startAt, hours(20)), views: 900 },
      previous: { at: minus(startAt, hours(26)), views: 800 },
    });
    const forced = sampledAt(2, minus(NOON, minutes(60)), minus(NOON, minutes(2)));
    const worthLess = Array.from({ length: 80 }, (_, i) =>
      sampledAt(100 + i, minus(NOON, hours(5)), minus(NOON, hours(1))),
    );
    expect(idsOf(plan([forced, before, ...worthLess]))).toContain(before.id);
    const alone = plan([{ ...before, startAt: minus(NOON, minutes(59)) }, ...settled(80)]);
    expect(alone).toMatchObject({ kind: "call", purpose: "firstHour", at: plus(NOON, minutes(1)) });
  });

  it("for curves travel with a milestone's call that comes soon, where soon is by how often calls can leave", () => {
    const forced = sampledAt(1, minus(NOON, minutes(59.66)), minus(NOON, minutes(2)));
    const worthy = Array.from({ length: 60 }, (_, n) => video(videoId(100 + n), { startAt: minus(NOON, minutes(15)) }));
    const limited = (limit: number) => plan([forced, ...worthy], { spend: budgets({ batch: { limit, used: 0 } }) });
    expect(limited(10_000)).toMatchObject({ purpose: "curve" });
    expect(limited(100)).toMatchObject({ purpose: "firstHour" });
  });

  it("wait until a batch is worth a unit, then leave for it and no milestone", () => {
    const next = plan(settled(80));
    expect(next).toMatchObject({ kind: "call", purpose: "curve" });
    // A hundred samples in thirty days: near two days of age that is some two hours between them.
    expect(next.at).toBeGreaterThan(plus(NOON, hours(1)));
    expect(next.at).toBeLessThan(plus(NOON, hours(5)));
  });

  it("sample a video past thirty days weekly where units are left over, and not at all where they are short", () => {
    const old = (since: number) =>
      Array.from({ length: 60 }, (_, i) => sampledAt(i, minus(NOON, days(400)), minus(NOON, days(since))));
    expect(plan(old(6))).toMatchObject({ kind: "idle" });
    expect(plan(old(8))).toMatchObject({ kind: "call", purpose: "curve", at: NOON });
    const uploads = Array.from({ length: 5_000 }, (_, i) =>
      sampledAt(100 + i, minus(NOON, minutes(2 * i + 300)), NOON),
    );
    const short = budgets({ batch: { limit: 300, used: 0 }, default: { limit: 0, used: 0 } });
    const next = plan([...old(100), ...uploads], { spend: short });
    expect(idsOf(next)).not.toEqual([]);
    expect(idsOf(next).filter((id) => id < videoId(60))).toEqual([]);
  });

  it("are never planned beyond the units of the day, whatever waits", () => {
    const forced = sampledAt(1, minus(NOON, minutes(60)), minus(NOON, minutes(2)));
    const spent = { batch: { limit: 100, used: 100 }, default: { limit: 100, used: 100 } };
    const next = plan([forced, ...settled(80)], { spend: budgets(spent) });
    expect(next).toMatchObject({ kind: "idle", at: quotaDay(NOON).resetsAt });
  });

  it("are never planned across the end of a quota day, also of 23 and of 25 hours", () => {
    for (const [month, day] of [
      [2, 8],
      [5, 10],
      [10, 1],
    ] as const) {
      const evening = instant(quotaDay(instant(Date.UTC(2026, month, day, 20))).resetsAt - 60_000);
      const next = plan([sampledAt(1, minus(evening, minutes(55)), minus(evening, seconds(30)))], { now: evening });
      expect(next.at).toBeLessThanOrEqual(plus(evening, minutes(1)));
    }
  });

  it("use videos.list while batch statistics are spent or refused, within what finding can spare", () => {
    const forced = sampledAt(1, minus(NOON, minutes(60)), minus(NOON, minutes(2)));
    const spent = plan([forced], { spend: budgets({ batch: { limit: 100, used: 100 } }) });
    expect(spent).toMatchObject({ kind: "call", call: { via: "list" } });
    const refused: Pause = { subject: "batch", until: plus(NOON, hours(1)), failures: 1, reason: "forbidden" };
    expect(plan([forced], { pauses: [refused] })).toMatchObject({ kind: "call", call: { via: "list" } });
    const scarce = budgets({ batch: { limit: 0, used: 0 }, default: { limit: 10_000, used: 9_000 } });
    expect(plan([forced], { spend: scarce })).toMatchObject({ kind: "idle" });
  });

  it("wait for the end of a pause, and serve then what became late", () => {
    const until = plus(NOON, minutes(4));
    const forced = sampledAt(1, minus(NOON, minutes(60)), minus(NOON, minutes(2)));
    const next = plan([forced], { pauses: [{ subject: "youtube", until, failures: 3, reason: "unavailable" }] });
    expect(next).toMatchObject({ kind: "call", purpose: "firstHour", at: until });
  });

  it("are spaced over the day when quota is short of the demand, so that evenings are sampled too", () => {
    const day = quotaDay(NOON);
    const newest = minus(NOON, minutes(10));
    const week = Array.from({ length: 3_000 }, (_, i) => {
      const startAt = minus(NOON, minutes(3.36 * i));
      // The youngest were described, and not sampled since.
      if (i < 18) return video(videoId(i), { startAt, last: { at: startAt, views: 0 } });
      return sampledAt(i, startAt, i < 40 ? plus(startAt, minutes(1)) : newest);
    });
    const spend = budgets({ batch: { limit: 48, used: 24 }, default: { limit: 0, used: 0 } });
    const next = plan(week, { spend });
    const share = (day.resetsAt - newest) / 24;
    expect(next.at).toBe(Math.ceil(newest + share));
  });
});
