import { Chance } from "#simulation/random.ts";
import type { ApiSet } from "./api-set.ts";
import { drawTag, tagAt, tagsFor, type Vocabulary } from "./api-words.ts";

export interface VideoTexts {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/** A channel draws about half of each video's tags from a list of its own. */
const OWN_TAGS = 25;
const OWN_TAG_SHARE = 0.5;

/** Numbers of the n-th video's tags in the list of all: about ten, each once. */
export function tagRanks(set: ApiSet, n: number): readonly number[] {
  const chance = new Chance(23, n);
  const count = tagsFor(set.videos);
  const wanted = chance.integer(4, 16);
  const ranks = new Set<number>();
  for (let i = 0; i < wanted; i++) {
    const own = chance.uniform() < OWN_TAG_SHARE;
    const source = own ? new Chance(29, set.channelOf[n] ?? 0, chance.integer(1, OWN_TAGS)) : chance;
    ranks.add(drawTag(source, count));
  }
  return [...ranks];
}

/** The texts of the n-th video: a title of some 5 words and a description of some 300 to 800 characters. */
export function textsOf(set: ApiSet, words: Vocabulary, n: number): VideoTexts {
  const chance = new Chance(19, n);
  const tongue = set.traits.tongue[set.channelOf[n] ?? 0] ?? 0;
  const title = words.text(chance, tongue, chance.integer(3, 7));
  const lines: string[] = [];
  let length = 0;
  for (const wanted = chance.integer(300, 800); length < wanted; ) {
    const line = words.text(chance, tongue, chance.integer(6, 18));
    lines.push(line);
    length += line.length + 1;
  }
  const part = chance.integer(1, 400);
  return {
    title: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}${part <= 40 ? ` #${part}` : ""}`,
    description: `${lines.join("\n")}\nhttps://example.com/${n.toString(36)}`,
    tags: tagRanks(set, n).map(tagAt),
  };
}
