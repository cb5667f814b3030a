import type { Clock } from "#clock.ts";
import { LANES } from "#domain/plan.ts";
import { quotaDay } from "#domain/quota.ts";
import { between, type Duration, type Instant, latest, plus, seconds } from "#domain/time.ts";
import { budgetsOf } from "#planning/budgets.ts";
import { planNext } from "#planning/plan-next.ts";
import type { Policy } from "#planning/policy.ts";
import { stateOf } from "#planning/state.ts";
import type { Db } from "#storage/database.ts";
import { readTrackedRows } from "#storage/planner-rows.ts";
import { readPulse } from "#storage/planning-changes.ts";
import type { ReadPlans } from "./plan.ts";

/** People reload; a plan this old is as good as a new one. */
const KEPT_FOR: Duration = seconds(5);

/** Reading 500,000 rows takes seconds: plans are kept so long that reading takes at most a twentieth of the time. */
const KEPT_PER_READING = 20;

/**
 * Plans as the collector would make them, from the database alone: planning's memory is its rows, so any process can
 * say what comes next. Requests that come while a plan is made share it.
 */
export function planReader(deps: { db: Db; clock: Clock; policy: Policy }): ReadPlans {
  let kept: { readonly plans: ReturnType<ReadPlans>; until: Instant } | null = null;
  return () => {
    const now = deps.clock.now();
    if (kept && now < kept.until) return kept.plans;
    const reading = { plans: readPlans(deps, now), until: plus(now, KEPT_FOR) };
    kept = reading;
    reading.plans.then(
      () => {
        const took = between(now, deps.clock.now());
        reading.until = latest(reading.until, plus(now, (took * KEPT_PER_READING) as Duration));
      },
      () => {
        // A failure is told to those who waited for it, and not kept.
        if (kept === reading) kept = null;
      },
    );
    return reading.plans;
  };
}

async function readPlans({ db, policy }: { db: Db; policy: Policy }, now: Instant): ReturnType<ReadPlans> {
  const { budgets } = await readPulse(db, quotaDay(now).day);
  const state = stateOf(await readTrackedRows(db));
  return LANES.map((lane) => ({ lane, plan: planNext(lane, state, budgetsOf(budgets), policy, now) }));
}
