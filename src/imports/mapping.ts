import { FIELD_NAMES, FIELDS, type Field, foldName } from "./fields.ts";
import { readVideoId } from "./read-refs.ts";
import { type DateOrder, guessOrder, readTime } from "./read-time.ts";
import type { Cell, Table } from "./row.ts";

/** Which column says what, by the columns' places. */
export interface Mapping {
  readonly columns: Readonly<Partial<Record<Field, number>>>;
  /** How dates that begin with a day or month are read; `null` = the file has none that need it. */
  readonly dateOrder: DateOrder | null;
}

/** What somebody says of the columns, and what they do not say is guessed. */
export interface AskedMapping {
  /** Columns by name for each field. */
  readonly columns: ReadonlyMap<Field, string>;
  readonly dateOrder: DateOrder | null;
}

export type Mapped =
  | { readonly kind: "mapped"; readonly mapping: Mapping }
  /** `reason` says what is missing, and what to say instead. */
  | { readonly kind: "unclear"; readonly reason: string };

/**
 * Finds out which columns say what: as it is asked, else by the names that collections use, and the video and the time also by
 * what stands in `sample`, the first rows. A video, a time and a counter there must be.
 */
export function mapColumns(table: Table, sample: readonly (readonly Cell[])[], asked: AskedMapping): Mapped {
  const columns: Partial<Record<Field, number>> = {};
  for (const [field, name] of asked.columns) {
    const place = table.columns.indexOf(name);
    if (place < 0) return { kind: "unclear", reason: `There is no column "${name}" for ${field}. ${listed(table)}` };
    columns[field] = place;
  }
  const taken = new Set(Object.values(columns));
  const byName = new Map<string, number>();
  for (const [place, name] of table.columns.entries()) {
    if (!byName.has(foldName(name))) byName.set(foldName(name), place);
  }
  const cellsAt = (place: number | undefined): readonly Cell[] =>
    place === undefined ? [] : sample.map((cells) => cells[place] ?? null);
  for (const field of FIELD_NAMES) {
    if (columns[field] !== undefined) continue;
    const free = (place: number) => !taken.has(place);
    const named = FIELDS[field].flatMap((name) => byName.get(name) ?? []).filter(free);
    const place = field === "videoId" || field === "capturedAt" ? likeliest(field, named, cellsAt) : named[0];
    // A video's id has a form of its own, and is found whatever its column is called.
    const found = place ?? (field === "videoId" ? idColumn(table, cellsAt) : undefined) ?? named[0];
    if (found === undefined) continue;
    columns[field] = found;
    taken.add(found);
  }
  const missing = (["videoId", "capturedAt"] as const).filter((field) => columns[field] === undefined);
  const counted = (["views", "likes", "comments"] as const).some((field) => columns[field] !== undefined);
  if (missing.length > 0 || !counted) {
    const what = [...missing, ...(counted ? [] : ["views"])];
    return {
      kind: "unclear",
      reason: `No column for ${what.join(" and ")} was found. Say which: --map ${what.map((field) => `${field}=COLUMN`).join(" --map ")}. ${listed(table)}`,
    };
  }
  const dateOrder = asked.dateOrder ?? guessOrder(cellsAt(columns.capturedAt));
  return { kind: "mapped", mapping: { columns, dateOrder } };
}

const listed = ({ columns }: Table): string =>
  columns.length === 0 ? "The file has no columns." : `The columns are: ${columns.slice(0, 50).join(", ")}.`;

/** Of columns that are called so the first that mostly holds what it should. */
const likeliest = (
  field: "videoId" | "capturedAt",
  named: readonly number[],
  cellsAt: (place: number) => readonly Cell[],
): number | undefined => named.find((place) => share(cellsAt(place), HOLDS[field]) > 0.5);

const HOLDS = {
  videoId: (cell: Cell) => typeof cell === "string" && readVideoId(cell) !== null,
  capturedAt: (cell: Cell) => readTime(cell, null) !== null,
};

function idColumn(table: Table, cellsAt: (place: number) => readonly Cell[]): number | undefined {
  const places = [...table.columns.keys()];
  return places.find((place) => share(cellsAt(place), HOLDS.videoId) > 0.8);
}

/** The share of cells that hold something for which `holds`. */
function share(cells: readonly Cell[], holds: (cell: Cell) => boolean): number {
  const filled = cells.filter((cell) => cell !== null && cell !== "");
  return filled.length === 0 ? 0 : filled.filter(holds).length / filled.length;
}

/** The mapping by the names of its columns, as an import's row keeps it and people read it. */
export function namedMapping({ columns, dateOrder }: Mapping, table: Table): Readonly<Record<string, string>> {
  const named = FIELD_NAMES.flatMap((field) => {
    const place = columns[field];
    return place === undefined ? [] : [[field, table.columns[place] ?? ""] as const];
  });
  return { ...Object.fromEntries(named), ...(dateOrder === null ? {} : { dateOrder }) };
}
