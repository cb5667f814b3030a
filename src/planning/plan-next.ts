import type { Lane, Plan } from "#domain/plan.ts";
import type { Budgets } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { planExploring } from "#planning/exploring/plan-exploring.ts";
import { planFinding } from "#planning/finding/plan-finding.ts";
import { planFree } from "#planning/finding/plan-free.ts";
import { planSampling } from "#planning/sampling/plan-sampling.ts";
import { planWatching } from "#planning/watching/plan-watching.ts";
import type { Policy } from "./policy.ts";
import type { PlannerState } from "./state.ts";

/**
 * What comes next in a lane, and why. `at` may lie in the future; the plan holds until then unless the state or the
 * budgets change, and asking again changes nothing.
 *
 * @param budgets those of the quota day that contains `now`.
 */
export function planNext(lane: Lane, state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): Plan {
  switch (lane) {
    case "sampling":
      return planSampling(state, budgets, policy.sampling, now);
    case "finding":
      return planFinding(state, budgets, policy, now);
    case "free":
      return planFree(state, budgets, policy, now);
    case "watching":
      return planWatching(state, budgets, policy, now);
    case "exploring":
      return planExploring(state, budgets, policy, now);
  }
}
