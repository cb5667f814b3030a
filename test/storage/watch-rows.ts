import { hours, minutes, plus } from "#domain/time.ts";
import type { SearchFilters, TrackedWatch, WatchId, WatchPage } from "#domain/watch.ts";
import type { Db } from "#storage/database.ts";
import { addWatch, type WatchWish } from "#storage/watches/watches.ts";
import { NOON, videoId } from "./settlements.ts";

export const filters = (q: string, over: Partial<SearchFilters> = {}): SearchFilters => ({ q, order: "date", ...over });

/** What somebody wants watched, at a cadence of its own choosing. */
export const wish = (q: string, over: Partial<WatchWish> = {}): WatchWish => ({
  name: q,
  source: { kind: "search", filters: filters(q) },
  paused: false,
  cadence: { every: null, everyMin: minutes(10), everyMax: hours(24), share: 1 },
  since: NOON,
  ...over,
});

/** Adds a watch that nothing refuses. */
export async function added(db: Db, wanted: WatchWish, now = NOON): Promise<WatchId> {
  const outcome = await addWatch(db, wanted, now);
  if (outcome.kind !== "added") throw new Error(outcome.kind);
  return outcome.id;
}

/** A watch as it is right after it was added. */
export const freshWatch = (id: WatchId, wanted: WatchWish, now = NOON): TrackedWatch => ({
  id,
  source: wanted.source,
  paused: wanted.paused,
  cadence: wanted.cadence,
  since: wanted.since,
  createdAt: now,
  watermark: now,
  ranAt: null,
  runs: 0,
  calls: 0,
  found: 0,
  learned: [],
  notBefore: now,
  attempts: 0,
  trouble: null,
  tasks: [],
});

/** The only page of a run that showed these videos, published at noon. */
export const pageOf = (watchId: WatchId, videos: readonly number[], over: Partial<WatchPage> = {}): WatchPage => ({
  watchId,
  askedAt: over.runAt ?? plus(NOON, minutes(1)),
  runAt: plus(NOON, minutes(1)),
  page: 0,
  publishedAfter: NOON,
  publishedBefore: null,
  totalEstimate: 1_000_000,
  hits: videos.map((n) => ({ videoId: videoId(n), publishedAt: NOON })),
  firstRank: 1,
  news: videos.length,
  ...over,
});
