import { z } from "zod";
import { cursor, limit, optionalFlag, ratio, repeatable, sortBy } from "#api/http/params.ts";
import { channelWeight } from "#api/operations/operations-contract.ts";
import { CATEGORIES } from "#domain/category.ts";
import { type ChannelRef, parseChannelRef } from "#domain/channel.ts";
import { type DiscoveryId, FLOOR_DEFAULT, isDiscoveryId } from "#domain/discovery.ts";
import { FRONTIER_SOURCES, type FrontierSource } from "#domain/frontier.ts";
import { LIMIT_MOST } from "#domain/project.ts";
import { FOUND_CHANNEL_SORTS, type FoundChannelSort } from "#storage/discoveries/discovery-channels.ts";

/*
 * What somebody may want looked for, as zod schemas: POST and PATCH /discoveries take it, and `viewcurve discover` reads its
 * options by them.
 */

/** Text that PostgreSQL and YouTube can hold. */
const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes("\0"), "must be text without NUL or broken characters");

const FOUND_BY = [...(Object.keys(FRONTIER_SOURCES) as FrontierSource[]), "seed", "import"] as const;

const SOURCES = Object.keys(FRONTIER_SOURCES) as FrontierSource[];

/** Each once, in the order in which they came. */
const distinct = <Item extends z.ZodType>(item: Item, max: number) =>
  z
    .array(item)
    .max(max)
    .transform((items) => [...new Set(items)]);

const language = z
  .string()
  .toLowerCase()
  .regex(/^[a-z]{2,3}$/, "must be an ISO 639-1 code, like de")
  .meta({ description: "ISO 639-1, as channels say or show it.", examples: ["de"] });

const country = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 code of two letters, like DE")
  .meta({ description: "ISO 3166-1.", examples: ["DE"] });

const CATEGORY_IDS = new Set(CATEGORIES.map(({ id }) => id));

const category = z
  .string()
  .refine((id) => CATEGORY_IDS.has(id), "must be the number of one of YouTube's categories, like 27 (education)")
  .meta({ description: "YouTube's number of a category; GET /categories names them.", examples: ["27"] });

/** Nobody has more; PostgreSQL could hold it. */
const subscribers = z.int().min(0).max(10_000_000_000);

const filters = z
  .strictObject({
    language: language.optional(),
    categories: distinct(category, CATEGORIES.length).optional(),
    countries: distinct(country, 50).optional().meta({ description: "Where channels say they are." }),
    subscribersMin: subscribers.optional(),
    subscribersMax: subscribers.optional(),
  })
  .refine(({ subscribersMin: least, subscribersMax: most }) => (least ?? 0) <= (most ?? Number.POSITIVE_INFINITY), {
    path: ["subscribersMax"],
    message: "must not be less than subscribersMin",
  });

const channelRef = z
  .string()
  .max(500)
  .meta({ description: "A channel's id, @handle, or a URL of either.", examples: ["@3blue1brown"] })
  .transform((text, context): ChannelRef => {
    const ref = parseChannelRef(text);
    if (ref) return ref;
    context.addIssue({ code: "custom", message: "must be a channel id, an @handle, or a URL of either" });
    return z.NEVER;
  });

const terms = distinct(words(100), 100).meta({
  description: "What to search for first; what matching channels are about follows.",
});

const channels = z
  .array(channelRef)
  .max(500)
  .meta({ description: "Channels to begin with, whether or not they match." });

const budget = {
  default: z.int().min(1).max(LIMIT_MOST).meta({ description: "Units of the default bucket a quota day." }),
  search: z.int().min(0).max(LIMIT_MOST).meta({ description: "Searches a quota day." }),
};

/** What a page may bring at most: fifty channels, described at a unit, and the page itself. */
const FLOOR_MOST = 50;

const floor = z
  .number()
  .min(0)
  .max(FLOOR_MOST)
  .meta({ description: "New matching channels that a unit must be expected to bring; below that it rests." });

const until = z
  .int()
  .min(1)
  .max(10_000_000)
  .nullable()
  .meta({ description: "Matching channels after which it is done; null = it goes on." });

const onFound = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("list") }),
    z.strictObject({ kind: z.literal("track"), weight: channelWeight.default(1) }),
  ])
  .meta({ description: "What becomes of matching channels: they are listed only, or tracked with a weight." });

const sources = distinct(z.enum(SOURCES), SOURCES.length)
  .refine((list) => list.length > 0, "must name one at least")
  .meta({ description: "Where it may look; all, unless it is said." });

const name = words(200).meta({ description: "For people; without one, what it looks for." });
const state = z.enum(["active", "paused"]);

export const discoveryBody = z
  .strictObject({
    name: name.optional(),
    filters: filters.prefault({}),
    terms: terms.default([]),
    channels: channels.default([]),
    regions: distinct(country, 20)
      .default([])
      .meta({ default: [], description: "Whose charts are read; none = where the language is spoken." }),
    sources: sources.optional(),
    budget: z.strictObject({ default: budget.default, search: budget.search.default(0) }),
    floor: floor.default(FLOOR_DEFAULT),
    until: until.default(null),
    onFound: onFound.prefault({ kind: "list" }),
    state: state.default("active"),
  })
  .superRefine(({ budget: { search }, terms, sources: chosen }, context) => {
    const issue = (path: string[], message: string): void => context.addIssue({ code: "custom", path, message });
    if (search > 0) return;
    if (terms.length > 0) issue(["budget", "search"], "must be 1 or more for terms to be searched for");
    else if (chosen?.includes("search")) issue(["budget", "search"], "must be 1 or more for search to be a source");
  });

export const discoveryPatch = z
  .strictObject({
    name: name.optional(),
    terms: terms.optional().meta({ description: "Further ones: those there are stay." }),
    channels: channels.optional().meta({ description: "Further ones: those there are stay." }),
    budget: z.strictObject({ default: budget.default.optional(), search: budget.search.optional() }).optional(),
    floor: floor.optional(),
    until: until.optional(),
    onFound: onFound.optional(),
    state: state.optional().meta({ description: "`paused` lets it rest; `active` lets it go on where it was." }),
    version: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "The version that was looked at: if it is no longer the last, nothing is changed (409)." }),
  })
  .refine(
    ({ version: _, ...body }) => Object.values(body).some((value) => value !== undefined),
    "must change something",
  );

export const discoveryId = z
  .string()
  .meta({ description: "A discovery's id: 12 characters.", examples: ["dE4fG5hI6jK7"] })
  .refine(
    (value): value is DiscoveryId => isDiscoveryId(value),
    "must be a discovery's id: 12 characters of A-Z a-z 0-9 _ -",
  );

function refuseCrossed(
  {
    subscribersMin: least,
    subscribersMax: most,
  }: { readonly subscribersMin?: number | undefined; readonly subscribersMax?: number | undefined },
  context: z.RefinementCtx,
): void {
  if (least === undefined || most === undefined || least <= most) return;
  context.addIssue({ code: "custom", path: ["subscribersMax"], message: "must not be less than subscribersMin" });
}

export const discoveriesExportQuery = z.strictObject({
  state: z
    .enum(["active", "paused", "removed"])
    .optional()
    .meta({ description: "Without it, those that are active or paused." }),
});
export const discoveriesQuery = discoveriesExportQuery.extend({ limit, cursor });

/** Which channels of a discovery are meant, and in which order: lists and exports alike. */
const found = {
  matching: z
    .enum(["true", "all"])
    .default("true")
    .meta({ default: "true", description: "`all` are those that do not match, or are not described yet, too." }),
  subscribersMin: ratio,
  subscribersMax: ratio,
  language: language.optional(),
  country: repeatable(country, 50).meta({ description: "May be repeated." }),
  category: repeatable(category, CATEGORIES.length).meta({ description: "May be repeated." }),
  source: repeatable(z.enum(FOUND_BY), FOUND_BY.length).meta({
    description: "Where it was met first. May be repeated.",
  }),
  tracked: optionalFlag,
  sort: sortBy<FoundChannelSort>(FOUND_CHANNEL_SORTS).default("-timesShown").meta({
    default: "-timesShown",
    description: "The best first: what many pages show stands in the middle of what is looked for.",
  }),
};

export const foundChannelsQuery = z.strictObject({ ...found, limit, cursor }).superRefine(refuseCrossed);

/** Exports hold every row, so they take no page. */
export const foundChannelsExportQuery = z.strictObject(found).superRefine(refuseCrossed);
