import { expect } from "vitest";
import type { ExploreCall, SurveyCall } from "#domain/call.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Instant, instant, plus, seconds } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { type PlannerState, stateOf } from "#planning/state.ts";
import { answer, recorded } from "./explored-lists.ts";
import { NOON } from "./rows.ts";

export const budgets = {
  default: { limit: 10_000, used: 0 },
  search: { limit: 100, used: 0 },
  batch: { limit: 10_000, used: 0 },
};

interface Told {
  readonly state: PlannerState;
  readonly rows: TrackedRows;
  readonly now: Instant;
}

/** Lets discoveries work until `until`, and shows each call and what came of it. */
export function explore(
  rows: TrackedRows,
  seed: number,
  until: Instant,
  told: (
    step: Told & { readonly call: ExploreCall | SurveyCall; readonly settlement: Settlement },
  ) => PlannerState | undefined,
): Told {
  let kept = rows;
  let state = stateOf(rows);
  let now = NOON;
  while (now < until) {
    const plan = planNext("exploring", state, budgets, DEFAULT_POLICY, now);
    if (plan.kind === "idle" || plan.at > now) {
      now = instant(Math.min(until, Math.max(plan.at, now + 1)));
      continue;
    }
    expect(planNext("exploring", state, budgets, DEFAULT_POLICY, now)).toEqual(plan);
    const { call } = plan;
    if (call.kind !== "explore" && call.kind !== "survey") throw new Error(`a call of kind ${call.kind} was planned`);
    const settlement = settle(
      answer(call, seed, plus(now, seconds(1))),
      state,
      DEFAULT_POLICY,
      plus(now, seconds(1)),
      0.5,
    );
    kept = recorded(kept, settlement);
    // Taken in twice, it changes nothing.
    state = advance(advance(state, settlement), settlement);
    now = plus(now, seconds(1));
    state = told({ call, settlement, state, rows: kept, now }) ?? state;
  }
  return { state, rows: kept, now };
}
