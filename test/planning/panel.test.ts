import { describe, expect, it } from "vitest";
import { type Duration, days, hours, minus, minutes, plus, seconds } from "#domain/time.ts";
import { isInPanel, panelSteps } from "#planning/sampling/dense-panel.ts";
import { hasMoved, learnMoves, panelFindings } from "#planning/sampling/panel-findings.ts";
import { NOON, video, videoId } from "./rows.ts";

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
