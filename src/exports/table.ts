import type { DictionaryField } from "#domain/dictionary/field.ts";
import { dictionary } from "#domain/dictionary.ts";
import type { Cell } from "./csv.ts";

/** What a column holds, as files with types know it; an instant is text in ISO 8601, a list text in JSON. */
export type ColumnType = "text" | "integer" | "number" | "boolean" | "instant" | "list";

/** What of a column tells whom it is about: an id that a pseudonym may stand for, or words that would tell it all the same. */
type Telling = "videoId" | "channelId" | "words" | null;

export interface TableColumn<Row> {
  readonly name: string;
  readonly type: ColumnType;
  readonly telling: Telling;
  /** What the data dictionary says of it. */
  readonly field: DictionaryField;
  readonly cellOf: (row: Row) => Cell;
}

/** How well what is exported was sampled: counts by their names. */
export type Coverage = Readonly<Record<string, number>>;

/** Rows that can be written in any format, a part at a time. */
export interface Table<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly parts: AsyncIterable<readonly Row[]>;
  /** A row as JSON. */
  readonly jsonOf: (row: Row) => unknown;
  /** The column whose values say over which time the rows go; `null` = they have none. */
  readonly timeColumn: string | null;
  /** About how many rows there are; `null` = that would cost a look at all of them. */
  readonly rowsAbout: number | null;
  /** Looks at each row once; `null` where sampling has no part in it. */
  readonly coverage: { look(row: Row): void; counts(): Coverage } | null;
}

const TYPES = {
  text: "text",
  choice: "text",
  object: "list",
  list: "list",
  integer: "integer",
  number: "number",
  boolean: "boolean",
  instant: "instant",
} as const satisfies Record<DictionaryField["type"], ColumnType>;

const known = new Map(dictionary.map((field) => [`${field.entity} ${field.field}`, field]));

/** A column that the data dictionary knows, under the field's own name unless it is given another. */
export function columnOf<Row>(
  entity: string,
  fieldName: string,
  cellOf: (row: Row) => Cell,
  { name = fieldName, telling = null }: { readonly name?: string; readonly telling?: Telling } = {},
): TableColumn<Row> {
  const field = known.get(`${entity} ${fieldName}`);
  if (!field) throw new Error(`the data dictionary does not know ${fieldName} of ${entity}`);
  return { name, type: TYPES[field.type], telling, field, cellOf };
}
