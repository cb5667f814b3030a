import { csvTable, guessDialect } from "./csv-table.ts";
import { guessEncoding } from "./encoding.ts";
import { foldName } from "./fields.ts";
import { ndjsonTable } from "./ndjson-table.ts";
import { LOOK_ROWS, sampleOf } from "./open-table.ts";
import { OPML_BYTES_MAX, opmlTable } from "./opml.ts";
import { parquetTable } from "./parquet-table.ts";
import { BrokenFile, type Cell, type Table } from "./row.ts";
import { beginningOf, type SourceFile } from "./source-file.ts";

/** Reads what a list is of; `null` when a text is none of it. */
export type ReadRef<Ref> = (text: string) => Ref | null;

/** A file that names channels or videos. */
export interface List<Ref> {
  readonly table: Table;
  /** The name of the column that names them. */
  readonly column: string;
  readonly refIn: (cells: readonly Cell[]) => Ref | null;
}

export type OpenedList<Ref> =
  | ({ readonly kind: "list" } & List<Ref>)
  /** No column names any. */
  | { readonly kind: "unclear"; readonly reason: string };

/**
 * A list of channels or videos: OPML, a table (CSV, NDJSON, Parquet) with a column that names them, or plain text, one a line.
 * The column is known by what stands in it, whatever it is called and in whatever language. Throws `BrokenFile`.
 */
export async function openList<Ref>(source: SourceFile, read: ReadRef<Ref>, what: string): Promise<OpenedList<Ref>> {
  const start = await beginningOf(source, OPML_BYTES_MAX + 1);
  if (!source.gzipped && Buffer.from(start.subarray(0, 4)).toString("latin1") === "PAR1") {
    return listIn(await parquetTable(source), read, what);
  }
  const encoding = guessEncoding(start.subarray(0, 64 * 1024));
  const text = new TextDecoder(encoding).decode(start, { stream: true });
  if (/^\s*<(?:\?xml|opml|!)/i.test(text)) {
    if (start.length > OPML_BYTES_MAX) throw new BrokenFile("It is over 16 MB, which is no list of subscriptions.");
    const table = opmlTable(text);
    return { kind: "list", table, column: "xmlUrl", refIn: (cells) => firstRef(cells, read) };
  }
  if (text.trimStart().startsWith("{")) return listIn(await ndjsonTable(source, encoding, LOOK_ROWS), read, what);
  const dialect = guessDialect(text.slice(0, 64 * 1024));
  // A first line that names one is no header.
  const headless = dialect.header.some((cell) => read(cell) !== null);
  const columns = headless ? dialect.header.map((_, i) => `column ${i + 1}`) : null;
  return listIn(csvTable(source, encoding, dialect, columns), read, what);
}

const firstRef = <Ref>(cells: readonly Cell[], read: ReadRef<Ref>): Ref | null => {
  for (const cell of cells) {
    const ref = typeof cell === "string" ? read(cell) : null;
    if (ref !== null) return ref;
  }
  return null;
};

async function listIn<Ref>(table: Table, read: ReadRef<Ref>, what: string): Promise<OpenedList<Ref>> {
  const sample = await sampleOf(table);
  const readers = table.columns.map((name) => withNames(read, name));
  const hits = readers.map((reader, place) => sample.filter((cells) => refAt(cells, place, reader) !== null).length);
  const most = Math.max(0, ...hits);
  const place = hits.indexOf(most);
  const reader = readers[place];
  if (most === 0 || !reader) {
    return {
      kind: "unclear",
      reason: `None of its first ${sample.length} rows names a ${what} by its id, its URL${what === "channel" ? " or its @handle" : ""}.`,
    };
  }
  return { kind: "list", table, column: table.columns[place] ?? "", refIn: (cells) => refAt(cells, place, reader) };
}

/** A column that is called so holds handles also where they are written without their @. */
const withNames = <Ref>(read: ReadRef<Ref>, column: string): ReadRef<Ref> =>
  foldName(column).endsWith("handle") ? (text) => read(text) ?? read(`@${text.trim()}`) : read;

function refAt<Ref>(cells: readonly Cell[], place: number, read: ReadRef<Ref>): Ref | null {
  const cell = cells[place];
  return typeof cell === "string" ? read(cell) : null;
}
