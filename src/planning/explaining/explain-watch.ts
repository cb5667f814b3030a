import { toIso } from "#domain/iso-time.ts";
import { type Budgets, quotaDay } from "#domain/quota.ts";
import { earliest, type Instant } from "#domain/time.ts";
import type { TrackedWatch, WatchId } from "#domain/watch.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { watchErrands } from "#planning/watching/plan-watching.ts";

/** When a watch asks next, and why then. */
export interface NextRun {
  /** `null` where nothing is foreseen. */
  readonly nextRunAt: Instant | null;
  readonly why: string;
}

/**
 * When the next page of this watch is asked for: of its next run, or of what it has left to read, as things stand. `null` for
 * a watch that planning does not know, or knows to be paused.
 *
 * @param budgets those of the quota day that contains `now`.
 */
export function explainWatch(
  state: PlannerState,
  budgets: Budgets,
  policy: Policy,
  id: WatchId,
  now: Instant,
): NextRun | null {
  const watch = state.watches.get(id);
  if (!watch || watch.paused) return null;
  const mine = watchErrands(state, budgets, policy, now).filter(({ call }) => call.watchId === id);
  const nextRunAt = mine.length === 0 ? null : earliest(...mine.map(({ at }) => at));
  const next = mine.find(({ at }) => at === nextRunAt);
  if (nextRunAt !== null && next) return { nextRunAt, why: next.why };
  return whyNothing(watch, budgets, quotaDay(now).resetsAt);
}

/** Nothing can be asked for only where units are wanting. */
function whyNothing({ source }: TrackedWatch, { search }: Budgets, resetsAt: Instant): NextRun {
  if (source.kind === "chart") return { nextRunAt: null, why: "No unit is to spare for charts before the reset." };
  if (search.limit === 0) return { nextRunAt: null, why: "There is no key that can be used to search with." };
  return { nextRunAt: resetsAt, why: `The day's searches are spent: it goes on at the reset at ${toIso(resetsAt)}.` };
}
