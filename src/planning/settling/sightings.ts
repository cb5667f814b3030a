import type { Instant } from "#domain/time.ts";
import type { TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";

/** The row of a video seen for the first time: to be described as soon as can be. */
export const sightingOf = (
  channel: Pick<TrackedChannel, "id" | "weight" | "watched">,
  seen: { readonly videoId: VideoId; readonly publishedAt: Instant | null; readonly shortsLink: boolean | null },
  at: Instant,
): TrackedVideo => ({
  id: seen.videoId,
  channelId: channel.id,
  publishedAt: seen.publishedAt,
  startAt: null,
  format: "unknown",
  shortsLink: seen.shortsLink,
  weight: channel.weight,
  watched: channel.watched,
  searched: false,
  firstSeenAt: at,
  last: null,
  previous: null,
  describeAt: at,
  describeWhy: "new",
  missingSince: null,
  goneAt: null,
});
