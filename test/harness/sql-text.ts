/** Where a reader's eye wants a new line. */
const CLAUSES =
  /(?<!\b(?:left|cross|distinct|epoch)) (?=(?:from|where|group by|having|order by|limit|union all|set|values|on conflict|returning|for (?:no key )?update|(?:left |cross )?join) )/g;

/**
 * A statement as it is shown for reading: blanks folded, numbered parameters without their numbers, lists of them as one,
 * and each clause on a line of its own.
 */
export const readableSql = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\$\d+/g, "?")
    .replaceAll(/\(\s*\?(?:\s*, \?)+\s*\)/g, "(?, …)")
    .replaceAll(/(\([^()]*(?:\([^()]*\)[^()]*)*\))(?:, \1)+/g, "$1, …")
    .trim()
    .replaceAll(CLAUSES, "\n  ");
