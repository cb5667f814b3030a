import { TOO_LONG } from "./csv-splitter.ts";
import { decoded, type Encoding } from "./encoding.ts";
import { type Cell, ROW_LENGTH_MAX, ROW_SHOWN_MAX, type Row, type Table } from "./row.ts";
import type { SourceFile } from "./source-file.ts";

const NO_OBJECT = "it is no JSON object";

/** Columns beyond these are left out: a file whose rows are keyed by something has no columns. */
const COLUMNS_MAX = 1_000;
const DEPTH_MAX = 4;

/**
 * Objects, one a line, as a table. What lies within objects is named by its path (`statistics.viewCount`), so that answers of
 * YouTube's API can be imported as they were saved. Its columns are those of the first `look` rows.
 */
export async function ndjsonTable(source: SourceFile, encoding: Encoding, look: number): Promise<Table> {
  const columns = new Map<string, number>();
  let seen = 0;
  for await (const lines of linesOf(source, encoding)) {
    for (const line of lines) {
      const object = typeof line === "string" ? objectIn(line) : null;
      if (object) for (const name of flat(object).keys()) if (!columns.has(name)) columns.set(name, columns.size);
    }
    seen += lines.length;
    if (seen >= look || columns.size >= COLUMNS_MAX) break;
  }
  const names = [...columns.keys()].slice(0, COLUMNS_MAX);
  return { format: `NDJSON, ${encoding}`, columns: names, rows: () => ndjsonRows(source, encoding, names) };
}

async function* ndjsonRows(
  source: SourceFile,
  encoding: Encoding,
  names: readonly string[],
): AsyncGenerator<readonly Row[]> {
  let number = 0;
  for await (const lines of linesOf(source, encoding)) {
    yield lines.map((line): Row => {
      number += 1;
      if (typeof line !== "string") return { kind: "unreadable", number, reason: TOO_LONG, text: line.text };
      const object = objectIn(line);
      if (!object) return { kind: "unreadable", number, reason: NO_OBJECT, text: line.slice(0, ROW_SHOWN_MAX) };
      const cells = flat(object);
      return { kind: "read", number, cells: names.map((name) => cells.get(name) ?? null) };
    });
  }
}

function objectIn(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function flat(object: object, prefix = "", depth = 1, cells = new Map<string, Cell>()): ReadonlyMap<string, Cell> {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const name = prefix + key;
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      cells.set(name, value);
    } else if (Array.isArray(value)) {
      cells.set(
        name,
        value.filter((each) => typeof each === "string"),
      );
    } else if (typeof value === "object" && depth < DEPTH_MAX) flat(value, `${name}.`, depth + 1, cells);
  }
  return cells;
}

/** The lines of a text that are not blank; of one that is too long only how it begins. */
async function* linesOf(
  source: SourceFile,
  encoding: Encoding,
): AsyncGenerator<readonly (string | { readonly text: string })[]> {
  let rest = "";
  let skipping = false;
  for await (const text of decoded(source.content(), encoding)) {
    const pieces = (rest + text).split("\n");
    rest = pieces.pop() ?? "";
    const lines: (string | { readonly text: string })[] = [];
    for (const piece of pieces) {
      if (skipping) skipping = false;
      else if (piece.trim() !== "") lines.push(piece);
    }
    if (skipping) rest = "";
    else if (rest.length > ROW_LENGTH_MAX) {
      lines.push({ text: rest.slice(0, ROW_SHOWN_MAX) });
      rest = "";
      skipping = true;
    }
    if (lines.length > 0) yield lines;
  }
  if (!skipping && rest.trim() !== "") yield [rest];
}
