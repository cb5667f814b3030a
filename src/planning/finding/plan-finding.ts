import type { Plan } from "#domain/plan.ts";
import type { Budgets } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { isShort } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { type Errand, termsOf } from "./errand.ts";
import { backfillErrand } from "./find-backfill.ts";
import { countErrand } from "./find-counts.ts";
import { describeErrand, refreshErrand } from "./find-descriptions.ts";
import { testKeyErrand } from "./find-key-tests.ts";
import { renewErrand } from "./find-renewals.ts";
import { followErrand, resolveErrand } from "./find-requests.ts";
import { listNewsErrand, listReconcileErrand } from "./find-uploads.ts";

/**
 * The next call that finds: of all errands due, the most urgent kind; when none is due, the one that will be first.
 */
export function planFinding(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): Plan {
  const terms = termsOf(state, budgets, policy.discovery, now);
  const { day } = terms;
  // When units are short, a new video waits for others as long as its first hour allows.
  const { whenShort } = policy.describing;
  const describing = isShort(state) ? { ...policy.describing, ...whenShort } : policy.describing;
  // In order of urgency: people wait, then first hours, then everything that keeps.
  const errands = [
    resolveErrand(state, terms),
    testKeyErrand(state, budgets, now),
    describeErrand(state.videos, describing, terms),
    listNewsErrand(state, terms),
    countErrand(state, terms),
    refreshErrand(state.videos, policy.describing, terms),
    renewErrand(state, terms),
    listReconcileErrand(state, policy.discovery, terms),
    followErrand(state, terms),
    backfillErrand(state, terms),
  ].filter((errand) => errand !== null);
  const next = errands.reduce<Errand | null>((best, errand) => (best && best.at <= errand.at ? best : errand), null);
  if (!next) return { kind: "idle", at: day.resetsAt, why: "Nothing is left to find with today's units." };
  // Budgets are of this quota day: nothing is planned across its end.
  if (next.at >= day.resetsAt)
    return { kind: "idle", at: day.resetsAt, why: "Nothing is due before the quota day ends." };
  return { kind: "call", ...next };
}
