/** What a cell of a table may hold; `null` = empty. */
export type Cell = string | number | boolean | null | undefined;

/** What a spreadsheet would take for a formula; an apostrophe before it makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

/** What a cell must be quoted for (RFC 4180). */
const QUOTED = /[",\r\n]/;

/** Either of them: most cells of millions are neither, and are looked at once. */
const SPECIAL = /^[=+\-@\t\r]|[",\r\n]/;

/**
 * A cell of CSV (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe before it: titles and tags are
 * strangers' words. Numbers are left as they are, negative ones too.
 */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  if (!SPECIAL.test(value)) return value;
  const text = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of CSV with its end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(",")}\r\n`;
