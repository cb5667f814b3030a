import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "#clock.ts";
import { csvCell, csvLine } from "./csv.ts";
import { type FileSink, openFileSink, type WrittenFile } from "./file-sink.ts";
import {
  dictionaryFile,
  type ExportWish,
  type Manifest,
  manifestOf,
  type TimeWindow,
  type UnitsSpent,
  type Versions,
} from "./manifest.ts";
import { parquetRows } from "./parquet.ts";
import { idsAlone, pseudonymous } from "./pseudonyms.ts";
import type { Table } from "./table.ts";

interface WritingDeps {
  readonly clock: Clock;
  /** Made if it is not there. */
  readonly directory: string;
  readonly versions: Versions;
  /** What pseudonyms are made by. */
  readonly pseudonymKey: string;
  /** What the installation spent over a window. */
  readonly unitsSpent: (window: TimeWindow) => Promise<UnitsSpent>;
  /** Told after each part how many rows are written. */
  readonly progress: (rows: number) => Promise<void> | void;
  /** Ends the writing: the promise is rejected with its reason, and the file stays unfinished. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a table into a directory: the rows, `dictionary.csv` with what each column means, and at last `manifest.json`. Where
 * there is a manifest, the export is whole. One part of the rows is held at a time, of Parquet one group.
 */
export async function writeExport<Row>(
  whole: Table<Row>,
  wish: ExportWish,
  { clock, directory, versions, pseudonymKey, unitsSpent, progress, signal }: WritingDeps,
): Promise<Manifest> {
  const begunAt = clock.now();
  await mkdir(directory, { recursive: true });
  const narrow = wish.idsOnly ? idsAlone(whole) : whole;
  const table = wish.pseudonyms ? pseudonymous(narrow, pseudonymKey) : narrow;
  const span = spanOf(table);
  let rows = 0;
  async function* looked(): AsyncGenerator<readonly Row[]> {
    for await (const part of table.parts) {
      signal?.throwIfAborted();
      yield part;
      for (const row of part) {
        span.look(row);
        table.coverage?.look(row);
      }
      rows += part.length;
      await progress(rows);
    }
  }
  const createdBy = `viewcurve version ${versions.viewcurve}`;
  const data = await written(join(directory, `${wish.dataset}.${wish.format}`), (sink) =>
    writeRows(sink, { ...table, parts: looked() }, wish, createdBy),
  );
  const dictionary = await written(join(directory, "dictionary.csv"), (sink) =>
    sink.write(dictionaryFile(wish.format, table.columns)),
  );
  const timeWindow = span.found();
  const manifest = manifestOf({
    wish,
    versions,
    begunAt,
    finishedAt: clock.now(),
    rows,
    files: [data, dictionary],
    timeWindow,
    unitsSpent: timeWindow && (await unitsSpent(timeWindow)),
    coverage: table.coverage?.counts() ?? null,
    columns: table.columns,
  });
  await written(join(directory, "manifest.json"), (sink) => sink.write(`${JSON.stringify(manifest, null, 2)}\n`));
  return manifest;
}

async function written(path: string, write: (sink: FileSink) => Promise<void>): Promise<WrittenFile> {
  const sink = await openFileSink(path);
  try {
    await write(sink);
    return await sink.finish();
  } finally {
    await sink.close();
  }
}

async function writeRows<Row>(sink: FileSink, table: Table<Row>, wish: ExportWish, createdBy: string): Promise<void> {
  const { columns, parts, jsonOf } = table;
  switch (wish.format) {
    case "csv": {
      await sink.write(csvLine(columns.map(({ name }) => name)));
      for await (const rows of parts) {
        let text = "";
        for (const row of rows) {
          for (let i = 0; i < columns.length; i++) text += `${i > 0 ? "," : ""}${csvCell(columns[i]?.cellOf(row))}`;
          text += "\r\n";
        }
        await sink.write(text);
      }
      return;
    }
    case "ndjson":
      for await (const rows of parts) await sink.write(rows.map((row) => `${JSON.stringify(jsonOf(row))}\n`).join(""));
      return;
    case "parquet": {
      const parquet = parquetRows(sink, columns, createdBy);
      for await (const rows of parts) await parquet.add(rows);
      return parquet.finish();
    }
  }
}

/** Finds the first and last instant among rows. Texts of instants sort as they follow one another. */
function spanOf<Row>({ columns, timeColumn }: Table<Row>) {
  const column = columns.find(({ name }) => name === timeColumn);
  let from: string | null = null;
  let to: string | null = null;
  return {
    look(row: Row): void {
      const at = column?.cellOf(row);
      if (typeof at !== "string") return;
      if (from === null || at < from) from = at;
      if (to === null || at > to) to = at;
    },
    found: (): TimeWindow | null =>
      column === undefined || from === null || to === null ? null : { column: column.name, from, to },
  };
}
