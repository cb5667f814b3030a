/**
 * A word of a text, in the form in which words are compared: whole, or, where a script is written without spaces or
 * compounds freely, as the characters of the run between two spaces.
 */
export type Word =
  | { readonly kind: "whole"; readonly text: string }
  | { readonly kind: "run"; readonly characters: readonly string[] };

/**
 * The words of a text in order; empty when it holds nothing to search for. Words are runs of letters, marks and digits;
 * each pictograph and each flag is one. Folded so that a reader finds what he would call the same
 * (docs/formulas/search.md). Never throws: NUL, half surrogate pairs and anything else that is no word separates words.
 */
export function wordsIn(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const { groups, 0: found } of folded(text).matchAll(WORD)) {
    if (groups?.["run"] === undefined) words.push({ kind: "whole", text: shortened(found) });
    else words.push({ kind: "run", characters: Array.from(found) });
  }
  return words;
}

/** How many places of a phrase a word takes. */
export const placesOf = (word: Word): number => (word.kind === "whole" ? 1 : word.characters.length);

/**
 * Han, kana and the scripts of mainland South-east Asia have no spaces between words. Korean has, but its words carry
 * particles and compound freely (한국여행, 여행은), so that a reader looks for a part of one.
 */
const WORD =
  /(?<run>[[\p{L}\p{M}\p{N}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]+)|(?:[[\p{L}\p{M}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]+)|\p{RI}{2}|\p{Extended_Pictographic}/gv;

/** An emoji beside a word is no part of it; compatibility folding would make letters of some (™, ℹ). */
const PICTOGRAPH = /\p{Extended_Pictographic}/gu;

/**
 * Marks that readers leave out: accents of Latin, Greek and Cyrillic, the points of Hebrew, the vowel signs and hamza
 * carriers of Arabic with its stretching stroke; what only shapes the characters beside it (joiners, soft hyphens,
 * variation selectors, keycaps). The vowel signs of Indic scripts are letters to their readers, and stay.
 */
const UNWRITTEN =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640\p{Cf}\p{Me}\p{Variation_Selector}]/gu;

/** Letters with a stroke or joined letters, which Unicode does not take apart, and the sigma that ends words. */
const PLAIN: Readonly<Record<string, string>> = { đ: "d", ø: "o", ł: "l", ħ: "h", æ: "ae", œ: "oe", ς: "σ" };

/**
 * A text in the form in which words are compared. Upper case first: ß becomes ss and ı becomes i only on the way there.
 * U+FFFD for what PostgreSQL cannot store is no letter, so it separates words.
 */
const folded = (text: string): string =>
  text
    .toWellFormed()
    .replace(PICTOGRAPH, " $& ")
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFD")
    .replace(UNWRITTEN, "")
    .normalize("NFC")
    .replace(/[đøłħæœς]/g, (letter) => PLAIN[letter] ?? letter);

/** PostgreSQL refuses lexemes of 2,047 bytes and more; longer than this no word is that anybody types. */
const WORD_LENGTH_MAX = 100;

const shortened = (word: string): string =>
  word.length <= WORD_LENGTH_MAX ? word : Array.from(word).slice(0, WORD_LENGTH_MAX).join("");
