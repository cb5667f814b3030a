import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/reply.ts";
import { days, hours, minus, minutes, plus, seconds } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { budgets, NOON, watch, watchId } from "./rows.ts";
import { failed, page, searchAsked, settled, stateWith } from "./watch-exchanges.ts";

describe("a refusal", () => {
  const refused = (reason: string): Failure => ({ kind: "refused", status: 400, reason, detail: "no" });

  it("of a watch is its own trouble for hours, longer each time, and nobody else's", () => {
    let state = stateWith({ watches: [watch(1), watch(2)] });
    const first = searchAsked(state);
    const settlement = settled(failed(first, refused("invalidSearchFilter")), state);
    expect(settlement.pauses).toEqual([]);
    expect(settlement.watches).toMatchObject([
      { id: watchId(1), attempts: 1, calls: 1, runs: 0, notBefore: plus(NOON, hours(1)) },
    ]);
    expect(settlement.watches[0]?.trouble).toContain("invalidSearchFilter");
    state = advance(state, settlement);
    state = advance(state, settled(page(searchAsked(state), [1]), state));
    const later = plus(NOON, hours(1));
    const again = planNext("watching", state, budgets(), DEFAULT_POLICY, plus(NOON, minutes(1)));
    expect(again.at).toBeGreaterThan(NOON);
    const call = { ...first, runAt: later };
    const twice = settled(failed(call, refused("invalidSearchFilter")), state, later);
    expect(twice.watches[0]).toMatchObject({ attempts: 2, notBefore: plus(later, hours(2)) });
    const well = settled(page(call, [], null, later), advance(state, twice), later);
    expect(well.watches[0]).toMatchObject({ attempts: 0, trouble: null });
  });

  it("of a page token restarts the stretch, later each time, and loses none of it", () => {
    let state = stateWith({ watches: [watch(1, { since: minus(NOON, days(1)) })] });
    const first = searchAsked(state);
    const fifty = Array.from({ length: 50 }, (_, n) => n);
    state = advance(state, settled(page(first, fifty, "MORE"), state));
    let now = plus(NOON, seconds(1));
    let wait = 0;
    for (let attempt = 1; attempt <= 3; attempt++) {
      const second = searchAsked(state, now);
      expect(second).toMatchObject({ pageToken: "MORE", publishedAfter: first.publishedAfter, runAt: NOON });
      const settlement = settled(failed(second, refused("invalidPageToken")), state, now);
      const [task] = settlement.watches[0]?.tasks ?? [];
      expect(task).toMatchObject({ publishedAfter: minus(NOON, days(1)), publishedBefore: NOON, pageToken: null });
      expect((task?.notBefore ?? 0) - now).toBeGreaterThan(wait);
      wait = (task?.notBefore ?? 0) - now;
      expect(settlement.watches[0]?.trouble).toBeNull();
      state = advance(state, settlement);
      now = task?.notBefore ?? now;
      const restart = searchAsked(state, now);
      expect(restart).toMatchObject({ pageToken: null, publishedBefore: null, runAt: NOON });
      expect(task?.attempts).toBe(attempt);
      state = advance(state, settled(page(restart, fifty, "MORE", now), state, now));
      now = plus(now, seconds(1));
    }
  });

  it("that is a fault pauses all searches, longer each time, and keeps every place", () => {
    const state = stateWith({ watches: [watch(1)] });
    const call = searchAsked(state);
    const away: Failure = { kind: "unavailable", retryAfter: null, detail: "" };
    const { pauses, watches } = settled(failed(call, away), state);
    expect(pauses).toMatchObject([{ subject: "search", until: plus(NOON, minutes(1)) }]);
    expect(watches).toMatchObject([{ calls: 1, runs: 0, ranAt: null, watermark: NOON, trouble: null }]);
  });
});
