import { type Instant, instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { World, WorldVideo } from "./world.ts";

/**
 * Which videos of a world hold a word in title, tags or channel title. Built once, of all that a video is ever called;
 * of the few whose text changes the words in force are looked at again.
 */
export class SearchIndex {
  readonly #world: World;
  #byWord: Map<string, Set<VideoId>> | null = null;
  #all: readonly WorldVideo[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Videos that hold every word of a query at an instant (all videos for an empty one), whether or not they can be seen. */
  matching(q: string, at: Instant): readonly WorldVideo[] {
    this.#byWord ??= this.#build();
    const byWord = this.#byWord;
    const words = wordsOf(q);
    return this.#all
      .filter((video) => words.every((word) => byWord.get(word)?.has(video.id)))
      .filter((video) => this.#world.editsOf(video.id).length === 0 || this.#holds(video, words, at));
  }

  #build(): Map<string, Set<VideoId>> {
    const byWord = new Map<string, Set<VideoId>>();
    this.#all = this.#world.videosStartedBetween(instant(0), this.#world.endsAt);
    for (const video of this.#all) {
      const instants = [video.listedAt, ...this.#world.editsOf(video.id).map((edit) => edit.at)];
      for (const word of instants.flatMap((at) => this.#wordsAt(video, at))) {
        const known = byWord.get(word);
        if (known) known.add(video.id);
        else byWord.set(word, new Set([video.id]));
      }
    }
    return byWord;
  }

  #holds(video: WorldVideo, words: readonly string[], at: Instant): boolean {
    const held = new Set(this.#wordsAt(video, at));
    return words.every((word) => held.has(word));
  }

  #wordsAt(video: WorldVideo, at: Instant): readonly string[] {
    const text = this.#world.textOf(video.id, at);
    const channelTitle = this.#world.channel(video.channelId)?.title ?? "";
    return wordsOf([text?.title ?? "", channelTitle, ...(text?.tags ?? [])].join(" "));
  }
}

/** Runs of letters, marks and digits in lower case. */
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
