import type { Plan } from "#domain/plan.ts";
import type { Budgets } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { type Errand, termsOf } from "./errand.ts";
import { subscribeErrand } from "./find-subscriptions.ts";
import { feedLookErrand, feedNewsErrand, feedReconcileErrand } from "./find-uploads.ts";

/** The next call that costs no units: a feed, or a wish to the hub. */
export function planFree(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): Plan {
  const terms = termsOf(state, budgets, policy.discovery, now);
  // An upload is waiting to be known; a subscription spares looks; the rest keeps.
  const errands = [
    feedNewsErrand(state, policy.discovery, terms),
    subscribeErrand(state, policy.push, now),
    feedLookErrand(state, policy.discovery, terms),
    feedReconcileErrand(state, policy.discovery, terms),
  ].filter((errand) => errand !== null);
  const next = errands.reduce<Errand | null>((best, errand) => (best && best.at <= errand.at ? best : errand), null);
  const { resetsAt } = terms.day;
  // Looks follow the budgets of this quota day: nothing is planned across its end.
  if (!next || next.at >= resetsAt) return { kind: "idle", at: resetsAt, why: "Nothing free is left to ask." };
  return { kind: "call", ...next };
}
