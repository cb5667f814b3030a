import { z } from "zod";
import { time } from "#api/http/contract-fields.ts";

/* Pages of the dashboard under names, which all who use an installation share. */

const NAME_MAX = 100;

/** Pages of this server, relative to it: neither another server's (`//host`) nor a script. */
const PATH = /^\/(?:[A-Za-z0-9_.~-]+(?:\/[A-Za-z0-9_.~-]+)*)?$/;

/** As an address has it, percent-encoded: whatever its parameters say, it is one line of ASCII. */
const QUERY = /^[\x21\x22\x24-\x7e]*$/;

/** Persian words and many pictures are held together by these two, which other format characters must not pass as. */
const JOINERS = "\u200C\u200D";

const viewName = z
  .string()
  .max(NAME_MAX)
  .regex(new RegExp(`^[\\P{C}${JOINERS}]+$`, "u"), "must be a text without control characters")
  .refine((text) => text.trim() === text && text !== "", "must not begin or end with a blank")
  // An address cannot end in one: it would name the list.
  .refine((text) => text !== "." && text !== "..", "must say more than that")
  .meta({ description: "By which people find it: any text.", examples: ["Baking outliers"] });

export const viewParams = z.strictObject({ name: viewName });

export const viewBody = z.strictObject({
  path: z
    .string()
    .max(200)
    .regex(PATH, "must be a page of the dashboard, as /videos")
    .meta({ description: "Which page.", examples: ["/videos"] }),
  query: z
    .string()
    .max(8000)
    .regex(QUERY, "must be what stands behind the ? of an address, percent-encoded")
    .default("")
    .meta({
      default: "",
      description: "Its state: what stands behind the `?`.",
      examples: ["tag=baking&sort=-outlier"],
    }),
});

export const viewPatch = z.strictObject({ name: viewName });

export const viewAnswer = z
  .strictObject({
    name: z.string(),
    path: z.string(),
    query: z.string(),
    createdAt: time,
    changedAt: time,
    savedBy: z
      .string()
      .nullable()
      .meta({ description: "The name of the token or session that saved it last; `null` = that of the settings." }),
  })
  .meta({ id: "SavedView" });

export const viewsAnswer = z
  .strictObject({ items: z.array(viewAnswer).meta({ description: "By their names." }), asOf: time })
  .meta({ id: "SavedViews" });

export type SavedViewAnswer = z.infer<typeof viewAnswer>;
export type SavedViewsAnswer = z.infer<typeof viewsAnswer>;
