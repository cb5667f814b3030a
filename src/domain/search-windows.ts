import { anyOf, dayStart, epochDay, type TermQuery, TIME_SCALES, timeTerm } from "./search-terms.ts";
import type { Instant } from "./time.ts";

/**
 * A stretch of publication times, `from` inclusive to `before` exclusive; `null` = without end on that side. `terms`
 * finds exactly the videos in it by the index of words, `null` where it has no such terms and the instants must do.
 */
export interface SearchWindow {
  readonly terms: TermQuery | null;
  readonly from: Instant | null;
  readonly before: Instant | null;
}

/** How far a search has come: matches found in all windows so far, and how many more are wanted. */
export interface SearchProgress {
  readonly found: number;
  readonly wanted: number;
}

/** A window in which nothing is found is followed by one so many times as long. */
const LEAP = 8;
/** So many days are covered by windows with terms: about half the age of YouTube. */
const DAYS_MAX = 4096;
/** A window reaches this much further than the matches found so far let expect to be enough. */
const MARGIN = 1.25;

/** A walk through windows: each `next` may tell what the windows so far have brought. */
export type SearchWindows = Generator<SearchWindow, void, SearchProgress | undefined>;

/**
 * Windows from the UTC day of `start` back, newest first: that day alone, then as many days as the matches found so far
 * let expect to be enough, or eight times as many as before where nothing is known of that; the last has no beginning. They
 * share no instant and together are all up to the end of that day. So a word of every third video is found in the first, and
 * one that hardly any has costs six look-ups.
 */
export function* windowsBack(start: Instant): SearchWindows {
  const first = epochDay(start) + 1;
  let day = first;
  let progress: SearchProgress | undefined;
  for (let days = 1; first - day < DAYS_MAX; ) {
    const step = stepOf(days);
    const from = Math.floor((day - days) / step) * step;
    const length = day - from;
    const known = progress;
    progress = yield windowOf(from, day);
    day = from;
    days = nextLength(length, first - day, known, progress);
  }
  yield { terms: null, from: null, before: dayStart(day) };
}

/** The same from the UTC day of `start` on, oldest first; the last window has no end. */
export function* windowsOn(start: Instant): SearchWindows {
  const first = epochDay(start);
  let day = first;
  let progress: SearchProgress | undefined;
  for (let days = 1; day - first < DAYS_MAX; ) {
    const step = stepOf(days);
    const to = Math.ceil((day + days) / step) * step;
    const length = to - day;
    const known = progress;
    progress = yield windowOf(day, to);
    day = to;
    days = nextLength(length, day - first, known, progress);
  }
  yield { terms: null, from: dayStart(day), before: null };
}

/** Long windows end where a longer step of time does, so that few terms make them up. */
const stepOf = (days: number): number => TIME_SCALES.findLast((step) => step * LEAP <= days) ?? 1;

/** How many days the next window has, after one of `length`, with `covered` in all. */
function nextLength(
  length: number,
  covered: number,
  before: SearchProgress | undefined,
  now: SearchProgress | undefined,
): number {
  const leap = Math.min(length * LEAP, DAYS_MAX);
  if (!now || now.found === (before?.found ?? 0)) return leap;
  const expected = Math.ceil((MARGIN * covered * now.wanted) / now.found);
  // Half of what is covered at least: where matches become fewer, few windows must still be enough.
  return Math.min(leap, Math.max(expected, Math.ceil(covered / 2)));
}

/** The days `from` to `to` (exclusive), made up of the longest steps of time that lie in them. */
function windowOf(from: number, to: number): SearchWindow {
  const terms: TermQuery[] = [];
  for (let day = from; day < to; ) {
    const scale = TIME_SCALES.findLastIndex((days) => day % days === 0 && day + days <= to);
    const days = TIME_SCALES[scale] ?? 1;
    terms.push(timeTerm(scale, day / days));
    day += days;
  }
  return { terms: anyOf(terms), from: dayStart(from), before: dayStart(to) };
}
