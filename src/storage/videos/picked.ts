import { type RawBuilder, sql } from "kysely";
import type { Db } from "#storage/database.ts";
import type { Position, SortColumn } from "#storage/sql/keyset.ts";

interface Ordered {
  readonly column: SortColumn;
  readonly descending: boolean;
  /** Whether one plan serves the pick, whatever its values are. */
  readonly marked: boolean;
}

/** What a list is after: places alone, or at once the rows that stand there (listed-videos.ts). */
export interface PickReader<Row extends Position> {
  /** Asks for a pick, a statement that gives `id` and `value`, and keeps its order, `"value" …, id …`. */
  picked(db: Db, pick: RawBuilder<unknown>, walk: Ordered): Promise<readonly Row[]>;
  /** What stands at places that were found otherwise, in their order. */
  placed(db: Db, places: readonly Position[]): Promise<readonly Row[]>;
}

export const PLACES: PickReader<Position> = {
  picked: async (db, pick) => (await sql<Position>`${pick}`.execute(db)).rows,
  placed: async (_db, places) => places,
};

/**
 * Sizes of pages that are asked for over and over. A statement that is prepared has its limit written into it, since
 * PostgreSQL plans for a tenth of the table where it does not know the limit; so each size is a statement of its own.
 */
const USUAL_SIZES = [10, 20, 25, 50, 100, 200];

/** Whether a pick of so many rows, one more than the page has, is worth a prepared statement. */
export const isUsual = (limit: number): boolean => USUAL_SIZES.includes(limit - 1);
