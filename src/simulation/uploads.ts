import type { ChannelCounters } from "#domain/channel.ts";
import { type Instant, minus } from "#domain/time.ts";
import { isLingering, isPublic, type WorldChannel, type WorldVideo } from "./world.ts";

/** One channel's videos, in the order of its uploads playlist, with its public count at any instant. */
export class Uploads<Video extends WorldVideo> {
  readonly all: readonly Video[];
  readonly #listed: readonly number[];
  readonly #ended: readonly number[];

  constructor(videos: readonly Video[]) {
    this.all = videos.toSorted((a, b) => b.orderedAt - a.orderedAt || (a.id < b.id ? -1 : 1));
    // A broadcast deleted before it was listed never counts, so it may not be taken away either.
    const shown = videos.filter((video) => publicUntil(video) > video.listedAt);
    this.#listed = shown.map((video) => video.listedAt).toSorted((a, b) => a - b);
    this.#ended = shown
      .map(publicUntil)
      .filter(Number.isFinite)
      .toSorted((a, b) => a - b);
  }

  publicAt(at: Instant): readonly Video[] {
    return this.all.filter((video) => isPublic(video, at));
  }

  /** The playlist with the places of those that are gone and not yet forgotten. */
  playlistAt(at: Instant): readonly Video[] {
    return this.all.filter((video) => isPublic(video, at) || isLingering(video, at));
  }

  countAt(at: Instant): number {
    return countUpTo(this.#listed, at) - countUpTo(this.#ended, at);
  }
}

/**
 * A channel's public counters. The video count is late by the channel's lag; subscribers are cut to three digits as
 * YouTube does; views are a round guess from the catalogue that moves once a day (real ones are late too).
 */
export function countersOfChannel(
  channel: WorldChannel,
  uploads: Uploads<WorldVideo>,
  subscribers: number,
  viewsPerVideo: number,
  at: Instant,
): ChannelCounters {
  const daysOld = Math.max(0, Math.floor((at - channel.createdAt) / 86_400_000));
  const grown = subscribers * (1 + daysOld / 4000);
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, grown))) - 2);
  return {
    views: Math.floor(viewsPerVideo * (uploads.all.length + daysOld / 10)),
    subscribers: Math.floor(grown / digits) * digits,
    videoCount: uploads.countAt(minus(at, channel.countLag)),
  };
}

/** When a video stops counting among its channel's; infinity for most. */
const publicUntil = ({ goneAt, unlistedAt }: WorldVideo): number =>
  Math.min(goneAt ?? Number.POSITIVE_INFINITY, unlistedAt ?? Number.POSITIVE_INFINITY);

/** How many of the ascending values are at most `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
