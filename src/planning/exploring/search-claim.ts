import { type Budgets, type QuotaDay, quotaDay } from "#domain/quota.ts";
import { between, type Instant } from "#domain/time.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Exploration } from "./exploration.ts";

/**
 * How many of the day's searches discoveries may still have: what their budgets leave, of what the fixed cadences of watches do
 * not take before the reset; and at most half of that where other watches live on it, too. Those pace themselves by the rest.
 */
export function searchesClaimed(state: PlannerState, budgets: Budgets, now: Instant): number {
  const day = quotaDay(now);
  const wanted = state.discoveries.inOrder().reduce((sum, discovery) => sum + searchesWanted(discovery, day), 0);
  if (wanted === 0) return 0;
  const { limit, used } = budgets.search;
  const searches = state.watches.inOrder().filter(({ paused, source }) => !paused && source.kind === "search");
  const untilReset = between(now, day.resetsAt);
  const fixed = searches.reduce((sum, { cadence: { every } }) => sum + (every ? Math.ceil(untilReset / every) : 0), 0);
  const free = Math.max(0, limit - used - fixed);
  const isShared = searches.some(({ cadence }) => cadence.every === null);
  return Math.min(wanted, isShared ? Math.floor(free / 2) : free);
}

/** What a discovery would search for today, if it could. */
function searchesWanted(discovery: Exploration, day: QuotaDay): number {
  const { terms } = discovery;
  if (terms.paused || !terms.sources.includes("search")) return 0;
  if (terms.until !== null && discovery.matching >= terms.until) return 0;
  if (discovery.look("search", day.day) === null) return 0;
  return Math.max(0, terms.budget.searchesPerDay - discovery.spentOn(day.day).searches);
}
