import { allOf, quoted, type TermQuery } from "./search-terms.ts";
import { placesOf, type Word, wordsIn } from "./search-words.ts";

/** What a reader asked for by words, or why it cannot be answered. */
export type SearchQuery =
  | { readonly kind: "query"; readonly query: TermQuery }
  | { readonly kind: "refused"; readonly message: string };

/** A title is 100 characters at most: whole ones may be pasted, several times over. */
export const QUERY_LENGTH_MAX = 500;
/** A title of 100 characters without spaces needs half as many. */
const TERMS_MAX = 128;
/** Thousands of words begin with one letter: all their videos would be read. */
const PREFIX_LENGTH_MIN = 2;

/**
 * Reads what a reader typed: every word must be found, "words in quotes" one after the other, `-word` and `-"words"` not at
 * all, `begin*` the beginning of a word. Of scripts written without spaces, any part is found
 * (docs/formulas/search.md). Signs without letters or digits ask for nothing. Any text gives a valid question or a refusal.
 */
export function parseSearch(text: string): SearchQuery {
  if (text.length > QUERY_LENGTH_MAX) return refused(`must not be longer than ${QUERY_LENGTH_MAX} characters`);
  const wanted: TermQuery[] = [];
  const unwanted: TermQuery[] = [];
  let terms = 0;
  for (const { excluded, quote, words } of partsOf(text)) {
    const prefix = !quote && words.endsWith("*");
    const places = placesIn(wordsIn(words), prefix);
    if (places.length === 0) continue;
    if (places.some((place) => place.prefix && Array.from(place.lexeme).length < PREFIX_LENGTH_MIN)) {
      return refused(`must give at least ${PREFIX_LENGTH_MIN} characters before *`);
    }
    terms += places.length;
    if (excluded) unwanted.push(`!${phraseOf(places)}` as TermQuery);
    else wanted.push(phraseOf(places));
  }
  if (terms > TERMS_MAX) return refused(`must not ask for more than ${TERMS_MAX} words and pairs of characters`);
  if (wanted.length === 0) {
    return refused(
      unwanted.length > 0
        ? "must name something to find beside what to leave out"
        : "must name something to find: a word, a number or an emoji",
    );
  }
  return { kind: "query", query: allOf([...wanted, ...unwanted]) };
}

const refused = (message: string): SearchQuery => ({ kind: "refused", message });

interface Part {
  readonly excluded: boolean;
  readonly quote: boolean;
  readonly words: string;
}

/** Text in quotes (a last quote may be missing), or what stands between blanks; either after a minus. */
const PART = /(?<minus>-?)(?:["“”„](?<quote>[^"“”„]*)["“”„]?|(?<bare>[^\s"“”„]+))/gu;

function partsOf(text: string): readonly Part[] {
  return Array.from(text.matchAll(PART), ({ groups }) => ({
    excluded: groups?.["minus"] === "-",
    quote: groups?.["quote"] !== undefined,
    words: groups?.["quote"] ?? groups?.["bare"] ?? "",
  }));
}

interface Place {
  readonly lexeme: string;
  /** Counted from the first word of the part. */
  readonly at: number;
  readonly prefix: boolean;
}

/** What has to be found where, for the words of one part to follow each other. */
function placesIn(words: readonly Word[], prefix: boolean): readonly Place[] {
  const places: Place[] = [];
  let start = 0;
  for (const [i, word] of words.entries()) {
    if (word.kind === "whole") {
      places.push({ lexeme: word.text, at: start, prefix: prefix && i === words.length - 1 });
    } else {
      for (const { lexeme, at } of runPlaces(word.characters)) places.push({ lexeme, at: start + at, prefix: false });
    }
    start += placesOf(word);
  }
  return places;
}

/** Pairs of characters that cover a run: every other one, and the last. A character alone is a term of its own. */
function runPlaces(characters: readonly string[]): readonly { lexeme: string; at: number }[] {
  const last = characters.length - 2;
  if (last < 0) return [{ lexeme: characters[0] ?? "", at: 0 }];
  const starts = Array.from({ length: Math.floor(last / 2) + 1 }, (_, i) => 2 * i);
  if (last % 2 === 1) starts.push(last);
  return starts.map((at) => ({ lexeme: `${characters[at]}${characters[at + 1]}`, at }));
}

function phraseOf(places: readonly Place[]): TermQuery {
  const text = places
    .map(({ lexeme, at, prefix }, i) => {
      const before = places[i - 1];
      return `${before ? ` <${at - before.at}> ` : ""}${quoted(lexeme)}${prefix ? ":*" : ""}`;
    })
    .join("");
  return (places.length === 1 ? text : `(${text})`) as TermQuery;
}
