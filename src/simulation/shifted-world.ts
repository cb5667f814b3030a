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
      lingersUntil: video.lingersUntil && plus(video.lingersUntil, by),
      unlistedAt: video.unlistedAt && plus(video.unlistedAt, by),
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
    textOf: (id, at) => world.textOf(id, minus(at, by)),
    editsOf: (id) => world.editsOf(id).map((edit) => ({ ...edit, at: plus(edit.at, by) })),
    uploadsOf: (id, at) => world.uploadsOf(id, minus(at, by)).map(shift),
    playlistOf: (id, at) => world.playlistOf(id, minus(at, by)).map(shift),
    videosOf: (id) => world.videosOf(id).map(shift),
    videosStartedBetween: (from, to) => world.videosStartedBetween(minus(from, by), minus(to, by)).map(shift),
    countersAt: (id, at, source) => world.countersAt(id, minus(at, by), source),
    channelCountersAt: (id, at) => world.channelCountersAt(id, minus(at, by)),
  };
}
