import type { ChannelId } from "#domain/channel.ts";
import { type Duration, type Instant, milliseconds, seconds } from "#domain/time.ts";
import { isAnnounced } from "./feed-text.ts";
import { Chance, share } from "./random.ts";
import { isPublic, type World, type WorldVideo } from "./world.ts";

/** Something of a channel that the hub has to tell. */
export interface HubEvent {
  readonly kind: "upload" | "edit" | "deletion";
  readonly at: Instant;
  readonly video: WorldVideo;
}

/** Half of the deletions are told by a tombstone, the rest by nothing [A]. */
const TOMBSTONE_SHARE = 0.5;
/** Channels that never fire: reported, and rare enough here that small worlds have none [A]. */
const SILENT_SHARE = 0.001;
/** Duplicates are reported by everybody; how many is [A]. */
const DUPLICATED_SHARE = 0.02;

/**
 * All that a hub ever tells of a channel, oldest first. Scheduled broadcasts are told when they are made and not
 * when they begin or end; edits only of titles and descriptions; unlisted videos not at all.
 */
export function hubEventsOf(world: World, channelId: ChannelId): readonly HubEvent[] {
  if (share("silent at the hub", channelId) < SILENT_SHARE) return [];
  const events = world.videosOf(channelId).flatMap((video): HubEvent[] => {
    const edits = world.editsOf(video.id).filter((edit) => isAnnounced(edit) && isPublic(video, edit.at));
    const { goneAt } = video;
    const isTold = goneAt !== null && goneAt > video.listedAt && share("tombstone", video.id) < TOMBSTONE_SHARE;
    return [
      ...(isPublic(video, video.listedAt) ? [{ kind: "upload", at: video.listedAt, video } as const] : []),
      ...edits.map(({ at }) => ({ kind: "edit", at, video }) as const),
      ...(isTold ? [{ kind: "deletion", at: goneAt, video } as const] : []),
    ];
  });
  return events.toSorted((a, b) => a.at - b.at || (a.video.id < b.video.id ? -1 : 1));
}

/** How long after an event its notification leaves: half a minute on average, and minutes for one in fifty [A]. */
export function pushDelay({ video, at }: HubEvent): Duration {
  const chance = new Chance("push delay", video.id, at);
  if (chance.happens(0.02)) return seconds(chance.between(120, 900));
  return milliseconds(Math.round(4000 - 16_000 * Math.log(1 - chance.uniform())));
}

/** How long after the first a second copy leaves without anybody's fault; `null`, mostly, for never. */
export function repeatDelay({ video, at }: HubEvent): Duration | null {
  const chance = new Chance("push repeated", video.id, at);
  return chance.happens(DUPLICATED_SHARE) ? seconds(chance.between(1, 600)) : null;
}
