import { ROW_LENGTH_MAX, ROW_SHOWN_MAX } from "./row.ts";

/** One record's fields, or why it is none. */
export type CsvRecord = readonly string[] | { readonly reason: string; readonly text: string };

/** `incomplete`: its end is not there yet. `malformed`: something follows a closing quote. */
type Quoted = { readonly fields: readonly string[]; readonly end: number } | "incomplete" | "malformed";

export const NEVER_CLOSED = "a quote is never closed, or text follows a closing one";
export const TOO_LONG = "it is longer than a megabyte";

/**
 * Takes CSV apart as it arrives (RFC 4180: quoted fields may hold delimiters, line ends and doubled quotes; a quote within an
 * unquoted field is itself). It never holds more than a megabyte of one record. A record that is none costs one line: reading
 * goes on behind it, and blank lines are no records. Why this is no package's: docs/decisions/0014-imports.md.
 */
export class CsvSplitter {
  readonly #delimiter: string;
  readonly #newline: string;
  #rest = "";
  /** Within a line that was refused for its length. */
  #skipping = false;

  constructor(delimiter: string, newline: "\n" | "\r" = "\n") {
    this.#delimiter = delimiter;
    this.#newline = newline;
  }

  /** The records that end within what has come so far. */
  take(text: string): CsvRecord[] {
    this.#rest = this.#rest === "" ? text : this.#rest + text;
    return this.#split(false);
  }

  /** The last record, where no line end follows it. */
  end(): CsvRecord[] {
    return this.#split(true);
  }

  #split(final: boolean): CsvRecord[] {
    const text = this.#rest;
    const records: CsvRecord[] = [];
    let from = this.#skipping ? this.#afterLine(text, 0, final) : 0;
    if (from < 0) from = text.length;
    else this.#skipping = false;
    let quote = text.indexOf('"', from);
    while (from < text.length) {
      const eol = text.indexOf(this.#newline, from);
      if (quote >= 0 && quote < from) quote = text.indexOf('"', from);
      if (quote < 0 || (eol >= 0 && quote > eol)) {
        if (eol < 0 && !final) break;
        this.#plain(text, from, eol < 0 ? text.length : eol, records);
        from = eol < 0 ? text.length : eol + 1;
        continue;
      }
      const quoted = this.#quoted(text, from, final);
      if (typeof quoted === "object") {
        records.push(quoted.fields);
        from = quoted.end;
        continue;
      }
      if (quoted === "incomplete" && !final && text.length - from <= ROW_LENGTH_MAX) break;
      // Whatever its quotes meant: the line is refused, and the next one is given its chance.
      const next = this.#afterLine(text, from, final);
      if (next < 0) break;
      records.push({ reason: NEVER_CLOSED, text: text.slice(from, Math.min(next, from + ROW_SHOWN_MAX)) });
      from = next;
    }
    this.#keep(text.slice(from), records);
    return records;
  }

  /** Where the next line begins; -1 = its beginning has not come yet. */
  #afterLine(text: string, from: number, final: boolean): number {
    const eol = text.indexOf(this.#newline, from);
    return eol >= 0 ? eol + 1 : final ? text.length : -1;
  }

  #keep(rest: string, records: CsvRecord[]): void {
    this.#rest = rest;
    if (rest.length <= ROW_LENGTH_MAX) return;
    records.push({ reason: TOO_LONG, text: rest.slice(0, ROW_SHOWN_MAX) });
    this.#rest = "";
    this.#skipping = true;
  }

  #plain(text: string, from: number, eol: number, records: CsvRecord[]): void {
    const end = text[eol - 1] === "\r" && eol > from ? eol - 1 : eol;
    if (end > from) records.push(text.slice(from, end).split(this.#delimiter));
  }

  #quoted(text: string, from: number, final: boolean): Quoted {
    const fields: string[] = [];
    let at = from;
    for (;;) {
      let field: string;
      if (text[at] === '"') {
        const closed = closingQuote(text, at + 1);
        // The quote at the very end may be the first of two.
        if (closed < 0 || (closed === text.length - 1 && !final)) return "incomplete";
        field = unquoted(text, at + 1, closed);
        at = closed + 1;
      } else {
        const end = this.#fieldEnd(text, at);
        if (end < 0 && !final) return "incomplete";
        const until = end < 0 ? text.length : end;
        field = text.slice(at, text[until - 1] === "\r" && text[until] !== this.#delimiter ? until - 1 : until);
        at = until;
      }
      fields.push(field);
      if (text[at] === this.#delimiter) {
        at += 1;
        continue;
      }
      if (text[at] === "\r" && text[at + 1] === "\n") return { fields, end: at + 2 };
      if (text[at] === this.#newline) return { fields, end: at + 1 };
      if (at >= text.length) return final ? { fields, end: at } : "incomplete";
      if (text[at] === "\r" && at === text.length - 1) return final ? { fields, end: at + 1 } : "incomplete";
      return "malformed";
    }
  }

  /** Looked for step by step: a search for each of the two would read a line of many fields as often as it has fields. */
  #fieldEnd(text: string, from: number): number {
    for (let at = from; at < text.length; at++)
      if (text[at] === this.#delimiter || text[at] === this.#newline) return at;
    return -1;
  }
}

/** The quote that ends a field whose text begins at `from`; -1 = it has not come. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function unquoted(text: string, from: number, to: number): string {
  const field = text.slice(from, to);
  return field.includes('"') ? field.replaceAll('""', '"') : field;
}
