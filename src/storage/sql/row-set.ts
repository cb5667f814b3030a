import { type RawBuilder, sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";

/** A set's columns in order, each with its PostgreSQL type. */
export type Columns<Row> = { readonly [Column in keyof Row & string]: string };

/**
 * Rows as a set that SQL can join, sent as one JSON parameter whatever their number: `from ${rowSet("i", rows, {…})}`.
 * Both drivers take text for it; the second cast keeps them from guessing. Instants travel as ISO text.
 */
export function rowSet<Row extends object>(
  alias: string,
  rows: readonly Row[],
  columns: Columns<Row>,
): RawBuilder<unknown> {
  const definition = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  const json = storableJson(rows);
  return sql`jsonb_to_recordset(${json}::text::jsonb) as ${sql.raw(`${alias}(${definition.join(", ")})`)}`;
}

/** What `JSON.stringify` makes of a NUL or of half a surrogate pair. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/**
 * JSON that PostgreSQL accepts: its text can hold neither NUL nor half a surrogate pair, and one such character in
 * somebody's title must not stop a settlement. They become U+FFFD.
 */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!UNSTORABLE.test(json)) return json;
  return JSON.stringify(value, (_key, part) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\0", "\uFFFD") : part,
  );
}

/** An instant as a row of a set carries it. */
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));
