import type { Bucket } from "./quota.ts";
import { type Duration, days, hours, minutes } from "./time.ts";
import type { Cadence, WatchSource } from "./watch.ts";

/** The least and the most time that may lie between two runs of a watch. */
export const EVERY_LEAST: Duration = minutes(1);
export const EVERY_MOST: Duration = days(30);

/**
 * A watch that chooses its own cadence stays between these unless a person says otherwise. Below ten minutes the first page
 * of a search hardly changes, and below an hour a chart; a day is as long as anybody wants to wait for quiet ones.
 */
export const EVERY_MIN_DEFAULT: Readonly<Record<WatchSource["kind"], Duration>> = {
  search: minutes(10),
  chart: hours(1),
};
export const EVERY_MAX_DEFAULT: Duration = days(1);

/** A search page holds 50 results, and so does a chart's; a chart has 200 at most (docs/youtube-api.md). */
const CHART_PAGES_MOST = 4;

/** What a watch's calls draw on. */
export const bucketOfWatch = (kind: WatchSource["kind"]): Exclude<Bucket, "batch"> =>
  kind === "search" ? "search" : "default";

/** Runs a day at a fixed distance; every run costs one call at least. */
export const runsADay = (every: Duration): number => days(1) / every;

/** What else draws on a bucket when the cost of a watch is reckoned. */
export interface BucketShare {
  /** Units a day of all projects whose keys can be used. */
  readonly limit: number;
  /** Calls a day of the other watches whose cadence is fixed: their first pages. */
  readonly fixed: number;
  /** The shares of the other watches that choose their own. */
  readonly shares: number;
}

/** What a watch will cost a day. */
export interface WatchCost {
  readonly bucket: ReturnType<typeof bucketOfWatch>;
  readonly runsPerDay: number;
  /** Runs times the pages of one. */
  readonly callsPerDay: number;
  readonly limit: number;
  readonly shareOfBucket: number;
}

/**
 * What a watch will cost at its cadence. One that chooses its own gets its share of what fixed ones leave, within its bounds:
 * what its yield makes of that share is planning's (docs/formulas/watches.md).
 *
 * @param pages how many pages a run takes, as far as is known; 1 and more.
 */
export function watchCost(kind: WatchSource["kind"], cadence: Cadence, among: BucketShare, pages: number): WatchCost {
  const bucket = bucketOfWatch(kind);
  const runsPerDay = cadence.every === null ? shared(cadence, among, pages) : runsADay(cadence.every);
  const callsPerDay = runsPerDay * pages;
  return {
    bucket,
    runsPerDay,
    callsPerDay,
    limit: among.limit,
    shareOfBucket: among.limit === 0 ? 0 : callsPerDay / among.limit,
  };
}

function shared({ share, everyMin, everyMax }: Cadence, { limit, fixed, shares }: BucketShare, pages: number): number {
  const runs = (Math.max(0, limit - fixed) * share) / (shares + share) / pages;
  return Math.min(runsADay(everyMin), Math.max(runsADay(everyMax), runs));
}

/** Whether the first pages of a fixed cadence fit into the day's bucket beside the other fixed ones'. */
export const fits = (every: Duration, { limit, fixed }: BucketShare): boolean => fixed + runsADay(every) <= limit;

/** The pages that a run is reckoned with before any is known. */
export const pagesExpected = (kind: WatchSource["kind"]): number => (kind === "search" ? 1 : CHART_PAGES_MOST);
