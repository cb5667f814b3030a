import { CsvSplitter } from "./csv-splitter.ts";
import { decoded, type Encoding } from "./encoding.ts";
import type { Row, Table } from "./row.ts";
import type { SourceFile } from "./source-file.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** How a CSV file is written. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly newline: "\n" | "\r";
  /** The fields of the first record. */
  readonly header: readonly string[];
}

/** What the beginning of a file shows: the delimiter that its first record has most of. */
export function guessDialect(start: string): CsvDialect {
  const newline = start.includes("\n") ? "\n" : "\r";
  let best: CsvDialect = { delimiter: ",", newline, header: [] };
  for (const delimiter of DELIMITERS) {
    const splitter = new CsvSplitter(delimiter, newline);
    const first = [...splitter.take(start), ...splitter.end()][0];
    if (first && "length" in first && first.length > best.header.length) best = { delimiter, newline, header: first };
  }
  return best;
}

/**
 * CSV with a header as a table, or without one: then `columns` says what they are called instead, and a row may have any
 * number of fields.
 */
export function csvTable(
  source: SourceFile,
  encoding: Encoding,
  dialect: CsvDialect,
  columns: readonly string[] | null,
): Table {
  const named = dialect.header.map((name, i) => name.trim() || `column ${i + 1}`);
  const shown = dialect.delimiter === "\t" ? "tab" : dialect.delimiter;
  return {
    format: `CSV (${shown}), ${encoding}`,
    columns: columns ?? named,
    rows: () => csvRows(source, encoding, dialect, columns === null ? 1 : 0),
  };
}

/** `headers`: so many records at the beginning are no rows. */
async function* csvRows(
  source: SourceFile,
  encoding: Encoding,
  { delimiter, newline, header }: CsvDialect,
  headers: number,
): AsyncGenerator<readonly Row[]> {
  const splitter = new CsvSplitter(delimiter, newline);
  let number = -headers;
  const rowsOf = (records: ReturnType<CsvSplitter["take"]>): Row[] =>
    records.flatMap((record): Row[] => {
      number += 1;
      if (number < 1) return [];
      if ("reason" in record) return [{ kind: "unreadable", number, ...record }];
      if (headers === 0 || record.length === header.length) return [{ kind: "read", number, cells: record }];
      const reason = record.length < header.length ? FEWER_FIELDS : MORE_FIELDS;
      return [{ kind: "unreadable", number, reason, text: record.join(delimiter).slice(0, 500) }];
    });
  for await (const text of decoded(source.content(), encoding)) {
    const rows = rowsOf(splitter.take(text));
    if (rows.length > 0) yield rows;
  }
  yield rowsOf(splitter.end());
}

const FEWER_FIELDS = "it has fewer fields than columns are named";
const MORE_FIELDS = "it has more fields than columns are named";
