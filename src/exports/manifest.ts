import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import { csvLine } from "./csv.ts";
import type { Dataset, FileFormat } from "./datasets.ts";
import type { WrittenFile } from "./file-sink.ts";
import { parquetName } from "./parquet.ts";
import type { Coverage, TableColumn } from "./table.ts";

/** A column of any rows, of which only what it is about matters here. */
type AnyColumn = Pick<TableColumn<unknown>, "name" | "type" | "field">;

/** What was asked for. */
export interface ExportWish {
  readonly dataset: Dataset;
  readonly format: FileFormat;
  /** As the API's parameters have it. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly idsOnly: boolean;
  readonly pseudonyms: boolean;
}

/** Which program and schema wrote it. */
export interface Versions {
  readonly viewcurve: string;
  /** The last migration of the database. */
  readonly schema: number;
}

/** The first and last instant among rows; `null` = none has one. */
export interface TimeWindow {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/** Units that the whole installation spent on the quota days of a window, by bucket: what it cost to collect. */
export type UnitsSpent = Readonly<Record<string, number>>;

interface ManifestParts {
  readonly wish: ExportWish;
  readonly versions: Versions;
  readonly begunAt: Instant;
  readonly finishedAt: Instant;
  readonly rows: number;
  readonly files: readonly WrittenFile[];
  readonly timeWindow: TimeWindow | null;
  readonly unitsSpent: UnitsSpent | null;
  readonly coverage: Coverage | null;
  readonly columns: readonly AnyColumn[];
}

/** A column's name in a format's files. */
const nameIn = (format: FileFormat, name: string): string => (format === "parquet" ? parquetName(name) : name);

/** Everything that somebody who is given the files has to know to use and to cite them. */
export const manifestOf = ({ wish, begunAt, finishedAt, columns, ...parts }: ManifestParts) => ({
  manifest: 1,
  ...wish,
  begunAt: toIso(begunAt),
  finishedAt: toIso(finishedAt),
  versions: parts.versions,
  rows: parts.rows,
  files: parts.files,
  timeWindow: parts.timeWindow,
  quotaSpent: parts.unitsSpent,
  coverage: parts.coverage,
  derived: columns.filter(isDerived).map(({ name }) => nameIn(wish.format, name)),
});

export type Manifest = ReturnType<typeof manifestOf>;

/** Whether Viewcurve computed it: YouTube's policy wants such numbers told apart from its own. */
const isDerived = ({ field }: AnyColumn): boolean => field.formula !== null;

/** What each column means, as a table. */
export function dictionaryFile(format: FileFormat, columns: readonly AnyColumn[]): string {
  const lines = columns.map((column) => {
    const { name, type, field } = column;
    const { unit, meaning, nullWhen, formula } = field;
    return csvLine([nameIn(format, name), type, unit, meaning, nullWhen, isDerived(column), formula]);
  });
  return csvLine(["column", "type", "unit", "meaning", "nullWhen", "derived", "formula"]) + lines.join("");
}
