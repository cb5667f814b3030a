import type { ImportedSample } from "#domain/imported.ts";
import type { Mapping } from "./mapping.ts";
import { readSample, type TakenSpan } from "./read-sample.ts";
import type { RefusedRow } from "./refusal-log.ts";
import type { Row, Table } from "./row.ts";

/** Some rows of a table, read: each is a sample or refused. */
export interface ReadPart {
  readonly taken: number;
  readonly samples: readonly ImportedSample[];
  readonly refused: readonly RefusedRow[];
}

/** Some rows as samples; a row that is none is refused, with the reason. */
export function readPart(rows: readonly Row[], table: Table, mapping: Mapping, span: TakenSpan): ReadPart {
  const samples: ImportedSample[] = [];
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    if (row.kind === "unreadable") {
      refused.push({ row: row.number, reason: row.reason, says: row.text });
      continue;
    }
    const sample = readSample(row.cells, mapping, span);
    if ("refused" in sample) refused.push(refusalOf(row, sample.refused, table));
    else samples.push(sample);
  }
  return { taken: rows.length, samples, refused };
}

/** What the row says is put together when it is written down: most refused rows are only counted. */
const refusalOf = (row: Extract<Row, { kind: "read" }>, reason: string, table: Table): RefusedRow => ({
  row: row.number,
  reason,
  get says() {
    return saidIn(row, table);
  },
});

const CELL_SHOWN_MAX = 200;

/** A row by its columns' names, long texts cut. */
const saidIn = ({ cells }: Extract<Row, { kind: "read" }>, { columns }: Table): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    columns.map((name, place) => {
      const cell = cells[place] ?? null;
      return [name, typeof cell === "string" ? cell.slice(0, CELL_SHOWN_MAX) : cell];
    }),
  );

/** How many rows were refused for which reason. */
export function countReasons(refused: readonly RefusedRow[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { reason } of refused) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** A table's rows in parts of at most `size`. */
export async function* partsOf(table: Table, size: number): AsyncGenerator<readonly Row[]> {
  let part: Row[] = [];
  for await (const rows of table.rows()) {
    for (const row of rows) {
      part.push(row);
      if (part.length < size) continue;
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}
