import type { Dictionary } from "#api/documents/dictionary-contract.ts";

type Field = Dictionary["items"][number];

/** The fields of an entity (empty = of all) in which every word stands, whatever the case. */
export function fieldsSaying(fields: readonly Field[], entity: string, words: string): Field[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return fields.filter((field) => {
    if (entity !== "" && field.entity !== entity) return false;
    const text = `${field.field} ${field.unit} ${field.meaning} ${field.nullWhen}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** The name of a formula's page: `docs/formulas/gain.md` is `gain`. */
export const formulaName = (path: string): string => path.replace(/^.*\//, "").replace(/\.md$/, "");
