import type { Plan } from "#domain/plan.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { subscribeErrand } from "./find-subscriptions.ts";
import type { Policy } from "./policy.ts";
import type { PlannerState } from "./state.ts";

/** The next call that costs no units: a feed, or a wish to the hub. */
export function planFree(state: PlannerState, policy: Policy, now: Instant): Plan {
  const errand = subscribeErrand(state, policy.push, now);
  if (!errand) return { kind: "idle", at: quotaDay(now).resetsAt, why: "Nothing free is left to ask." };
  return { kind: "call", ...errand };
}
