import type { Instant } from "#domain/time.ts";
import type { Learned } from "#domain/tracked.ts";
import type { PlannerState } from "#planning/state.ts";

/** When watches last asked: the pace is reckoned from it, so that it stays the same while nothing happens. */
export interface WatchAsked {
  readonly searchAt: Instant;
  /** The last page of an unfinished task. */
  readonly taskAt: Instant;
  readonly chartAt: Instant;
  /** The last second reading. */
  readonly againAt: Instant;
}

const WATCH_ASKED = "watch-asked";

export function watchAsked({ learned }: PlannerState): WatchAsked {
  const [searchAt = 0, taskAt = 0, chartAt = 0, againAt = 0] = learned.get(WATCH_ASKED) ?? [];
  return {
    searchAt: searchAt as Instant,
    taskAt: taskAt as Instant,
    chartAt: chartAt as Instant,
    againAt: againAt as Instant,
  };
}

/** What is remembered of a page that was asked for. */
export function watchAskedNow(state: PlannerState, changes: Partial<WatchAsked>): Learned {
  const { searchAt, taskAt, chartAt, againAt } = { ...watchAsked(state), ...changes };
  return { subject: WATCH_ASKED, values: [searchAt, taskAt, chartAt, againAt] };
}
