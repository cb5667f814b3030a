import { z } from "zod";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";
import { FRONTIER_SOURCES, type FrontierSource } from "#domain/frontier.ts";

/* What is answered of discoveries. See contract.ts for its conventions. */

const count = z.int().min(0);
const next = z.string().nullable().meta({ description: "The cursor of the next page; null on the last." });
const source = z.enum(Object.keys(FRONTIER_SOURCES) as FrontierSource[]);

const perUnit = z
  .strictObject({
    value: z.number().nullable(),
    n: sampleSize.meta({ description: "Units that it is taken over." }),
    reason: z.enum(["nothingSpent"]).nullable(),
    derived,
  })
  .meta({ description: "Matching channels that were found, by units of the default bucket; of search, by searches." });

const buckets = z.strictObject({ default: count, search: count });

const discoveryFields = {
  id: z.string(),
  name: z.string(),
  state: z.enum(["active", "paused", "removed"]),
  filters: z.strictObject({
    language: z.string().nullable().meta({ description: "null = any." }),
    categories: z.array(z.string()).meta({ description: "Any of these; empty = any at all." }),
    countries: z.array(z.string()).meta({ description: "Any of these; empty = any at all." }),
    subscribersMin: count.nullable(),
    subscribersMax: count.nullable(),
  }),
  terms: z.array(z.string()),
  channels: z.array(z.string()).meta({ description: "Channels that it began with, by id or handle." }),
  regions: z.array(z.string()).meta({ description: "Whose charts are read; empty = where the language is spoken." }),
  sources: z.array(source),
  budget: buckets.meta({ description: "What it may spend of each bucket in a quota day." }),
  floor: z.number(),
  until: count.nullable(),
  onFound: z.strictObject({ kind: z.enum(["list", "track"]), weight: z.number().nullable() }),
  createdAt: time,
  version: count.meta({ description: "Grows with every change a person makes; PATCH takes it." }),
  spent: z.strictObject({
    today: buckets.meta({ description: "In the present quota day." }),
    total: buckets,
  }),
  found: count.meta({ description: "Channels that its sources have shown it, each once." }),
  matching: count.meta({ description: "Channels that match, those that people named among them." }),
  perUnit,
  resting: z
    .enum(["until", "floor", "nothing", "budget", "units", "youtube"])
    .nullable()
    .meta({ description: "Why it asks nothing now though it is active; null = it does, or it is not active." }),
  why: z.string().meta({ description: "What it does now, or why it rests, in a sentence." }),
};

const discoveryItem = z.strictObject(discoveryFields).meta({ id: "DiscoveryItem" });

export const discoveryPage = z
  .strictObject({ items: z.array(discoveryItem), next, asOf: time })
  .meta({ id: "DiscoveryPage" });

const share = z.number().nullable();

const population = z
  .strictObject({
    channels: count.nullable().meta({ description: "How many channels match, found or not." }),
    low: count.nullable().meta({ description: "The interval of 95 %." }),
    high: count.nullable(),
    foundShare: share.meta({ description: "The share of them that is found already." }),
    foundShareLow: share,
    foundShareHigh: share,
    n: sampleSize.meta({ description: "Matching channels that it is estimated from." }),
    reason: z.enum(["tooFewChannels"]).nullable(),
    derived,
  })
  .meta({ description: "The estimated size of the population that matches." });

export const discoveryDetail = z
  .strictObject({
    ...discoveryFields,
    bySource: z
      .array(
        z.strictObject({
          source,
          bucket: z.enum(["default", "search"]),
          pages: count.meta({
            description: "Read, those that were refused included. Each costs a unit of the bucket.",
          }),
          refused: count.meta({
            description: "Of them: private lists, comments that are off, channels that are gone.",
          }),
          open: count.meta({ description: "Lists that have a page to read." }),
          shown: count.meta({ description: "Channels on these pages." }),
          found: count.meta({ description: "Of them, new ones: this source was the first to show them." }),
          matching: count.meta({ description: "Of the new ones, how many match, as far as they are described." }),
          perUnit,
        }),
      )
      .meta({ description: "What each source has brought. Describing what it showed is not in its units." }),
    describing: z
      .strictObject({
        described: count,
        waiting: count.meta({ description: "Channels that were shown and are not described yet." }),
      })
      .meta({ description: "Only a description tells whether a channel matches: 50 a unit." }),
    population,
    expected: z
      .strictObject({
        perUnit: z.number().nullable(),
        n: sampleSize.meta({ description: "Units spent so far." }),
        reason: z.enum(["nothingSpent"]).nullable(),
        derived,
      })
      .meta({ description: "New matching channels that a unit of the default bucket is expected to bring now." }),
    asOf: time,
  })
  .meta({ id: "DiscoveryDetail" });

const cost = z
  .strictObject({
    perDay: count,
    limit: count.meta({ description: "The bucket's units a day, of all projects whose keys can be used." }),
    promised: count.meta({ description: "What the other active discoveries may spend of it." }),
    shareOfBucket: z.number().nullable().meta({ description: "null where the bucket is empty." }),
    derived,
  })
  .meta({ description: "What it may spend of a bucket in a day." });

export const discoveryPreview = z
  .strictObject({
    name: z.string(),
    regions: z.array(z.string()),
    sources: z.array(source),
    cost: z.strictObject({ default: cost, search: cost }),
  })
  .meta({ id: "DiscoveryPreview", description: "What a discovery might spend as it was sent; nothing is stored." });

/** A channel as a discovery has found it. */
export const foundChannel = z
  .strictObject({
    id: z.string(),
    title: z.string().nullable().meta({ description: "null while it is not described, or was not described again." }),
    handle: z.string().nullable(),
    matches: z.boolean().nullable().meta({ description: "null until it is described." }),
    misses: z
      .array(z.enum(["language", "category", "country", "size", "gone"]))
      .meta({ description: "What of the filters it does not meet; `gone` = YouTube does not answer for it." }),
    language: z.string().nullable(),
    languageFrom: z
      .enum(["said", "text", "country"])
      .nullable()
      .meta({ description: "How its language is known: by its own settings, its texts, or its country." }),
    country: z.string().nullable(),
    categories: z.array(z.string()),
    subscribers: count.nullable().meta({ description: "null = hidden, or not described." }),
    views: count.nullable(),
    videoCount: count.nullable(),
    foundBy: z
      .enum([...source.options, "seed", "import"])
      .meta({ description: "Which source showed it first; `seed` and `import` = people brought it in." }),
    timesShown: count.meta({ description: "How many pages showed it." }),
    firstShownAt: time,
    settledAt: time.nullable().meta({ description: "When it was found to match, or not to." }),
    describedAt: time.nullable(),
    tracked: z.boolean(),
  })
  .meta({ id: "FoundChannel" });

export const foundChannelPage = z
  .strictObject({ items: z.array(foundChannel), next, approximate: z.boolean(), asOf: time })
  .meta({ id: "FoundChannelPage" });

export type DiscoveryItem = z.infer<typeof discoveryItem>;
export type DiscoveryDetail = z.infer<typeof discoveryDetail>;
export type DiscoveryPreview = z.infer<typeof discoveryPreview>;
export type FoundChannel = z.infer<typeof foundChannel>;
