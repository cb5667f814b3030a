import { instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { World, WorldVideo } from "./world.ts";

/** Which videos of a world hold a word in title, tags or channel title. Texts do not change, so it is built once. */
export class SearchIndex {
  readonly #world: World;
  #byWord: Map<string, Set<VideoId>> | null = null;
  #all: readonly WorldVideo[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Videos that hold every word of a query (all videos for an empty one), whether or not they can be seen now. */
  matching(q: string): readonly WorldVideo[] {
    this.#byWord ??= this.#build();
    const byWord = this.#byWord;
    const words = wordsOf(q);
    return this.#all.filter((video) => words.every((word) => byWord.get(word)?.has(video.id)));
  }

  #build(): Map<string, Set<VideoId>> {
    const byWord = new Map<string, Set<VideoId>>();
    this.#all = this.#world.videosStartedBetween(instant(0), this.#world.endsAt);
    for (const video of this.#all) {
      const text = this.#world.textOf(video.id);
      const channelTitle = this.#world.channel(video.channelId)?.title ?? "";
      for (const word of wordsOf([text?.title ?? "", channelTitle, ...(text?.tags ?? [])].join(" "))) {
        const known = byWord.get(word);
        if (known) known.add(video.id);
        else byWord.set(word, new Set([video.id]));
      }
    }
    return byWord;
  }
}

/** Runs of letters, marks and digits in lower case. */
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
