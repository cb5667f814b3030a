import { type Duration, type Instant, minus, minutes, plus } from "#domain/time.ts";
import { share } from "./random.ts";

/*
 * How search is unlike a list, as pure functions of query, video and instant. That results come late, out of order and not
 * at all is reported; how many and by how much nobody has measured: all numbers here are assumed.
 */

/** Search forgets some videos for each query for ever; reports go up to half. */
const OMITTED_SHARE = 0.03;

export const isOmitted = (query: string, id: string): boolean => share("omitted", query, id) < OMITTED_SHARE;

/** Lateness by its share of the videos: even in the logarithm between two bounds in minutes. */
const LATENESS = [
  { share: 0.75, from: 0.5, to: 15 },
  { share: 0.18, from: 15, to: 180 },
  { share: 0.06, from: 180, to: 1200 },
  { share: 0.01, from: 1200, to: 2400 },
] as const;

/** How long after its publication a video is first found. */
export function searchLag(id: string): Duration {
  let place = share("search lag", id);
  for (const band of LATENESS) {
    if (place < band.share) return minutes(band.from * (band.to / band.from) ** (place / band.share));
    place -= band.share;
  }
  return minutes(LATENESS[0].to);
}

/** A video is left out of the answers of some minutes, and is back in the next. */
const MISSING_SHARE = 0.01;
const MISSING_FOR: Duration = minutes(10);

export const isMissing = (query: string, id: string, at: Instant): boolean =>
  share("search missing", query, id, Math.floor(at / MISSING_FOR)) < MISSING_SHARE;

/** Few results stand as if they were up to an hour older or younger than they are. */
const MISPLACED_SHARE = 0.02;
const MISPLACED_MOST: Duration = minutes(60);

/** The instant by which a result is ordered. */
export function orderedBy(query: string, id: string, publishedAt: Instant): Instant {
  const place = share("misplaced", query, id) / MISPLACED_SHARE;
  if (place >= 1) return publishedAt;
  const by = minutes((MISPLACED_MOST / minutes(1)) * (2 * place - 1));
  return by < 0 ? minus(publishedAt, -by as Duration) : plus(publishedAt, by);
}

/** Up to so many results are shown whole; of many more, half are left out. */
const WHOLE = 200;
const HALVED_BY = 1700;
const THINNED_MOST = 0.5;

/** Whether a video is left out because its window holds so many that search does not show them all. */
export function isThinnedOut(query: string, id: string, results: number): boolean {
  const thinned = Math.min(1, Math.max(0, results - WHOLE) / (HALVED_BY - WHOLE)) * THINNED_MOST;
  return share("thinned", query, id) < thinned;
}
