import { type Budgets, quotaDay } from "#domain/quota.ts";
import { between, type Instant, latest } from "#domain/time.ts";
import type { ChartFilters, TrackedWatch } from "#domain/watch.ts";
import { termsOf } from "#planning/finding/errand.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { cadencesOf } from "./cadence.ts";
import { timeLeft } from "./search-pace.ts";
import { isUnderWay } from "./stretch.ts";
import { watchAsked } from "./watch-asked.ts";
import type { WatchErrand } from "./watch-errand.ts";
import { spanWords, wordsOf } from "./watch-words.ts";

type ChartWatch = TrackedWatch & { readonly source: { readonly kind: "chart"; readonly filters: ChartFilters } };

/** A chart ends at 200 (docs/youtube-api.md). */
export const CHART_PAGES_MOST = 4;

/**
 * The pages of charts that could be read next. They cost units that channels may need, so runs spend a share of what is
 * spare until the reset; one that has begun is read to its end.
 *
 * @param from from when on the Data API may be asked.
 */
export function chartErrands(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant, from: Instant) {
  const watches = state.watches.inOrder().filter(isCharted);
  const { limit, used } = budgets.default;
  if (watches.length === 0 || used >= limit) return [];
  const errands: WatchErrand[] = [];
  for (const watch of watches) {
    for (const task of watch.tasks) {
      if (!isUnderWay(task, watch)) continue;
      errands.push({
        at: latest(from, task.notBefore, watch.notBefore),
        call: callOf(watch, { runAt: task.openedAt, page: task.pages, pageToken: task.pageToken }),
        why: `Page ${task.pages + 1} of ${wordsOf(watch)}.`,
      });
    }
  }
  const day = quotaDay(now);
  const { chartAt } = watchAsked(state);
  const spare = termsOf(state, budgets, policy.discovery, latest(day.startsAt, chartAt)).spare;
  if (spare < 1) return errands;
  const pace = (policy.watching.chartShare * spare) / timeLeft(day, chartAt);
  const cadences = cadencesOf(watches, pace, () => CHART_PAGES_MOST);
  for (const watch of watches) {
    const every = cadences.get(watch.id)?.every;
    const { ranAt } = watch;
    const due =
      ranAt === null || every === undefined ? from : (Math.min(Number.MAX_SAFE_INTEGER, ranAt + every) as Instant);
    const at = latest(from, due, watch.notBefore);
    errands.push({
      at,
      call: callOf(watch, { runAt: at, page: 0, pageToken: null }),
      why:
        ranAt === null || every === undefined
          ? `The first run of ${wordsOf(watch)}.`
          : `It is the time of ${wordsOf(watch)}: every ${spanWords(every)}; last read ${spanWords(between(ranAt, at))} before.`,
    });
  }
  return errands;
}

const isCharted = (watch: TrackedWatch): watch is ChartWatch => watch.source.kind === "chart" && !watch.paused;

const callOf = (
  { id, source }: ChartWatch,
  place: { readonly runAt: Instant; readonly page: number; readonly pageToken: string | null },
) => ({ kind: "chart" as const, watchId: id, filters: source.filters, ...place });
