import { describe, expect, it } from "vitest";
import { type Budgets, quotaDay } from "#domain/quota.ts";
import { type Duration, days, hours, type Instant, minus, minutes, plus, seconds } from "#domain/time.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { isCompared } from "#planning/sampling/comparison-hour.ts";
import { isInPanel, panelSteps } from "#planning/sampling/dense-panel.ts";
import { hasMoved, learnMoves, panelFindings } from "#planning/sampling/panel-findings.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, NOON, rowsOf, video, videoId } from "./rows.ts";

describe("the dense panel", () => {
  it("is one video in a hundred, the same ones always", () => {
    const members = Array.from({ length: 50_000 }, (_, n) => videoId(n)).filter((id) => isInPanel(id, 0.01));
    expect(members.length).toBeGreaterThan(400);
    expect(members.length).toBeLessThan(600);
    expect(members.every((id) => isInPanel(id, 0.01))).toBe(true);
  });

  it("asks every 3 min for 6 hours, hourly for 3 days, and then no more", () => {
    expect(panelSteps(hours(6))).toBe(120);
    expect(panelSteps(days(3))).toBe(186);
    expect(panelSteps(days(20))).toBe(186);
    for (let age = 0; age < days(4); age += minutes(7))
      expect(panelSteps((age + 1) as Duration)).toBeGreaterThanOrEqual(panelSteps(age as Duration));
  });
});

describe("how often a counter is renewed", () => {
  const growing = (gap: Duration) =>
    video(videoId(1), {
      startAt: minus(NOON, hours(2)),
      last: { at: minus(NOON, gap), views: 1_000 },
      previous: { at: minus(NOON, plus(gap as never, minutes(3)) as never), views: 900 },
    });

  it("is told only by samples minutes apart, of videos that should have moved", () => {
    expect(hasMoved(growing(minutes(3)), { at: NOON, views: 1_000 })).toBe(false);
    expect(hasMoved(growing(minutes(3)), { at: NOON, views: 1_090 })).toBe(true);
    expect(hasMoved(growing(minutes(9)), { at: NOON, views: 1_000 })).toBeNull();
    expect(hasMoved(growing(seconds(5)), { at: NOON, views: 1_000 })).toBeNull();
    expect(hasMoved(video(videoId(1)), { at: NOON, views: 1_000 })).toBeNull();
  });

  it("is counted by method, apart", () => {
    const known = new Map<string, readonly number[]>();
    const take = (source: "batch" | "list", moves: readonly boolean[]) => {
      for (const { subject, values } of learnMoves(known, source, moves)) known.set(subject, values);
    };
    take("batch", [true, false]);
    take("batch", [true, true]);
    take("list", [false]);
    expect(panelFindings(known)).toEqual([
      { source: "batch", pairs: 4, stuckShare: 0.25 },
      { source: "list", pairs: 1, stuckShare: 1 },
    ]);
    expect(panelFindings(new Map())[0]).toEqual({ source: "batch", pairs: 0, stuckShare: null });
  });
});

describe("the hour of comparison", () => {
  const day = quotaDay(NOON);
  const minutesOf = Array.from({ length: 24 * 60 }, (_, n) => plus(day.startsAt, minutes(n)));
  const compared = minutesOf.filter((at) => isCompared(day, at));
  const [from] = compared;
  if (!from) throw new Error("there is none");
  const state = stateOf(
    rowsOf({ videos: Array.from({ length: 60 }, (_, n) => video(videoId(n), { startAt: minus(from, days(2)) })) }),
  );
  const viaAt = (now: Instant, spend: Budgets) => {
    const plan = planNext("sampling", state, spend, DEFAULT_POLICY, now);
    return plan.kind === "call" && plan.call.kind === "sample" ? { at: plan.at, via: plan.call.via } : null;
  };

  it("is one whole hour of every day, and another one on other days", () => {
    expect(compared.length).toBe(60);
    const startOf = (n: number) => {
      const other = quotaDay(plus(NOON, days(n)));
      return Array.from({ length: 24 }, (_, hour) => hour).find((hour) =>
        isCompared(other, plus(other.startsAt, hours(hour))),
      );
    };
    expect(new Set(Array.from({ length: 30 }, (_, n) => startOf(n))).size).toBe(23);
  });

  it("reads by videos.list where the default bucket can spare it, and by batch statistics before and after", () => {
    expect(viaAt(from, budgets())).toEqual({ at: from, via: "list" });
    expect(viaAt(minus(from, minutes(5)), budgets())).toMatchObject({ via: "batch" });
    expect(viaAt(plus(from, minutes(61)), budgets())).toMatchObject({ via: "batch" });
    expect(viaAt(from, budgets({ default: { limit: 10_000, used: 9_000 } }))).toMatchObject({ via: "batch" });
  });
});
