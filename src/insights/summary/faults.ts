import type { Draft } from "./draft.ts";
import { areEmpty, citable, quotedNames, type SummaryFacts } from "./facts.ts";
import { ungrounded } from "./ground.ts";
import { numbersIn } from "./numbers-in.ts";
import { withoutQuotes } from "./without-quotes.ts";

/**
 * Why a draft cannot be used, in words for its author; empty = it can. It must say nothing that the facts do not, say
 * something of them at all, lead nowhere, and speak for itself: a text that does what a title tells it to would repeat the
 * title as its own words, or say nothing of the facts.
 */
export function faultsOf(draft: Draft, facts: SummaryFacts): readonly string[] {
  const names = quotedNames(facts);
  const own = [draft.title, ...draft.paragraphs.map(({ text }) => text)].map((text) => withoutQuotes(text, names));
  return [
    ...ungrounded(draft, facts),
    ...(own.some(leadsAway) ? ["The text must not hold links, addresses or markup."] : []),
    ...(own.some((text) => names.some((name) => repeats(text, name)))
      ? ["The text repeats a title as its own words: quote titles whole, between quotation marks."]
      : []),
    ...silences(draft, facts),
  ];
}

/** Domains that are written without a scheme are known by the endings that links mostly have. */
const LINK =
  /:\/\/|\bwww\.|<\/?[a-z!]|\]\(|\S@\S|\b[\p{L}\d-]{2,}\.(?:com|net|org|info|biz|io|co|me|ru|cn|xyz|top|shop|link|gg|ly|tv|example|test)\b/iu;

const leadsAway = (text: string): boolean => LINK.test(text);

/** So many characters in a row are no chance; of scripts without blanks fewer say as much. */
const PASSAGE = 24;
const DENSE_PASSAGE = 12;
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Whether a text holds a long passage of a name. */
function repeats(text: string, name: string): boolean {
  const length = DENSE.test(name) ? DENSE_PASSAGE : PASSAGE;
  const [within, of] = [folded(text), folded(name)];
  for (let at = 0; at + length <= of.length; at++) if (within.includes(of.slice(at, at + length))) return true;
  return false;
}

const folded = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ");

/** What a summary must do and this one does not. */
function silences({ paragraphs }: Draft, facts: SummaryFacts): readonly string[] {
  const saysNumbers = paragraphs.some(({ text }) => numbersIn(text).length > 0);
  const cites = paragraphs.some(({ videoIds }) => videoIds.length > 0);
  return [
    ...(saysNumbers || areEmpty(facts) ? [] : ["The text says no number of the facts."]),
    ...(cites || citable(facts).size === 0 ? [] : ["The text cites no video: put their ids into videoIds."]),
  ];
}
