import type { ChannelId } from "./channel.ts";
import { channelLexeme, quoted, tagLexeme, timeLexemes } from "./search-terms.ts";
import { placesOf, wordsIn } from "./search-words.ts";
import type { Instant } from "./time.ts";

/** What a described video is found by. */
export interface Searchable {
  readonly title: string;
  /** As their author wrote them. */
  readonly tags: readonly string[];
  /** The same as they are compared (`foldTag`), each once. */
  readonly tagKeys: readonly string[];
  readonly description: string;
  readonly channelId: ChannelId;
  readonly publishedAt: Instant;
}

/** Words further apart than any part of a phrase may be: a phrase never runs from one field, or tag, into the next. */
const GAP = 4;
/** Places that a tsvector can tell apart. */
const PLACE_MAX = 16_383;
/** Places of one lexeme that a tsvector keeps. */
const PLACES_MAX = 255;
/** What each place takes in a tsvector, and their number beside each lexeme. */
const PLACE_BYTES = 2;
/** A tsvector is refused from 1 MB on. YouTube's texts are far below: 100, 500 and 5,000 characters. */
const BYTES_MAX = 900_000;

/**
 * The text of a tsvector with all that a video is found by: the words of title (weight A), tags (B) and description (D)
 * with their places, its tags, its channel and the steps of time it was published in. What exceeds a tsvector's limits is
 * left out, last words first; never throws.
 */
export function searchVector(video: Searchable): string {
  const found = new Map<string, string[]>();
  const plain = [
    ...video.tagKeys.map(tagLexeme),
    channelLexeme(video.channelId),
    ...timeLexemes(video.publishedAt),
  ].map(quoted);
  let bytes = plain.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  let place = 1;

  const put = (lexeme: string, at: number, weight: string): void => {
    const places = found.get(lexeme);
    const size = PLACE_BYTES + (places ? 0 : Buffer.byteLength(lexeme) + PLACE_BYTES);
    if (places?.length === PLACES_MAX || bytes + size > BYTES_MAX) return;
    bytes += size;
    if (places) places.push(`${at}${weight}`);
    else found.set(lexeme, [`${at}${weight}`]);
  };
  const write = (text: string, weight: string): void => {
    for (const word of wordsIn(text)) {
      if (place + placesOf(word) > PLACE_MAX) break;
      if (word.kind === "whole") put(word.text, place, weight);
      else {
        for (const [i, character] of word.characters.entries()) {
          put(character, place + i, weight);
          const next = word.characters[i + 1];
          if (next !== undefined) put(character + next, place + i, weight);
        }
      }
      place += placesOf(word);
    }
    place += GAP;
  };

  write(video.title, "A");
  for (const tag of video.tags) write(tag, "B");
  write(video.description, "D");
  return [...plain, ...Array.from(found, ([lexeme, places]) => `${quoted(lexeme)}:${places.join(",")}`)].join(" ");
}
