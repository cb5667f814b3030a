import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Cell } from "./csv.ts";
import type { FileSink } from "./file-sink.ts";
import type { ColumnType, TableColumn } from "./table.ts";

/**
 * Rows of a group. Readers skip groups by their least and greatest values, and each costs a few hundred bytes; encoding one
 * keeps the process from anything else for about as many microseconds as it has cells.
 */
const GROUP_ROWS = 20_000;

/** Where a column's values lie in the file: times are milliseconds in UTC, so that readers know them for instants. */
const ELEMENTS = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  list: { type: "BYTE_ARRAY", converted_type: "JSON", logical_type: { type: "JSON" } },
  integer: { type: "INT64" },
  number: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
  instant: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
} as const satisfies Record<ColumnType, object>;

/** Dots part tables from columns in SQL: readers should not have to quote names. */
export const parquetName = (name: string): string => name.replaceAll(".", "_");

/** A cell as the writer takes it for its column's type. */
function typedValue(type: ColumnType, cell: Cell): string | number | bigint | boolean | Uint8Array | null {
  if (cell === null || cell === undefined) return null;
  switch (type) {
    case "integer":
      return BigInt(Math.round(Number(cell)));
    case "number":
      return Number(cell);
    case "instant":
      return BigInt(Date.parse(String(cell)));
    case "boolean":
      return Boolean(cell);
    case "list":
      // The writer would encode a text once more; as a value it is what the text says.
      return JSON.parse(String(cell));
    case "text":
      return String(cell);
  }
}

/** Writes rows as Parquet, group by group: every column nullable, counters as 64-bit integers. */
export function parquetRows<Row>(sink: FileSink, columns: readonly TableColumn<Row>[], createdBy: string) {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    createdBy,
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name: parquetName(name),
        repetition_type: "OPTIONAL" as const,
        ...ELEMENTS[type],
      })),
    ],
  });
  let group = columns.map((): unknown[] => []);
  const held = (): number => group[0]?.length ?? 0;

  async function drain(): Promise<void> {
    // The writer's buffer is used again for the next group: what goes to the file is a copy.
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    await sink.write(bytes);
  }
  async function writeGroup(): Promise<void> {
    const columnData = columns.map(({ name }, i) => ({ name: parquetName(name), data: group[i] ?? [] }));
    await parquet.write({ columnData, rowGroupSize: held() });
    group = columns.map(() => []);
    await drain();
  }
  return {
    async add(rows: readonly Row[]): Promise<void> {
      for (const row of rows) {
        for (let i = 0; i < columns.length; i++) {
          const column = columns[i];
          if (column) group[i]?.push(typedValue(column.type, column.cellOf(row)));
        }
        if (held() >= GROUP_ROWS) await writeGroup();
      }
    },
    async finish(): Promise<void> {
      if (held() > 0) await writeGroup();
      await parquet.finish();
      await drain();
    },
  };
}
