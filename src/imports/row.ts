/** What a file says in one column of one row. Instants come as ISO text. */
export type Cell = string | number | boolean | null | readonly string[];

/** A row of a file, numbered from 1 as its reader would count: without the header and without blank lines. */
export type Row =
  | { readonly kind: "read"; readonly number: number; readonly cells: readonly Cell[] }
  /** It cannot be taken apart; `text` is how it begins. */
  | { readonly kind: "unreadable"; readonly number: number; readonly reason: string; readonly text: string };

/** A file as rows of named columns, whatever it is written in. */
export interface Table {
  /** What it is written in, for people: `CSV (;)`. */
  readonly format: string;
  readonly columns: readonly string[];
  /** All rows from the first on, some at a time; each call reads the file anew. Throws `BrokenFile`. */
  rows(): AsyncIterable<readonly Row[]>;
}

/** The file cannot be read any further, for what is in it: the message says why, and what to do. */
export class BrokenFile extends Error {}

/** No row of a table of counters is longer; what is has lost its line ends, or was made to fill memory. */
export const ROW_LENGTH_MAX = 1024 * 1024;

/** How much of a row that cannot be read is shown to whoever looks for it. */
export const ROW_SHOWN_MAX = 500;
