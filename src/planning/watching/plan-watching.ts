import type { Plan } from "#domain/plan.ts";
import { type Budgets, quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";

/** The next page of a watch. */
export function planWatching(_state: PlannerState, _budgets: Budgets, _policy: Policy, now: Instant): Plan {
  return { kind: "idle", at: quotaDay(now).resetsAt, why: "No watch is to be read." };
}
