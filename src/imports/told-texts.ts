import type { ImportedSample } from "#domain/imported.ts";
import type { VideoId } from "#domain/video.ts";

/** So many videos are remembered: some ten megabytes. */
const VIDEOS_MAX = 100_000;

/**
 * Which videos a file has told something new of. A collection says the same of a video with every sample, and writing it down
 * each time would cost more than the counters.
 */
export class ToldTexts {
  readonly #told = new Map<VideoId, number>();

  /** Of these samples those that say of their video what none before them said; without a channel none says anything. */
  news(samples: readonly ImportedSample[]): readonly ImportedSample[] {
    const news = samples.filter((sample) => {
      const said = sample.channelId === null ? null : hashOf(sample);
      if (said === null || this.#told.get(sample.videoId) === said) return false;
      this.#told.set(sample.videoId, said);
      return true;
    });
    if (this.#told.size > VIDEOS_MAX) this.#told.clear();
    return news;
  }
}

/** FNV-1a: two texts of a video that share it are one in four billion, and the older one stays. */
function hashOf({ channelId, text }: ImportedSample): number {
  let hash = 0x811c9dc5;
  const add = (part: string | null): void => {
    for (let i = 0; i < (part?.length ?? 0); i++) hash = Math.imul(hash ^ (part?.charCodeAt(i) ?? 0), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  };
  add(channelId);
  if (text !== null) {
    const { title, description, tags, categoryId, language, thumbnailUrl } = text;
    for (const part of [title, description, ...tags, categoryId, language, thumbnailUrl]) add(part);
  }
  return hash;
}
