import { type Duration, minus, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { World, WorldVideo } from "./world.ts";

/**
 * A world whose whole history happens `by` later: a replay of last winter that begins now, so that a service on the
 * machine's own clock can collect from it.
 */
export function shiftedWorld(world: World, by: Duration): World {
  const shifted = new Map<VideoId, WorldVideo>();
  const shift = (video: WorldVideo): WorldVideo => {
    const known = shifted.get(video.id);
    if (known) return known;
    const { broadcast } = video;
    const later: WorldVideo = {
      ...video,
      listedAt: plus(video.listedAt, by),
      startAt: plus(video.startAt, by),
      orderedAt: plus(video.orderedAt, by),
      goneAt: video.goneAt && plus(video.goneAt, by),
      broadcast: broadcast && {
        ...broadcast,
        scheduledAt: plus(broadcast.scheduledAt, by),
        endsAt: plus(broadcast.endsAt, by),
      },
    };
    shifted.set(video.id, later);
    return later;
  };
  const channels = world.channels.map((channel) => ({ ...channel, createdAt: plus(channel.createdAt, by) }));
  const byId = new Map(channels.map((channel) => [channel.id, channel]));
  return {
    startsAt: plus(world.startsAt, by),
    endsAt: plus(world.endsAt, by),
    channels,
    channel: (id) => byId.get(id) ?? null,
    channelByHandle: (handle) => {
      const found = world.channelByHandle(handle);
      return found && (byId.get(found.id) ?? null);
    },
    video: (id) => {
      const found = world.video(id);
      return found && shift(found);
    },
    textOf: (id) => world.textOf(id),
    uploadsOf: (id, at) => world.uploadsOf(id, minus(at, by)).map(shift),
    videosStartedBetween: (from, to) => world.videosStartedBetween(minus(from, by), minus(to, by)).map(shift),
    countersAt: (id, at) => world.countersAt(id, minus(at, by)),
    channelCountersAt: (id, at) => world.channelCountersAt(id, minus(at, by)),
  };
}
