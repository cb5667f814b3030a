import { isoOrNull } from "#api/http/iso.ts";
import type { PlanningView } from "#api/operations/read-planning.ts";
import { toIso } from "#domain/iso-time.ts";
import { between, days, type Instant } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { type BucketShare, pagesExpected, runsADay, type WatchCost, watchCost } from "#domain/watch-cost.ts";
import { explainWatch } from "#planning/explaining/explain-watch.ts";
import type { Policy } from "#planning/policy.ts";
import type { WatchRow } from "#storage/watches/watch-reads.ts";
import { cadenceOf } from "#storage/watches/watch-rows.ts";
import type { WatchDetail, WatchItem } from "./watches-contract.ts";

/** What all active watches of each kind draw from its bucket. */
export type Buckets = Readonly<Record<WatchRow["kind"], BucketShare>>;

/** A stored watch as the API gives it. */
export function watchItemOf(row: WatchRow, buckets: Buckets, now: Instant): WatchItem {
  const { id, name, kind, state, version, runs, calls, found, tasksLeft, trouble } = row;
  return {
    ...{ id, name, kind, state, version, runs, calls, found, tasksLeft, trouble },
    filters: row.filters as Record<string, string>,
    cadence: {
      everySeconds: row.everySeconds,
      everyMinSeconds: row.everyMinSeconds,
      everyMaxSeconds: row.everyMaxSeconds,
      share: row.share,
    },
    since: toIso(row.since),
    createdAt: toIso(row.createdAt),
    watermark: toIso(row.watermark),
    lastRunAt: isoOrNull(row.ranAt),
    newPerDay: {
      last7Days: row.newInWeek / daysWatched(row, 7, now),
      last30Days: row.newInMonth / daysWatched(row, 30, now),
      derived: true,
    },
    cost: costOf(row, buckets[kind]),
  };
}

/** Of a watch added an hour ago nothing can be said of a whole day: it is taken to have run for one. */
const daysWatched = ({ createdAt }: WatchRow, span: number, now: Instant): number =>
  Math.min(span, Math.max(1, between(createdAt, now) / days(1)));

function costOf(row: WatchRow, all: BucketShare): WatchItem["cost"] {
  const pages = row.pagesARun ?? pagesExpected(row.kind);
  return costAnswer(watchCost(row.kind, cadenceIn(row), withoutOwn(row, all), pages), pages);
}

/** A cost as answers write it. */
export const costAnswer = (cost: WatchCost, pagesPerRun: number): WatchItem["cost"] => ({
  ...cost,
  pagesPerRun,
  derived: true,
});

/** What the others draw: only an active watch is among those that were summed. */
function withoutOwn(row: WatchRow, all: BucketShare): BucketShare {
  if (row.state !== "active") return all;
  const { every, share } = cadenceIn(row);
  return every === null
    ? { ...all, shares: Math.max(0, all.shares - share) }
    : { ...all, fixed: Math.max(0, all.fixed - runsADay(every)) };
}

export const cadenceIn = (row: WatchRow) =>
  cadenceOf({
    every_seconds: row.everySeconds,
    every_min_seconds: row.everyMinSeconds,
    every_max_seconds: row.everyMaxSeconds,
    share: row.share,
  });

/** When a watch asks next, and why; a sentence also for one that nobody asks for, or that planning has not seen yet. */
export function nextRunOf(
  row: WatchRow,
  view: PlanningView | null,
  policy: Policy,
  now: Instant,
): Pick<WatchDetail, "nextRunAt" | "why"> {
  switch (row.state) {
    case "removed":
      return { nextRunAt: null, why: "It was removed: its runs stay, and nobody asks any more." };
    case "paused":
      return { nextRunAt: null, why: "It is paused: it keeps its place and asks nothing." };
    case "active":
      break;
  }
  const next = view && explainWatch(view.state, view.budgets, policy, row.id as WatchId, now);
  if (!next) return { nextRunAt: null, why: "The collector has yet to take the last change up: that takes seconds." };
  return { nextRunAt: isoOrNull(next.nextRunAt), why: next.why };
}
