import { z } from "zod";
import { count, time } from "#api/http/contract-fields.ts";
import { DATASETS, FORMATS } from "#exports/datasets.ts";

/* Exports that are written as a task. See contract.ts for the conventions. */

/** JSON can say what PostgreSQL's text cannot hold, and what no query of an address could. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

const filterText = z.string().max(2000).refine(isStorable, "must not hold NUL or half a surrogate pair");

const filterValue = z.union([filterText, z.number(), z.boolean()]);

const wish = {
  dataset: z.enum(DATASETS),
  format: z.enum(FORMATS),
};

export const exportBody = z.strictObject({
  ...wish,
  filter: z
    .record(z.string().max(100), z.union([filterValue, z.array(filterValue).max(100)]))
    .default({})
    .meta({ description: "Which rows: the parameters of the list, under their names (docs/exports.md)." }),
  idsOnly: z
    .boolean()
    .default(false)
    .meta({ description: "Ids of videos or channels alone, for sets that others fill again from YouTube." }),
  pseudonyms: z
    .boolean()
    .default(false)
    .meta({ description: "Keyed hashes instead of ids of channels and videos, and no texts." }),
});

export const exportParams = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "must be an export's id: 12 hexadecimal digits")
    .meta({ description: "An export's id.", examples: ["5d0c2b7a1f94"] }),
});

export const fileParams = z.strictObject({
  ...exportParams.shape,
  name: z
    .string()
    .regex(/^[a-z-]{1,20}\.[a-z]{1,10}$/, "must be a file of an export, such as manifest.json")
    .meta({ description: "A file by its name, as the export lists it.", examples: ["manifest.json"] }),
});

export const exportItem = z
  .strictObject({
    id: z.string(),
    ...wish,
    filter: z.record(z.string(), z.unknown()),
    idsOnly: z.boolean(),
    pseudonyms: z.boolean(),
    state: z.enum(["waiting", "writing", "done", "failed"]),
    requestedAt: time,
    begunAt: time.nullable(),
    finishedAt: time.nullable(),
    rows: z.int().min(0).meta({ description: "Written so far." }),
    rowsAbout: count.meta({ description: "About how many there will be; null = nobody knows." }),
    reason: z.string().nullable().meta({ description: "Why it failed; null when all is well." }),
    expiresAt: time.nullable().meta({ description: "Until when its files are kept; null = it is not finished." }),
    files: z
      .array(
        z.strictObject({
          name: z.string(),
          path: z.string().meta({ description: "Where it is downloaded." }),
          bytes: count.meta({ description: "null for the manifest itself." }),
          sha256: z.string().nullable(),
        }),
      )
      .meta({ description: "None until it is done." }),
  })
  .meta({ id: "Export" });

export const exportPage = z
  .strictObject({
    items: z.array(exportItem),
    next: z.string().nullable().meta({ description: "The cursor of the next page; null on the last." }),
    asOf: time,
  })
  .meta({ id: "Exports" });

export type ExportItem = z.infer<typeof exportItem>;
