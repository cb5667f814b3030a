import { z } from "zod";
import { OUTCOME_FILTERS } from "#api/operations/quota-contract.ts";
import { type ChannelId, isChannelId } from "#domain/channel.ts";
import { BUCKETS } from "#domain/quota.ts";
import { type Instant, parseInstant } from "#domain/time.ts";
import { isVideoId, type VideoId } from "#domain/video.ts";
import { isWatchId, type WatchId } from "#domain/watch.ts";

/*
 * What may be asked, as zod schemas: they check and convert the parameters, and describe them in the OpenAPI document.
 * Objects are strict: a parameter that is misspelt must not be ignored in silence.
 */

/** A number as decimals write it; `0x10`, `1e9`, blanks and the empty text are refused, which Number() would take. */
const DECIMAL = /^-?\d{1,15}(?:\.\d{1,15})?$/;
export const asNumber = (value: unknown): unknown =>
  typeof value === "string" && DECIMAL.test(value) ? Number(value) : value;
export const ratio = z.preprocess(asNumber, z.number().min(0)).optional();

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A UTC date, or a date and time with its offset. Years outside 1970–2999 would be typing errors. */
export const date = z
  .string()
  .meta({ format: "date-time", description: "An ISO 8601 date (taken as 00:00 UTC) or date-time with its offset." })
  .transform((value, context): Instant => {
    const at = strictInstant(value);
    if (at !== null) return at;
    context.addIssue({
      code: "custom",
      message: "must be an ISO 8601 date or date-time with its offset, like 2026-11-20 or 2026-11-20T08:30:00Z",
    });
    return z.NEVER;
  });

export function strictInstant(value: string): Instant | null {
  const [, year, month, day] = (DATE.exec(value) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1970 || year > 2999) return null;
  // JavaScript reads 30 February as 2 March.
  const real = new Date(Date.UTC(year, month - 1, day));
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? parseInstant(value) : null;
}

export const videoId = z
  .string()
  .meta({ description: "A video's id: 11 characters.", examples: ["dQw4w9WgXcQ"] })
  .refine((value): value is VideoId => isVideoId(value), "must be a video id: 11 characters of A-Z a-z 0-9 _ -");

export const channelId = z
  .string()
  .meta({ description: "A channel's id: UC and 22 characters.", examples: ["UCuAXFkgsw1L7xaCfnd5JJOw"] })
  .refine((value): value is ChannelId => isChannelId(value), "must be a channel id: UC and 22 characters");

export const watchId = z
  .string()
  .meta({ description: "A watch's id: 12 characters.", examples: ["bC3dE4fG5hI6"] })
  .refine((value): value is WatchId => isWatchId(value), "must be a watch id: 12 characters of A-Z a-z 0-9 _ -");

/** A parameter that may be given several times. */
export const repeatable = <Item extends z.ZodType>(item: Item, max: number) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1).max(max)).optional();

/** `name` for ascending, `-name` for descending. */
export const sortBy = <Name extends string>(sorts: Readonly<Record<Name, unknown>>) => {
  const names = Object.keys(sorts) as Name[];
  return z.enum(names.flatMap((name): (Name | `-${Name}`)[] => [name, `-${name}`]));
};

/** `true` or `false`; absent is `false`. */
export const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

/** `true` or `false`; absent is either. */
export const optionalFlag = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .optional();

export const limit = z
  .preprocess(asNumber, z.int().min(1).max(200))
  .default(50)
  .meta({ default: 50, description: "How many rows a page holds." });
export const cursor = z.string().max(2000).meta({ description: "`next` of the page before." }).optional();

const word = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, "must be a name of letters, digits, dots, _ and -");

export const importsQuery = z.strictObject({ limit, cursor });

const callFilters = {
  since: date.optional(),
  until: date.optional(),
  kind: word.optional().meta({ description: "Such as sample, describe, uploads, search or feed." }),
  purpose: word.optional().meta({ description: "Such as milestone, curve, discovery, backfill or refresh." }),
  outcome: z
    .enum(OUTCOME_FILTERS)
    .optional()
    .meta({ description: "`failed` is any but `answered`; `open` are those that have not ended." }),
  project: word.optional(),
  bucket: z.enum(BUCKETS).optional(),
  text: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => !text.includes("\0"), "must not contain NUL")
    .optional()
    .meta({ description: "Somewhere in `why` or `detail`; case does not matter." }),
};

const isSpan = ({ since, until }: { readonly since?: Instant | undefined; readonly until?: Instant | undefined }) =>
  since === undefined || until === undefined || since <= until;
const NO_SPAN = { path: ["until"], message: "must not be before since" };

export const callsQuery = z.strictObject({ ...callFilters, limit, cursor }).refine(isSpan, NO_SPAN);

/** Exports hold every row, so they take no page. */
export const callsExportQuery = z.strictObject(callFilters).refine(isSpan, NO_SPAN);

export const untrackQuery = z.strictObject({
  purge: z
    .enum(["true", "false"])
    .default("false")
    .meta({ default: "false", description: "Whether to remove all that was collected of it, too. For good." }),
});

/** Operations without parameters refuse them too. */
export const nothing = z.strictObject({});

/** `-views` as its parts. */
export const sortParts = <Name extends string>(sort: Name | `-${Name}`): { sort: Name; descending: boolean } =>
  sort.startsWith("-") ? { sort: sort.slice(1) as Name, descending: true } : { sort: sort as Name, descending: false };
