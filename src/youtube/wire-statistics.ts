import { z } from "zod";
import type { VideoStatistics } from "#domain/reply.ts";
import { count, part } from "./wire-fields.ts";
import { videoId } from "./wire-ids.ts";
import { type Parsed, readItems } from "./wire-list.ts";

/** The `statistics` part of a video, as `Counters`: all `null` when the part itself is missing. */
export const videoCounters = part({ viewCount: count, likeCount: count, commentCount: count }).transform((said) => ({
  views: said?.viewCount ?? null,
  likes: said?.likeCount ?? null,
  comments: said?.commentCount ?? null,
}));

/** What both ways of sampling ask for; of everything `videos:batchGetStats` can say, nothing else is needed. */
export const STATISTICS_QUERY = {
  part: "id,statistics",
  fields: "kind,items(id,statistics(viewCount,likeCount,commentCount))",
} as const;

const item = z
  .object({ id: videoId, statistics: videoCounters })
  .transform(({ id, statistics }): VideoStatistics => ({ id, ...statistics }));

/**
 * Reads `videos:batchGetStats` or `videos.list`. No answer of the former was ever found recorded (docs/youtube-api.md), so any
 * `kind` of YouTube's is taken, and `summary` and durations are not looked at: missing ids are those not answered.
 */
export function readStatisticsAnswer(text: string): Parsed<readonly VideoStatistics[]> {
  return readItems(text, /^youtube#/, item);
}
