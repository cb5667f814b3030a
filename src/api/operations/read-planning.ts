import type { Clock } from "#clock.ts";
import type { Budgets } from "#domain/quota.ts";
import { between, type Duration, type Instant, latest, plus, seconds } from "#domain/time.ts";
import { budgetsOf } from "#planning/budgets.ts";
import { draftVideos, type PlannerState, stateDraft, stateWith } from "#planning/state.ts";
import { readRowsApart } from "#storage/collecting/planner-rows.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { readVideos } from "#storage/videos/planner-videos.ts";

/** What planning knows, for those who explain it. Nobody but its collector may advance the state. */
export interface PlanningView {
  readonly state: PlannerState;
  readonly budgets: Budgets;
}

export type ReadPlanning = () => Promise<PlanningView>;

/** People reload; a view this old is as good as a new one. */
const KEPT_FOR: Duration = seconds(5);

/** Reading 500,000 rows takes seconds: views are kept so long that reading takes at most a twentieth of the time. */
const KEPT_PER_READING = 20;

/**
 * What planning knows: from the collector of this process while it holds the lease, else from the database alone, since
 * planning's memory is its rows. Requests that come while they are read share the reading.
 *
 * @param live the collector's own view; `null` while this process does not collect.
 */
export function planningReader(deps: { db: Db; clock: Clock; live: () => PlanningView | null }): ReadPlanning {
  let kept: { readonly view: Promise<PlanningView>; until: Instant } | null = null;
  return async () => {
    const live = deps.live();
    if (live) {
      kept = null;
      return live;
    }
    const now = deps.clock.now();
    if (kept && now < kept.until) return kept.view;
    const reading = { view: readPlanning(deps.db, now), until: plus(now, KEPT_FOR) };
    kept = reading;
    reading.view.then(
      () => {
        const took = between(now, deps.clock.now());
        reading.until = latest(reading.until, plus(now, (took * KEPT_PER_READING) as Duration));
      },
      () => {
        // A failure is told to those who waited for it, and not kept.
        if (kept === reading) kept = null;
      },
    );
    return reading.view;
  };
}

async function readPlanning(db: Db, now: Instant): Promise<PlanningView> {
  const { budgets, testable } = await readPulse(db, now);
  const draft = stateDraft();
  await readVideos(db, async (page) => draftVideos(draft, page));
  return { state: stateWith(draft, await readRowsApart(db)), budgets: budgetsOf(budgets, testable) };
}
