import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type Instant, instant } from "#domain/time.ts";
import { at } from "#storage/database.ts";

/** What a list is sorted by. */
export interface SortColumn {
  /** Qualified by its table's alias: `c.views`. */
  readonly ref: string;
  readonly kind: "instant" | "integer" | "fraction" | "text";
  /** Whether rows may have no value; those come last, both ways. */
  readonly nullable: boolean;
  /**
   * Where a descending index on the column keeps its nulls: an order that says otherwise could not use it. "absent" =
   * the index holds rows with a value alone; the others are met in the order of their ids, by an index on those.
   */
  readonly indexNulls: "first" | "last" | "absent";
}

/** A row's place in a walk: its sort value (instants in milliseconds), and its id for ties. */
export interface Position {
  readonly value: number | string | null;
  readonly id: string;
}

export interface Walk {
  readonly column: SortColumn;
  /** Qualified like the column; ties follow the direction of the sort. */
  readonly idRef: string;
  readonly descending: boolean;
  /** The last row already seen, or `null` to start. */
  readonly after: Position | null;
  readonly limit: number;
}

type ReadPart<Row> = (where: RawBuilder<SqlBool>, order: RawBuilder<unknown>, limit: number) => Promise<readonly Row[]>;

/**
 * Reads up to `limit` rows after a position. Rows with a value and rows without are read apart: `value < $1 or value
 * is null` is a condition no index can walk, while each half is one range of it.
 */
export async function readKeyset<Row>(walk: Walk, readPart: ReadPart<Row>): Promise<readonly Row[]> {
  const { column, after, limit } = walk;
  const known = after?.value === null ? [] : await readPart(withValue(walk), orderOf(walk), limit);
  if (known.length === limit || !column.nullable) return known;
  const order = column.indexNulls === "absent" ? orderOfIds(walk) : orderOf(walk);
  return [...known, ...(await readPart(withoutValue(walk), order, limit - known.length))];
}

function withValue({ column, idRef, descending, after }: Walk): RawBuilder<SqlBool> {
  const value = sql.ref(column.ref);
  if (after === null || after.value === null) return sql<SqlBool>`${value} is not null`;
  const beyond = sql.raw(descending ? "<" : ">");
  // To PostgreSQL a comparison of rows does not say that there is a value, and an index of those with one would not do.
  const valued = sql.raw(column.indexNulls === "absent" ? `${column.ref} is not null and ` : "");
  return sql<SqlBool>`${valued}(${value}, ${sql.ref(idRef)}) ${beyond} (${bound(column.kind, after.value)}, ${after.id})`;
}

function withoutValue({ column, idRef, descending, after }: Walk): RawBuilder<SqlBool> {
  const value = sql.ref(column.ref);
  if (after?.value !== null) return sql<SqlBool>`${value} is null`;
  const beyond = sql.raw(descending ? "<" : ">");
  return sql<SqlBool>`${value} is null and ${sql.ref(idRef)} ${beyond} ${after.id}`;
}

function orderOf({ column, idRef, descending }: Walk): RawBuilder<unknown> {
  const direction = sql.raw(descending ? "desc" : "asc");
  return sql`${sql.ref(column.ref)} ${directionOf(column, descending)}, ${sql.ref(idRef)} ${direction}`;
}

/** The direction of a sort in words that its index serves. */
export function directionOf({ indexNulls }: SortColumn, descending: boolean): RawBuilder<unknown> {
  // An index without nulls has them where an index has them unless it is told: first when it descends.
  const nullsFirst = (indexNulls !== "last") === descending;
  return sql.raw(`${descending ? "desc" : "asc"} ${nullsFirst ? "nulls first" : "nulls last"}`);
}

const orderOfIds = ({ idRef, descending }: Walk): RawBuilder<unknown> =>
  sql`${sql.ref(idRef)} ${sql.raw(descending ? "desc" : "asc")}`;

function bound(kind: SortColumn["kind"], value: number | string): RawBuilder<Instant | number | string> {
  switch (kind) {
    case "instant":
      return at(instant(Number(value)));
    case "integer":
      return sql<number>`${value}::int8`;
    case "fraction":
      return sql<number>`${value}::float8`;
    case "text":
      return sql<string>`${value}::text`;
  }
}
