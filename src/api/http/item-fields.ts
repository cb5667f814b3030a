import { z } from "zod";
import type { Cell } from "#exports/csv.ts";

/** The fields that are wanted of each item, as they were named: `counters` is all of it, `counters.views` a part. */
export type WantedFields = readonly string[] | null;

/** What can be asked of a list's items by the names of their fields, as their contract has them. */
export interface ItemFields<Item> {
  /** The names of `fields`, or the first that is no field. */
  parse(text: string): { readonly fields: readonly string[] } | { readonly unknown: string };
  /** The wanted fields of each item, in the order in which they were named. */
  pick(fields: WantedFields, items: Item[]): Item[] | Record<string, unknown>[];
  /** The columns of the wanted fields, each object's parts apart: the name of one is its field's path. */
  columns(fields: WantedFields): readonly { readonly name: string; readonly cellOf: (item: Item) => Cell }[];
}

export function itemFields<Schema extends z.ZodObject>(schema: Schema): ItemFields<z.infer<Schema>> {
  type Item = z.infer<Schema>;
  const paths = pathsIn(schema);
  return {
    parse(text) {
      const fields = text.split(",").map((name) => name.trim());
      const unknown = fields.find((name) => !paths.has(name));
      return unknown === undefined ? { fields: [...new Set(fields)] } : { unknown };
    },
    pick: (fields, items) => (fields === null ? items : items.map((item) => pickOf(fields, item))),
    columns: (fields) =>
      [...new Set((fields ?? Object.keys(schema.shape)).flatMap((path) => paths.get(path) ?? []))].map((name) => ({
        name,
        cellOf: cellOf<Item>(name),
      })),
  };
}

/** Every field by its path; with what it holds, if it is an object. */
const pathsIn = (schema: z.ZodObject): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(schema.shape).flatMap(([name, field]): [string, string[]][] => {
      const inner = field instanceof z.ZodNullable ? field.unwrap() : field;
      if (!(inner instanceof z.ZodObject)) return [[name, [name]]];
      const parts = Object.keys(inner.shape).map((part) => `${name}.${part}`);
      return [[name, parts], ...parts.map((part): [string, string[]] => [part, [part]])];
    }),
  );

function pickOf(fields: readonly string[], item: object): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const path of fields) {
    const [name = "", part] = path.split(".");
    const value = (item as Record<string, unknown>)[name];
    // A part of nothing is nothing: `gone` is null for a video that is there.
    if (part === undefined || value === null) picked[name] = value;
    else picked[name] = { ...(picked[name] ?? {}), [part]: (value as Record<string, unknown>)[part] };
  }
  return picked;
}

function cellOf<Item>(path: string): (item: Item) => Cell {
  const [name = "", part] = path.split(".");
  // The type knows the paths by name only; they come from the contract itself.
  if (part === undefined) return (item) => asCell((item as Record<string, unknown>)[name]);
  return (item) => (item as Record<string, Record<string, Cell> | null>)[name]?.[part];
}

/** Lists are written as JSON: tags may hold any sign that could part them. */
const asCell = (value: unknown): Cell => (Array.isArray(value) ? JSON.stringify(value) : (value as Cell));
