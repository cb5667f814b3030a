import { z } from "zod";
import { format } from "#api/http/contract-fields.ts";
import { itemFields, type WantedFields } from "#api/http/item-fields.ts";
import { paging, refuseMixedPaging } from "#api/http/page-query.ts";
import { asNumber, channelId, optionalFlag, ratio, repeatable, sortBy } from "#api/http/params.ts";
import { channelWeight } from "#api/operations/operations-contract.ts";
import { type ChannelRef, parseChannelRef } from "#domain/channel.ts";
import { CHANNEL_SORTS, type ChannelFilter, type ChannelSort } from "#storage/channels/channel-list.ts";
import { channelItem } from "./channel-contract.ts";

/* What may be asked of channels. See params.ts. */

export const CHANNEL_FIELDS = itemFields(channelItem);

/** Each with `Min` and `Max` after it. */
const channelBounds = {
  subscribersMin: ratio,
  subscribersMax: ratio,
  viewsMin: ratio,
  viewsMax: ratio,
  videoCountMin: ratio,
  videoCountMax: ratio,
  medianMin: ratio,
  medianMax: ratio,
};

/** Which channels are meant, and in which order: lists and exports alike. */
const filters = {
  state: z
    .enum(["tracked", "untracked", "all"])
    .default("tracked")
    .meta({ default: "tracked", description: "`untracked` are paused, or known only by their videos." }),
  q: z
    .string()
    .max(100)
    .refine((text) => text.trim() !== "" && !text.includes("\0"), "must not be blank")
    .optional()
    .meta({ description: "Somewhere in the title or the handle; case does not matter." }),
  country: repeatable(z.string().regex(/^[A-Za-z]{2}$/, "must be a country's two letters"), 50).meta({
    description: "A country by its two letters. May be repeated.",
  }),
  watched: optionalFlag,
  trouble: optionalFlag.meta({ description: "Whether YouTube refuses something about it." }),
  ...channelBounds,
  sort: sortBy<ChannelSort>(CHANNEL_SORTS).default("title"),
  fields: z
    .string()
    .max(2000)
    .superRefine((text, context) => {
      const parsed = CHANNEL_FIELDS.parse(text);
      if ("unknown" in parsed)
        context.addIssue({ code: "custom", message: `a channel has no field ${parsed.unknown}` });
    })
    .optional()
    .meta({
      description: "Which fields of each channel are wanted, by commas.",
      examples: ["id,title,counters.views"],
    }),
};

type Filters = z.infer<z.ZodObject<typeof filters>>;

function refuseContradictions(query: Filters, context: z.RefinementCtx): void {
  for (const measure of ["subscribers", "views", "videoCount", "median"] as const) {
    const [min, max] = [query[`${measure}Min`], query[`${measure}Max`]];
    if (min !== undefined && max !== undefined && min > max) {
      const message = `must not be less than ${measure}Min`;
      context.addIssue({ code: "custom", path: [`${measure}Max`], message });
    }
  }
}

export const channelsQuery = z
  .strictObject({ ...filters, ...paging })
  .superRefine(refuseContradictions)
  .superRefine(refuseMixedPaging);

/** Exports hold every row, so they take no page. */
export const channelsExportQuery = z.strictObject(filters).superRefine(refuseContradictions);

/** What a query asks of storage. */
export function channelFilterOf({ state, q, country, sort: _, fields: __, ...rest }: Filters): ChannelFilter {
  // The page is no part of the filter, and storage looks at what it knows by name.
  return { ...rest, state: state === "all" ? undefined : state, text: q, countries: country };
}

/** The fields a query names; `null` = all. */
export function channelFieldsOf({ fields }: { readonly fields?: string | undefined }): WantedFields {
  const parsed = fields === undefined ? null : CHANNEL_FIELDS.parse(fields);
  return parsed && "fields" in parsed ? parsed.fields : null;
}

/** Beyond ten years of days nothing is kept. */
const HISTORY_DAYS_MAX = 3650;

export const channelDetailQuery = z.strictObject({
  historyDays: z
    .preprocess(asNumber, z.int().min(1).max(HISTORY_DAYS_MAX))
    .default(90)
    .meta({ default: 90, description: "How many days back the history of its own counters goes." }),
});

/** As far back as days are laid beside each other: a year. */
const COMPARED_DAYS_MAX = 366;

const compared = {
  ids: z
    .preprocess(
      (value) => (Array.isArray(value) ? value : [value]).flatMap((part) => String(part ?? "").split(",")),
      z.array(channelId).min(2).max(6),
    )
    .refine((ids) => new Set(ids).size === ids.length, "must not name a channel twice")
    .meta({ description: "Two to six channels, with commas between them or each by a parameter of its own." }),
  days: z
    .preprocess(asNumber, z.int().min(1).max(COMPARED_DAYS_MAX))
    .default(30)
    .meta({ default: 30, description: "How many days back it is told what each gained, today among them." }),
};

export const compareQuery = z.strictObject(compared);

export const compareExportQuery = z.strictObject({
  ...compared,
  table: z
    .enum(["medians", "age", "date"])
    .default("medians")
    .meta({ default: "medians", description: "A row a channel, a row an age, or a row a day." }),
  format: format
    .default("long")
    .meta({ default: "long", description: "With `table=age`: of which format the usual curves are." }),
});

/** What a person may change of a channel. */
export const channelBody = z
  .strictObject({
    weight: channelWeight
      .optional()
      .meta({ description: "1 is ordinary; more is sampled more densely at the cost of others." }),
    watched: z
      .boolean()
      .optional()
      .meta({ description: "Whether its first hours are the last to be given up when quota is short." }),
    paused: z
      .boolean()
      .optional()
      .meta({
        description:
          "`true`: it is neither looked at nor sampled from now on, and keeps all that was collected; its state is `untracked`. " +
          "`false`: it is tracked again.",
      }),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "must change something");

/** So many references in an address stay far below what a server reads of one. */
const REFS_MAX = 100;

const channelRef = z
  .string()
  .max(500)
  .transform((text, context): ChannelRef => {
    const ref = parseChannelRef(text);
    if (ref) return ref;
    context.addIssue({ code: "custom", message: "must be a channel id, an @handle, or a URL of either" });
    return z.NEVER;
  });

export const requestsQuery = z.strictObject({
  ref: repeatable(channelRef, REFS_MAX).meta({
    description: "An id, an @handle, or a URL of either. May be repeated. Without it the newest 500 requests.",
  }),
});
