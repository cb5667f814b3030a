import type { ImportedSample } from "#domain/imported.ts";
import type { Mapping } from "./mapping.ts";
import { readSample, type TakenSpan } from "./read-sample.ts";
import type { RefusedRow } from "./refusal-log.ts";
import type { Cell, Row, Table } from "./row.ts";

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

/** So many columns of a refused row, and texts of a list, are written down. */
export const CELLS_SHOWN_MAX = 100;

/** A cell as it is written down with its refused row: what is long is cut. */
export function shownCell(cell: Cell): Cell {
  if (typeof cell === "string") return cell.slice(0, CELL_SHOWN_MAX);
  return Array.isArray(cell) ? cell.slice(0, CELLS_SHOWN_MAX).map((text) => text.slice(0, CELL_SHOWN_MAX)) : cell;
}

/** A row by its columns' names, long texts cut. */
const saidIn = ({ cells }: Extract<Row, { kind: "read" }>, { columns }: Table): Readonly<Record<string, unknown>> =>
  Object.fromEntries(columns.slice(0, CELLS_SHOWN_MAX).map((name, place) => [name, shownCell(cells[place] ?? null)]));

/** How many rows were refused for which reason. */
export function countReasons(refused: readonly RefusedRow[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { reason } of refused) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** Parts of usual rows are far smaller; of rows as long as they may be, a thousand at once would fill a gigabyte. */
const PART_TEXT_MAX = 8 * 1024 * 1024;

/** A table's rows in parts of at most `size`, and of fewer where rows are long. */
export async function* partsOf(table: Table, size: number): AsyncGenerator<readonly Row[]> {
  let part: Row[] = [];
  let length = 0;
  for await (const rows of table.rows()) {
    for (const row of rows) {
      part.push(row);
      length += lengthOf(row);
      if (part.length < size && length < PART_TEXT_MAX) continue;
      yield part;
      part = [];
      length = 0;
    }
  }
  if (part.length > 0) yield part;
}

/** About how much text a row holds. */
function lengthOf(row: Row): number {
  if (row.kind === "unreadable") return row.text.length;
  let length = row.cells.length;
  for (const cell of row.cells) {
    if (typeof cell === "string") length += cell.length;
    else if (Array.isArray(cell)) for (const text of cell) length += text.length;
  }
  return length;
}
