import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from "hyparquet";
import { BrokenFile, type Cell, type Row, type Table } from "./row.ts";
import type { SourceFile } from "./source-file.ts";

/** So many rows of a file are held at a time, whatever the size of its row groups. */
const ROWS_A_TIME = 20_000;
/** Writers make row groups of some megabytes a column; one far larger was made to fill memory. */
const COLUMN_BYTES_MAX = 64 * 1024 * 1024;

/** What Node can unpack; `length` is what the file says, and more never comes out. */
const COMPRESSORS: Compressors = {
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: length }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: length }),
  ZSTD: (input, length) => zstdDecompressSync(input, { maxOutputLength: length }),
};

/** A Parquet file as a table of its columns; those within structures are left out. Throws `BrokenFile` when it is none. */
export async function parquetTable(source: SourceFile): Promise<Table> {
  const file = await asyncBufferFromFile(source.path);
  const metadata = await orBroken(() => parquetMetadataAsync(file));
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  return { format: "Parquet", columns, rows: () => parquetRows(file, metadata, columns) };
}

async function* parquetRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly string[],
): AsyncGenerator<readonly Row[]> {
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const huge = group.columns.find(({ meta_data }) => (meta_data?.total_uncompressed_size ?? 0n) > COLUMN_BYTES_MAX);
    if (huge) {
      const name = huge.meta_data?.path_in_schema.join(".") ?? "a column";
      throw new BrokenFile(`A row group holds over 64 MB of ${name}. Write the file with smaller row groups.`);
    }
    const groupEnd = groupStart + Number(group.num_rows);
    for (let start = groupStart; start < groupEnd; start += ROWS_A_TIME) {
      const rows = await orBroken(() => readRows(file, metadata, start, Math.min(start + ROWS_A_TIME, groupEnd)));
      yield rows.map((row, i) => ({
        kind: "read",
        number: start + i + 1,
        cells: columns.map((name) => cellOf(row[name])),
      }));
    }
    groupStart = groupEnd;
  }
}

async function readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<readonly Record<string, unknown>[]> {
  let rows: readonly Record<string, unknown>[] = [];
  await parquetRead({
    file,
    metadata,
    rowStart,
    rowEnd,
    rowFormat: "object",
    compressors: COMPRESSORS,
    onComplete: (read) => {
      rows = read;
    },
  });
  return rows;
}

/** Whatever a reader stumbles over in a file that is not its own is the file's fault. */
async function orBroken<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new BrokenFile(`The Parquet file cannot be read: ${said}. Write it anew, with Snappy, GZIP, ZSTD or Brotli.`);
  }
}

function cellOf(value: unknown): Cell {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  // A counter beyond what a number holds is refused by its digits.
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.filter((each) => typeof each === "string");
  return null;
}
