import { segmentWords, type Token } from "./segment-words.ts";
import { stopWordsOf } from "./stop-words.ts";

/** A video's texts as keywords are taken from them. */
export interface TextDocument {
  readonly id: string;
  readonly channelId: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** A BCP 47 tag, or `null` where it is not known. */
  readonly language: string | null;
}

/** Phrases of more words are sentences, and nobody else writes the same one. */
const WORDS_MAX = 3;

const SPACELESS =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const NUMBER = /^[\p{N}.,:%]+$/u;
const EMOJI = /^\p{Extended_Pictographic}/u;

/**
 * The terms of a video: words, and phrases of two and three words, of its title, tags and description, each once however
 * often it is said. A word without a topic ("the", "very") is no term alone, nor are such words together; at the edge of a
 * phrase it stays, for whether it belongs there ("The Voice") shows only over many videos (`edges.ts`). A number alone is no
 * term. The texts must have been stripped of boilerplate (`boilerplate.ts`).
 */
export function termsOf(document: TextDocument): ReadonlySet<string> {
  const stop = stopWordsOf(document.language);
  const terms = new Set<string>();
  for (const text of [document.title, ...document.tags, document.description]) {
    if (text !== "") addPhrases(segmentWords(text, document.language), stop, terms);
  }
  return terms;
}

function addPhrases(tokens: readonly Token[], stop: ReadonlySet<string>, terms: Set<string>): void {
  for (let first = 0; first < tokens.length; first++) {
    let phrase = "";
    let hasTopic = false;
    for (let length = 1; length <= WORDS_MAX; length++) {
      const token = tokens[first + length - 1];
      if (!token || (length > 1 && token.joint === "break")) break;
      const isStop = stop.has(token.text);
      // Without spaces an edge cannot be told from the phrase again.
      if (isStop && (length === 1 ? tokens[first + 1]?.joint === "" : token.joint === "")) {
        if (length === 1) break;
        phrase += token.joint + token.text;
        continue;
      }
      phrase = length === 1 ? token.text : phrase + token.joint + token.text;
      hasTopic ||= !isStop && isTopic(token.text);
      if (hasTopic) terms.add(phrase);
    }
  }
}

/** Whether a word alone may be a topic: one letter of an alphabet and bare numbers are not. */
function isTopic(word: string): boolean {
  if (NUMBER.test(word)) return false;
  return [...word].length > 1 || SPACELESS.test(word) || EMOJI.test(word);
}
