import { expect, it } from "vitest";
import { LANES } from "#domain/plan.ts";
import { days, minus, plus } from "#domain/time.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, channel, channelId, NOON, rowsOf } from "./rows.ts";

it("reads no feed at all when feeds are switched off, whatever waits for one", () => {
  const policy = { ...DEFAULT_POLICY, discovery: { ...DEFAULT_POLICY.discovery, feedSpacing: null } };
  const waits = [{ newsSince: NOON }, { listedAt: minus(NOON, days(3)) }, { newsSince: NOON, listedAt: null }];
  for (const [n, changes] of waits.entries()) {
    for (const used of [0, 10_000]) {
      const state = stateOf(rowsOf({ channels: [channel(channelId(n), changes)] }));
      const left = budgets({ default: { limit: 10_000, used } });
      const plans = LANES.map((lane) => planNext(lane, state, left, policy, plus(NOON, days(0.2))));
      expect(plans.filter((plan) => plan.kind === "call" && plan.call.kind === "feed")).toEqual([]);
    }
  }
});
