import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Instant, latest, minus, plus, seconds } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import { ripeFrom } from "./run-window.ts";
import { lateShare, yieldOf } from "./watch-yield.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

/** A stretch to be read once more, and from when on. */
export interface SecondReading {
  readonly at: Instant;
  readonly publishedAfter: Instant;
  readonly publishedBefore: Instant;
}

/**
 * The places of a page kept free for what is late, beyond what is expected of it: so many deviations and one more, so that
 * one reading in thirty takes a second page.
 */
const DEVIATIONS = 2;

/** However little second readings promise, one stretch in so many is read, to learn of it when that changes. */
const STRETCHES_MOST = 8;

/**
 * The next stretch whose runs are too full to look so far back: it is read once more, alone, when all of it is ripe and what
 * is known of it nearly fills a page. Where such readings have promised less than they are worth, one stretch in several.
 *
 * @returns `null` while no such stretch is full: then a run's own first page may yet reach down to it.
 */
export function secondReading(
  watch: TrackedWatch,
  seen: readonly Instant[],
  policy: WatchingPolicy,
): SecondReading | null {
  if (watch.ranAt === null) return null;
  const from = ripeFrom(watch);
  const stretches = stretchesFor(watch, policy);
  const first = firstAt(seen, from);
  const results = resultsOf(watch);
  const last = seen[first + stretches * results - 1];
  if (last === undefined) return null;
  const begin = seen[first + (stretches - 1) * results];
  const publishedBefore = plus(last, seconds(1));
  return {
    at: plus(publishedBefore, policy.ripeAfter),
    publishedAfter: stretches === 1 ? from : latest(from, begin ?? from),
    publishedBefore,
  };
}

/** How many pages' worth of known results are ripe at an instant and have not been read a second time. */
export function ripePages(watch: TrackedWatch, seen: readonly Instant[], policy: WatchingPolicy, at: Instant): number {
  if (watch.ranAt === null) return 0;
  const ripe = firstAt(seen, minus(at, policy.ripeAfter)) - firstAt(seen, ripeFrom(watch));
  return Math.max(0, Math.floor(ripe / (resultsOf(watch) * stretchesFor(watch, policy))));
}

/** How many known results a stretch holds, so that with what is late of it they just fill a page. */
function resultsOf(watch: TrackedWatch): number {
  const late = IDS_PER_CALL * lateShare(yieldOf(watch));
  return Math.max(IDS_PER_CALL / 2, Math.floor(IDS_PER_CALL - 1 - late - DEVIATIONS * Math.sqrt(late)));
}

/** Of how many stretches one is read again. */
function stretchesFor(watch: TrackedWatch, policy: WatchingPolicy): number {
  const promised = IDS_PER_CALL * lateShare(yieldOf(watch));
  return Math.min(STRETCHES_MOST, Math.max(1, Math.ceil(policy.sweepWorth / promised)));
}

/** The place of the first that is not before an instant. */
function firstAt(rising: readonly Instant[], from: Instant): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
