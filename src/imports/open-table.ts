import { csvTable, guessDialect } from "./csv-table.ts";
import { guessEncoding } from "./encoding.ts";
import { ndjsonTable } from "./ndjson-table.ts";
import { parquetTable } from "./parquet-table.ts";
import type { Row, Table } from "./row.ts";
import { beginningOf, type SourceFile } from "./source-file.ts";

/** So much of a file tells what it is written in. */
const LOOK_BYTES = 64 * 1024;
/** So many rows tell which column is which. */
export const LOOK_ROWS = 100;

/** A file as a table, by what its beginning shows: Parquet, NDJSON, or else CSV with a header. Throws `BrokenFile`. */
export async function openTable(source: SourceFile): Promise<Table> {
  const start = await beginningOf(source, LOOK_BYTES);
  if (!source.gzipped && Buffer.from(start.subarray(0, 4)).toString("latin1") === "PAR1") return parquetTable(source);
  const encoding = guessEncoding(start);
  const text = new TextDecoder(encoding).decode(start, { stream: true });
  if (text.trimStart().startsWith("{")) return ndjsonTable(source, encoding, LOOK_ROWS);
  return csvTable(source, encoding, guessDialect(text), null);
}

/** The cells of the first rows that can be read. */
export async function sampleOf(table: Table): Promise<readonly Extract<Row, { kind: "read" }>["cells"][]> {
  const sample: Extract<Row, { kind: "read" }>["cells"][] = [];
  for await (const rows of table.rows()) {
    for (const row of rows) if (row.kind === "read") sample.push(row.cells);
    if (sample.length >= LOOK_ROWS) break;
  }
  return sample.slice(0, LOOK_ROWS);
}
