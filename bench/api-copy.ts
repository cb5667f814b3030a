import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import { copyIn } from "#storage/backup/copy.ts";
import { openSession } from "#storage/backup/session.ts";

/** What a cell of COPY's text form is made of. */
export type Cell = string | number | boolean | null;

const BLOCK_CHARACTERS = 200_000;

export const isoOf = (at: Instant | null): string | null => (at === null ? null : toIso(at));

/** An array of texts as PostgreSQL writes it. */
export const textArray = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;

/** An array of numbers; `null` and NaN are NaN. */
export const numberArray = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? "NaN").join(",")}}`;

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function cellText(cell: Cell): string {
  if (cell === null) return "\\N";
  if (typeof cell !== "string") return String(cell);
  return SPECIAL.test(cell) ? cell.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : cell;
}

/** Rows as COPY reads them, in blocks of some hundred kilobytes. */
export async function* textBlocks(rows: Iterable<readonly Cell[]>): AsyncGenerator<Buffer> {
  let block = "";
  for (const row of rows) {
    block += `${row.map(cellText).join("\t")}\n`;
    if (block.length < BLOCK_CHARACTERS) continue;
    yield Buffer.from(block);
    block = "";
  }
  if (block !== "") yield Buffer.from(block);
}

/** Fills columns of a table through a connection of its own; gives the number of rows. */
export async function copyRows(
  connectionString: string,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<number> {
  const session = await openSession(connectionString);
  try {
    return await copyIn(session.client, `copy ${table} (${columns.join(", ")}) from stdin`, textBlocks(rows));
  } finally {
    await session.close();
  }
}
