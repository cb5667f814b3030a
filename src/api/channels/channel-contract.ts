import { z } from "zod";
import { count, derived, sampleSize, time } from "#api/http/contract-fields.ts";

/* Channels, in lists and by themselves. See contract.ts for the conventions. */

const next = z.string().nullable().meta({ description: "The cursor of the next page; null on the last." });

/** A median, of how many, and why it is missing. */
export const median = z.strictObject({
  median: z.number().nullable(),
  n: sampleSize,
  reason: z.enum(["poolTooSmall", "pending"]).nullable(),
  derived,
  asOf: time.nullable(),
});

/** Of a channel, wherever it is shown. */
export const channelFields = {
  id: z.string(),
  title: z.string(),
  handle: z.string().nullable(),
  country: z.string().nullable(),
  publishedAt: time.nullable(),
  thumbnailUrl: z.string().nullable(),
  weight: z.number(),
  watched: z
    .boolean()
    .meta({ description: "Whether its first hours are the last to be given up when quota is short." }),
  state: z.enum(["tracked", "untracked"]),
  trackedSince: time,
  trouble: z.string().nullable().meta({ description: "What YouTube refuses about it; null when all is well." }),
  counters: z.strictObject({ views: count, subscribers: count, videoCount: count, asOf: time }),
  describedAt: time.meta({ description: "When YouTube last said what it says of itself." }),
  lastCountedAt: time.nullable(),
  lastListedAt: time.nullable(),
  newsSince: time.nullable().meta({ description: "Since when something hints at an upload not yet found." }),
  backfill: z.strictObject({
    done: z.boolean(),
    listed: z.int().min(0),
    total: count,
    notBefore: time.nullable(),
    reason: z.string().nullable().meta({ description: "Why it waits, or ended early; null when all is well." }),
  }),
  subscription: z.strictObject({
    until: time
      .nullable()
      .meta({ description: "Until when the hub has promised to push its news; null = it has not." }),
    askAt: time.nullable().meta({ description: "When the hub is asked (again); null = as soon as it can be." }),
    lastPushAt: time.nullable(),
  }),
  firstHour: z.strictObject({ ...median.shape, medianTrue: z.number().nullable() }),
  mature: median.meta({ description: "Lifetime views of its videos of 30 days and older." }),
};

export const channelItem = z.strictObject(channelFields).meta({ id: "ChannelItem" });

/** What `fields` left of a channel. */
const channelPart = z.record(z.string(), z.unknown()).meta({ id: "ChannelPart" });

export const channelPage = z
  .strictObject({
    items: z.union([z.array(channelItem), z.array(channelPart)]),
    next,
    asOf: time.nullable().meta({ description: "When the newest counters on this page were read." }),
    approximate: z.boolean().meta({
      description:
        "Whether the sort may change while pages are read, so that a channel may be met twice or not at all.",
    }),
    page: z.int().min(1).optional().meta({ description: "With `page`: which it is." }),
    pageSize: z.int().min(1).optional(),
    total: z.int().min(0).optional().meta({ description: "With `page`: how many channels pass the filter." }),
    totalIsEstimate: z.literal(false).optional(),
  })
  .meta({ id: "ChannelPage" });

/** A paused channel is an untracked one: nobody looks at it or samples its videos, and all that was collected stays. */
export const changedChannel = z
  .strictObject({
    ...channelFields,
    resuming: z.boolean().meta({
      description: "Whether it was asked for again: the collector looks it up and tracks it within seconds.",
    }),
  })
  .meta({ id: "ChangedChannel" });

export type ChannelItem = z.infer<typeof channelItem>;
