import type { Clock } from "#clock.ts";
import type { Db } from "#storage/database.ts";
import { beginImport, type ImportKind, type ImportRow, markImport, readImport } from "#storage/imports/import-rows.ts";
import type { StoredPart } from "#storage/imports/store-samples.ts";
import type { List } from "./open-list.ts";
import { CELLS_SHOWN_MAX, countReasons, partsOf, shownCell } from "./read-rows.ts";
import type { RefusalLog, RefusedRow } from "./refusal-log.ts";
import { BrokenFile, type Row } from "./row.ts";
import type { SourceFile } from "./source-file.ts";

const PART_ROWS = 500;

/** A part of a list, read. */
interface ListPart<Ref> {
  readonly from: number;
  readonly taken: number;
  readonly refs: readonly Ref[];
  readonly refusals: Readonly<Record<string, number>>;
}

export interface ListImport<Ref> {
  readonly db: Db;
  readonly clock: Clock;
  readonly kind: ImportKind;
  readonly source: SourceFile;
  readonly list: List<Ref>;
  /** What else makes the import the one that it is: the weight asked for, say. */
  readonly wish: Readonly<Record<string, unknown>>;
  readonly log: RefusalLog;
  /** Why a row is refused that names nothing. */
  readonly refusal: string;
  readonly store: (importId: string, part: ListPart<Ref>) => Promise<StoredPart>;
}

export type ImportedList =
  | { readonly kind: "imported"; readonly row: ImportRow }
  | { readonly kind: "failed"; readonly row: ImportRow; readonly reason: string };

/** Imports a list of channels or videos, part by part; one of the same file that was killed goes on. */
export async function importList<Ref>(work: ListImport<Ref>): Promise<ImportedList> {
  const { db, clock, kind, source, list, wish } = work;
  const mapping = { column: list.column, ...wish };
  const begun = await beginImport(db, { kind, name: source.name, sha256: source.sha256, mapping }, clock.now());
  const failed = await storeAll(work, begun);
  const row = (await readImport(db, begun.id)) ?? begun;
  if (failed === TAKEN_OVER) return { kind: "failed", row, reason: failed };
  await markImport(db, begun.id, failed === null ? "done" : "failed", failed, clock.now());
  return failed === null ? { kind: "imported", row } : { kind: "failed", row, reason: failed };
}

const TAKEN_OVER = "Another process is importing the same file: let it finish.";

async function storeAll<Ref>({ list, log, refusal, store }: ListImport<Ref>, begun: ImportRow): Promise<string | null> {
  await log.begin();
  let read = 0;
  try {
    for await (const rows of partsOf(list.table, PART_ROWS)) {
      const behind = Math.min(rows.length, Math.max(0, begun.position - read));
      const from = read + behind;
      read += rows.length;
      await log.write(refsIn(rows, list, refusal).refused);
      if (behind === rows.length) continue;
      const { refs, refused } = refsIn(rows.slice(behind), list, refusal);
      const part = { from, taken: rows.length - behind, refs, refusals: countReasons(refused) };
      const { kind } = await store(begun.id, part);
      if (kind === "takenOver") return TAKEN_OVER;
    }
    return null;
  } catch (error) {
    if (error instanceof BrokenFile) return error.message;
    throw error;
  }
}

/** What some rows name, in their order and as often as they do, and the rows that name nothing. */
export function refsIn<Ref>(
  rows: readonly Row[],
  { refIn }: List<Ref>,
  refusal: string,
): { readonly refs: readonly Ref[]; readonly refused: readonly RefusedRow[] } {
  const refs: Ref[] = [];
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    if (row.kind === "unreadable") {
      refused.push({ row: row.number, reason: row.reason, says: row.text });
      continue;
    }
    const ref = refIn(row.cells);
    if (ref !== null) refs.push(ref);
    else {
      const says = row.cells.slice(0, CELLS_SHOWN_MAX).map(shownCell);
      refused.push({ row: row.number, reason: refusal, says });
    }
  }
  return { refs, refused };
}
