import { between, type Duration, days, type Instant, latest, minus } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

/** What a watch has learned of itself: sums that fade, so that each can go on from its row alone. */
export interface WatchYield {
  /** New videos, over how long a time, and pages read beyond the first of each run. */
  readonly news: number;
  readonly exposure: Duration;
  readonly extraPages: number;
  /** What was published before this has been read when it was old: search will hardly show anything new of it. */
  readonly ripe: Instant;
  /** Of the results of second readings: how many were seen for the first time, and how many there were. */
  readonly lateNews: number;
  readonly lateResults: number;
}

/** Before anything is known a watch is taken to find ten videos a day; a day of runs outweighs it. */
const PRIOR_NEWS = 1;
const PRIOR_EXPOSURE: Duration = days(0.1);

/** Before anything is known two results in a hundred are late; two stretches read again outweigh it. */
const PRIOR_LATE_NEWS = 0.5;
const PRIOR_LATE_RESULTS = 25;

/** The yield that a watch's row tells; of one that never ran, what is supposed. */
export function yieldOf({ learned, watermark }: TrackedWatch): WatchYield {
  const [news = 0, exposure = 0, extraPages = 0, ripe = watermark, lateNews = 0, lateResults = 0] = learned;
  return {
    news,
    exposure: exposure as Duration,
    extraPages,
    ripe: ripe as Instant,
    lateNews,
    lateResults,
  };
}

/** The numbers as a row keeps them. */
export const learnedOf = (known: WatchYield): readonly number[] => [
  known.news,
  known.exposure,
  known.extraPages,
  known.ripe,
  known.lateNews,
  known.lateResults,
];

/** New videos a millisecond. Never 0: a watch that has long found nothing is only ever thought slow. */
export const newsRate = ({ news, exposure }: WatchYield): number => (news + PRIOR_NEWS) / (exposure + PRIOR_EXPOSURE);

/** Pages a millisecond beyond the first of each run. */
export const extraRate = ({ extraPages, exposure }: WatchYield): number => extraPages / (exposure + days(1));

/** The share of results that a second reading shows for the first time. */
export const lateShare = ({ lateNews, lateResults }: WatchYield): number =>
  (lateNews + PRIOR_LATE_NEWS) / (lateResults + PRIOR_LATE_RESULTS);

/** What is known after a run that ends a time without one: the older counts less. */
export function faded(known: WatchYield, time: Duration, policy: WatchingPolicy): WatchYield {
  const left = Math.exp(-time / policy.memory);
  return {
    ...known,
    news: known.news * left,
    exposure: (known.exposure * left + time) as Duration,
    extraPages: known.extraPages * left,
    lateNews: known.lateNews * left,
    lateResults: known.lateResults * left,
  };
}

/** The yield after all ground was read that is as old as may be looked for. */
export const ripened = (known: WatchYield, readAt: Instant, policy: WatchingPolicy): WatchYield => ({
  ...known,
  ripe: latest(known.ripe, minus(readAt, policy.ripeAfter)),
});

/** How long a stretch of time is read at once, so that search answers it whole. */
export function sliceLength(known: WatchYield, policy: WatchingPolicy): Duration {
  const length = policy.sliceResults / newsRate(known);
  return Math.floor(Math.min(policy.sliceMost, Math.max(policy.sliceLeast, length))) as Duration;
}

/** How many results are to be expected of a stretch of publication times. */
export const expectedResults = (known: WatchYield, from: Instant, to: Instant): number =>
  newsRate(known) * Math.max(0, between(from, to));
