import type { TableColumn } from "./table.ts";

/** A row as an object by its columns alone: what stands behind a dot lies within. Lists are JSON in cells and lists here. */
export function nestedRow<Row>(columns: readonly TableColumn<Row>[], row: Row): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const { name, type, cellOf } of columns) {
    const cell = cellOf(row) ?? null;
    const value = type === "list" && typeof cell === "string" ? JSON.parse(cell) : cell;
    const path = name.split(".");
    const last = path.pop() ?? name;
    let place = whole;
    for (const part of path) {
      place[part] ??= {};
      place = place[part] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return whole;
}
