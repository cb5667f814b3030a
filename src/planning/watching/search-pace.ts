import { IDS_PER_CALL, type QuotaDay } from "#domain/quota.ts";
import { between, type Duration, type Instant, latest, minutes } from "#domain/time.ts";
import type { TrackedWatch, WatchId, WatchTask } from "#domain/watch.ts";
import { type CadenceInForce, cadencesOf } from "./cadence.ts";
import { ripePages } from "./second-reading.ts";
import { isUnderWay } from "./stretch.ts";
import type { WatchAsked } from "./watch-asked.ts";
import type { WatchTable } from "./watch-table.ts";
import { expectedResults, extraRate, yieldOf } from "./watch-yield.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

/** How the rest of the day's searches is shared. */
export interface SearchPace {
  readonly cadences: ReadonlyMap<WatchId, CadenceInForce>;
  /** The least time between two pages that are no run's: of unfinished tasks, and second readings. */
  readonly taskSpacing: Duration;
}

/** Whatever else there is to read, runs keep this share of the bucket. */
const RUNS_SHARE_LEAST = 0.5;

/** When little of the day is left, calls are not crowded closer than this would. */
const TIME_LEAST: Duration = minutes(1);

/**
 * The pace at which the searches left last until the reset. Reckoned from the last search, so that it stays the same while
 * nothing happens.
 *
 * @param table of which `watches` are the searches that are not paused, by id.
 * @param left searches left of the day, of all projects.
 */
export function searchPace(
  table: WatchTable,
  watches: readonly TrackedWatch[],
  left: number,
  day: QuotaDay,
  asked: WatchAsked,
  policy: WatchingPolicy,
): SearchPace {
  const time = timeLeft(day, asked.searchAt);
  const rate = left / time;
  const extra = watches.reduce((sum, watch) => sum + extraRate(yieldOf(watch)), 0);
  const base = latest(day.startsAt, asked.searchAt);
  const backlog = watches.reduce(
    (sum, watch) => sum + backlogPages(watch) + ripePages(watch, table.seenPublications(watch.id), policy, base),
    0,
  );
  const tasks = Math.min(policy.taskShare * rate, backlog / policy.taskSpan);
  const runs = Math.max(RUNS_SHARE_LEAST * rate, rate - extra - tasks);
  return {
    cadences: cadencesOf(watches, runs, () => 1),
    taskSpacing: Math.ceil(tasks > 0 ? 1 / tasks : 0) as Duration,
  };
}

/** The time from the last call of the day, or its start, to the reset. */
export const timeLeft = (day: QuotaDay, askedAt: Instant): Duration =>
  Math.max(TIME_LEAST, between(latest(day.startsAt, askedAt), day.resetsAt)) as Duration;

const backlogPages = (watch: TrackedWatch): number =>
  watch.tasks.reduce((sum, task) => sum + (isUnderWay(task, watch) ? 0 : pagesOf(task, watch)), 0);

function pagesOf(task: WatchTask, watch: TrackedWatch): number {
  const expected = expectedResults(yieldOf(watch), task.publishedAfter, task.publishedBefore);
  // A list that has gone on for long will go on.
  return Math.max(task.pages, 1, Math.ceil(expected / IDS_PER_CALL));
}
