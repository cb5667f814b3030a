import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { isLeftOut } from "./faults.ts";
import { type Query, readParts } from "./query.ts";
import type { Answer } from "./refusal.ts";
import { invalidFilters, missingParameter } from "./request-refusals.ts";
import { durationAt, statisticsOf, visibleVideos } from "./videos-endpoint.ts";
import { wireTime } from "./wire-time.ts";
import { publishedAtAt, type World } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(["contentDetails", "id", "snippet", "statistics"]);

/**
 * `videos:batchGetStats`. `missingShare` of the ids are left out although they are alive: the method is documented as
 * not atomic. It has no `summary`, as in the one answer that was called real; that its duration is ISO 8601 is the
 * documentation's word.
 */
export function batchGetStats(world: World, query: Query, at: Instant, missingShare: number): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const ids = query.list("id");
  if (ids.length === 0) return missingParameter("id");
  if (ids.length > IDS_PER_CALL) return invalidFilters;
  const items = visibleVideos(world, ids, at)
    .filter((video) => !isLeftOut(video.id, at, missingShare))
    .map((video) => ({
      kind: "youtube#videoStats",
      etag: "",
      id: video.id,
      ...(parts.has("snippet") ? { snippet: { publishTime: wireTime(publishedAtAt(video, at)) } } : {}),
      ...(parts.has("statistics") ? { statistics: batchStatisticsOf(world, video, at, "batch") } : {}),
      ...(parts.has("contentDetails") ? { contentDetails: { duration: durationAt(video, at) ?? "P0D" } } : {}),
    }));
  return { status: 200, body: { kind: "youtube#batchGetStatsResponse", etag: "", items } };
}

/** The same counters as `videos.list`, without the ever-zero favourites. */
function batchStatisticsOf(...asked: Parameters<typeof statisticsOf>): object {
  const { favoriteCount: _, ...statistics } = statisticsOf(...asked);
  return statistics;
}
