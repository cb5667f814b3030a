import type { Plan } from "#domain/plan.ts";
import { type Budgets, quotaDay } from "#domain/quota.ts";
import { type Instant, latest } from "#domain/time.ts";
import { searchesClaimed } from "#planning/exploring/search-claim.ts";
import type { Policy } from "#planning/policy.ts";
import { askableFrom } from "#planning/rate-limits.ts";
import type { PlannerState } from "#planning/state.ts";
import { chartErrands } from "./chart-errands.ts";
import { searchErrands } from "./search-errands.ts";
import type { WatchErrand } from "./watch-errand.ts";

/**
 * The next page of a watch: of all that are due the most urgent, when none is the one that will be first. Searches share the
 * search bucket so that it lasts until the reset; charts take of the default bucket what is spare.
 */
export function planWatching(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): Plan {
  const day = quotaDay(now);
  const idle = (why: string): Plan => ({ kind: "idle", at: day.resetsAt, why });
  const active = state.watches.inOrder().filter(({ paused }) => !paused);
  if (active.length === 0) return idle("No watch is to be read.");
  const next = watchErrands(state, budgets, policy, now).reduce<WatchErrand | null>(
    (best, errand) => (best && best.at <= errand.at ? best : errand),
    null,
  );
  // Budgets are of this quota day: nothing is planned across its end.
  if (next && next.at < day.resetsAt) return { kind: "call", ...next, purpose: "watch" };
  if (budgets.search.used >= budgets.search.limit && active.some(({ source }) => source.kind === "search"))
    return idle("The day's searches are spent; watches go on at the reset, each from where it is.");
  if (next) return idle("No watch is due before the quota day ends.");
  return idle("No unit is to spare for charts before the reset.");
}

/** What could be read next of all watches that are not paused; of each its next run, and what it has left to read. */
export function watchErrands(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): WatchErrand[] {
  const from = latest(askableFrom(state, budgets, "search", now), state.pauses.get("search")?.until ?? now);
  const left = budgets.search.limit - budgets.search.used - searchesClaimed(state, budgets, now);
  return [
    ...searchErrands(state, { from, left, day: quotaDay(now) }, policy.watching),
    ...chartErrands(state, budgets, policy, now, askableFrom(state, budgets, "default", now)),
  ];
}
