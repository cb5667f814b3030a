const OPENING = "\"“„«「『‘'";
const CLOSING = "\"”“»」』’'";

/**
 * A text without what it quotes of others. A name counts as quoted between quotation marks only: one that is a bare sign
 * would else eat half of the text.
 *
 * @param names longest first.
 */
export function withoutQuotes(text: string, names: readonly string[]): string {
  let left = text;
  for (const name of names) {
    for (let at = left.indexOf(name); at !== -1; at = left.indexOf(name, at + 1)) {
      const [before, after] = [left.charAt(at - 1), left.charAt(at + name.length)];
      if (before === "" || after === "" || !OPENING.includes(before) || !CLOSING.includes(after)) continue;
      left = `${left.slice(0, at)} ${left.slice(at + name.length)}`;
    }
  }
  return left;
}
