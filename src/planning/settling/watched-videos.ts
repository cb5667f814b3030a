import type { SearchHit } from "#domain/reply.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { sightingOf } from "./sightings.ts";

/** What a watch says of a video. */
type Shown = Pick<SearchHit, "videoId" | "channelId" | "publishedAt">;

/**
 * The row of a video that a watch has shown: from now on it is kept even when nobody tracks its channel. A video never seen
 * before is a sighting, of its channel's weight when that is tracked. The known row itself when there is nothing to change.
 */
export function searchedRow(
  state: PlannerState,
  { videoId, channelId, publishedAt }: Shown,
  at: Instant,
): TrackedVideo {
  const known = videoOf(state.videos, videoId);
  if (known) return known.searched ? known : { ...known, searched: true };
  const channel = state.channels.get(channelId) ?? { id: channelId, weight: 1, watched: false };
  return { ...sightingOf(channel, { videoId, publishedAt, shortsLink: null }, at), searched: true };
}
