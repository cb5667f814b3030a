import { type RawBuilder, type SqlBool, sql } from "kysely";

/** The ids after one and up to another, as the database orders them; `upTo` `null` = to the end. */
export interface IdRange {
  readonly after: string;
  readonly upTo: string | null;
}

/** Before every id. */
export const BEFORE_ALL_IDS = "";

/** Whether a column's id is in a range. The open end has a text of its own: as a parameter it would keep an index from serving. */
export const inRange = (column: string, { after, upTo }: IdRange): RawBuilder<SqlBool> =>
  upTo === null
    ? sql<SqlBool>`${sql.ref(column)} > ${after}`
    : sql<SqlBool>`(${sql.ref(column)} > ${after} and ${sql.ref(column)} <= ${upTo})`;

/** The next range of at most `size` ids, given those that were found after `after`. */
export const rangeOf = (after: string, found: readonly string[], size: number): IdRange => ({
  after,
  upTo: found.length < size ? null : (found.at(-1) ?? null),
});
