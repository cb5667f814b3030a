import type { SearchCall } from "#domain/call.ts";
import { toIso } from "#domain/iso-time.ts";
import type { QuotaDay } from "#domain/quota.ts";
import { between, type Duration, type Instant, latest, minus, plus } from "#domain/time.ts";
import { readsByDate, type SearchFilters, type TrackedWatch, type WatchTask } from "#domain/watch.ts";
import type { PlannerState } from "#planning/state.ts";
import type { CadenceInForce } from "./cadence.ts";
import { runWindow } from "./run-window.ts";
import { searchPace } from "./search-pace.ts";
import { secondReading } from "./second-reading.ts";
import { byOpening, isRunRest, isUnderWay } from "./stretch.ts";
import { watchAsked } from "./watch-asked.ts";
import type { WatchErrand } from "./watch-errand.ts";
import { spanWords, wordsOf } from "./watch-words.ts";
import { sliceLength, yieldOf } from "./watch-yield.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

type SearchWatch = TrackedWatch & { readonly source: { readonly kind: "search"; readonly filters: SearchFilters } };

/** What searches are planned under. */
interface SearchTerms {
  /** From when on searches may be asked. */
  readonly from: Instant;
  /** Searches left of the day. */
  readonly left: number;
  readonly day: QuotaDay;
}

/**
 * What could be searched for next, the more urgent first where two are due at once: the rest of a run, for its token is fresh
 * and its videos are new; runs; then by turns unfinished tasks, the longest open first, and what is to be read a second time.
 */
export function searchErrands(
  state: PlannerState,
  { from, left, day }: SearchTerms,
  policy: WatchingPolicy,
): WatchErrand[] {
  const watches = state.watches.inOrder().filter(isSearched);
  if (watches.length === 0 || left < 1) return [];
  const asked = watchAsked(state);
  const { cadences, taskSpacing } = searchPace(state.watches, watches, left, day, asked, policy);
  const tasksFrom = latest(from, plus(latest(asked.taskAt, asked.againAt), taskSpacing));
  const errands: WatchErrand[] = [];
  for (const watch of watches) {
    for (const task of watch.tasks)
      if (isUnderWay(task, watch)) errands.push(taskErrand(watch, task, latest(from, watch.notBefore), policy));
  }
  for (const watch of watches) errands.push(runErrand(state, watch, cadences.get(watch.id), from, policy));
  const open = watches.flatMap((watch) =>
    watch.tasks.filter((task) => !isUnderWay(task, watch)).map((task) => ({ watch, task })),
  );
  open.sort(
    (a, b) => a.task.openedAt - b.task.openedAt || (a.watch.id < b.watch.id ? -1 : 1) || byOpening(a.task, b.task),
  );
  const unfinished = open.map(({ watch, task }) => taskErrand(watch, task, latest(tasksFrom, watch.notBefore), policy));
  const again = watches.flatMap((watch) =>
    readsByDate(watch.source) ? (secondReadingErrand(state, watch, tasksFrom, policy) ?? []) : [],
  );
  // They take turns, so that neither holds up the other.
  return asked.againAt < asked.taskAt ? [...errands, ...again, ...unfinished] : [...errands, ...unfinished, ...again];
}

const isSearched = (watch: TrackedWatch): watch is SearchWatch => watch.source.kind === "search" && !watch.paused;

function runErrand(
  state: PlannerState,
  watch: SearchWatch,
  cadence: CadenceInForce | undefined,
  from: Instant,
  policy: WatchingPolicy,
): WatchErrand {
  const { ranAt } = watch;
  const due = ranAt === null || !cadence ? from : (Math.min(Number.MAX_SAFE_INTEGER, ranAt + cadence.every) as Instant);
  const at = latest(from, due, watch.notBefore);
  const publishedAfter = readsByDate(watch.source)
    ? runWindow(watch, state.watches.seenPublications(watch.id), policy, at)
    : sinceAsked(watch);
  return {
    at,
    call: {
      kind: "search",
      watchId: watch.id,
      filters: watch.source.filters,
      runAt: at,
      page: 0,
      pageToken: null,
      publishedAfter,
      publishedBefore: null,
    },
    why: ranAt === null ? `The first run of ${wordsOf(watch)}.` : cadenceWords(watch, cadence, ranAt, at),
  };
}

/** Orders other than by date have no ground to come back to: they look at everything, or as far as `since` asks. */
const sinceAsked = ({ since, createdAt }: TrackedWatch): Instant | null => (since < createdAt ? since : null);

function cadenceWords(watch: SearchWatch, cadence: CadenceInForce | undefined, ranAt: Instant, at: Instant): string {
  const last = `last read ${spanWords(between(ranAt, at))} before`;
  if (!cadence) return `${wordsOf(watch)}, ${last}.`;
  const every = `It is the time of ${wordsOf(watch)}: every ${spanWords(cadence.every)}`;
  if (cadence.stretch > 1) return `${every}, for the day's calls do not suffice for more; ${last}.`;
  return watch.cadence.every === null ? `${every}, by what it finds; ${last}.` : `${every}, as chosen; ${last}.`;
}

function secondReadingErrand(
  state: PlannerState,
  watch: SearchWatch,
  from: Instant,
  policy: WatchingPolicy,
): WatchErrand | null {
  const reading = secondReading(watch, state.watches.seenPublications(watch.id), policy);
  if (!reading) return null;
  const at = latest(from, reading.at, watch.notBefore);
  const { publishedAfter, publishedBefore } = reading;
  return {
    at,
    call: {
      kind: "search",
      watchId: watch.id,
      filters: watch.source.filters,
      runAt: at,
      page: 0,
      pageToken: null,
      publishedAfter,
      publishedBefore,
    },
    why: `What ${wordsOf(watch)} shows late of ${toIso(publishedAfter)} to ${toIso(publishedBefore)}.`,
  };
}

function taskErrand(watch: SearchWatch, task: WatchTask, from: Instant, policy: WatchingPolicy): WatchErrand {
  const isWhole = task.pageToken !== null || isRunRest(task);
  // Where tokens are refused, stretches are so short that they hardly need one.
  const length = sliceLength(yieldOf(watch), policy) / (task.attempts > 0 ? policy.tokenlessParts : 1);
  const slice = minus(task.publishedBefore, Math.ceil(length) as Duration);
  const call: SearchCall = {
    kind: "search",
    watchId: watch.id,
    filters: watch.source.filters,
    runAt: task.openedAt,
    page: task.pages,
    pageToken: task.pageToken,
    // A token belongs to the very query that it came from.
    publishedAfter: isWhole ? task.publishedAfter : latest(task.publishedAfter, slice),
    publishedBefore: isRunRest(task) ? null : task.publishedBefore,
  };
  return { at: latest(from, task.notBefore), call, why: `Page ${task.pages + 1} of ${wordsOf(watch)}. ${task.reason}` };
}
