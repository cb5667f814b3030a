/** Longer titles are cut: YouTube's own have at most 100 characters. */
const CHARACTERS_MAX = 120;

const NAMELESS = "(no title)";

/** Marks that end or begin a quotation: inside one they would let a title end it and go on as if it were our text. */
const MARKS = /["“”„‟«»‹›「」『』〝〞＂]/gu;

/** What is not seen, or turns the writing direction. Joiners (U+200C, U+200D) are part of words and emoji. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * What a stranger wrote (a title, a channel's name, a term) as it stands between quotation marks in a text of ours: on one
 * line, without marks that would end the quotation and without what is not seen.
 */
export function quotable(text: string): string {
  const plain = text.replaceAll(UNSEEN, " ").replaceAll(MARKS, "'").replaceAll(/\s+/gu, " ").trim();
  const characters = Array.from(plain);
  if (characters.length === 0) return NAMELESS;
  return characters.length > CHARACTERS_MAX ? `${characters.slice(0, CHARACTERS_MAX).join("").trimEnd()}…` : plain;
}
