import { toIso } from "#domain/iso-time.ts";
import { earliest, type Instant, latest } from "#domain/time.ts";
import { type AskedMapping, type Mapping, mapColumns, namedMapping } from "./mapping.ts";
import { openTable, sampleOf } from "./open-table.ts";
import { countReasons, partsOf, readPart } from "./read-rows.ts";
import type { TakenSpan } from "./read-sample.ts";
import type { RefusalLog } from "./refusal-log.ts";
import type { Table } from "./row.ts";
import type { SourceFile } from "./source-file.ts";

/** How a file of counters is read. */
export interface Understood {
  readonly table: Table;
  readonly mapping: Mapping;
  /** Each field with its column's name, and `dateOrder`. */
  readonly named: Readonly<Record<string, string>>;
  /** Of the first row in which a column holds something, by field. */
  readonly examples: Readonly<Record<string, unknown>>;
}

export type Understanding =
  | ({ readonly kind: "understood" } & Understood)
  | { readonly kind: "unclear"; readonly reason: string };

/** Finds out what a file's columns say. Throws `BrokenFile`. */
export async function understand(source: SourceFile, asked: AskedMapping): Promise<Understanding> {
  const table = await openTable(source);
  const sample = await sampleOf(table);
  const mapped = mapColumns(table, sample, asked);
  if (mapped.kind === "unclear") return mapped;
  const { mapping } = mapped;
  const examples = Object.entries(mapping.columns).map(([field, place]) => {
    const cells = sample.map((row) => row[place] ?? null);
    return [field, cells.find((cell) => cell !== null && cell !== "") ?? null];
  });
  const named = namedMapping(mapping, table);
  return { kind: "understood", table, mapping, named, examples: Object.fromEntries(examples) };
}

/** What an import would take and refuse. */
export interface Rehearsal {
  readonly rows: number;
  readonly readable: number;
  readonly refused: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly from: string | null;
  readonly to: string | null;
}

const PART_ROWS = 1_000;

/** Reads all of a file as an import would, and stores nothing. Throws `BrokenFile`. */
export async function rehearse(
  { table, mapping }: Understood,
  span: TakenSpan,
  log: RefusalLog,
  progress: () => void,
): Promise<Rehearsal> {
  await log.begin();
  const refusals: Record<string, number> = {};
  let [rows, readable] = [0, 0];
  let [from, to]: (Instant | null)[] = [null, null];
  for await (const part of partsOf(table, PART_ROWS)) {
    const { taken, samples, refused } = readPart(part, table, mapping, span);
    for (const [reason, n] of Object.entries(countReasons(refused))) refusals[reason] = (refusals[reason] ?? 0) + n;
    for (const { capturedAt } of samples) {
      from = earliest(from ?? capturedAt, capturedAt);
      to = latest(to ?? capturedAt, capturedAt);
    }
    await log.write(refused);
    rows += taken;
    readable += samples.length;
    progress();
  }
  const isoOf = (time: Instant | null) => (time === null ? null : toIso(time));
  return { rows, readable, refused: rows - readable, refusals, from: isoOf(from ?? null), to: isoOf(to ?? null) };
}
