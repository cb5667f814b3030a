import { z } from "zod";

/*
 * What the API answers, as zod schemas: the OpenAPI document is made from them, tests hold every answer against them,
 * and the dashboard imports their types. Counts are integers, `null` is unknown, times are ISO 8601 in UTC, and what
 * we computed ourselves says `derived`.
 */

const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0).nullable();
const derived = z.literal(true);
const sampleSize = z.int().min(0);
const format = z.enum(["long", "short", "live", "unknown"]);
const next = z.string().nullable().meta({ description: "The cursor of the next page; null on the last." });

const revision = z.strictObject({
  seenAt: time,
  before: z.record(z.string(), z.unknown()).meta({ description: "The changed fields as they were before." }),
});

export const problemAnswer = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(z.strictObject({ parameter: z.string().optional(), pointer: z.string().optional(), message: z.string() }))
      .optional(),
  })
  .meta({ id: "Problem" });

const videoFields = {
  id: z.string(),
  title: z.string(),
  tags: z.array(z.string()).meta({ description: "As their author wrote them, byte for byte." }),
  channel: z.strictObject({ id: z.string(), title: z.string().nullable() }),
  format,
  language: z.string().nullable(),
  categoryId: z.string().nullable(),
  liveState: z.enum(["none", "upcoming", "live", "ended"]),
  publishedAt: time.nullable(),
  startAt: time.nullable().meta({ description: "When its clock starts; null while a broadcast has not begun." }),
  durationSeconds: count,
  counters: z.strictObject({ views: count, likes: count, comments: count, asOf: time.nullable() }),
  firstHour: z.strictObject({
    views: z.number().min(0).nullable(),
    method: z.enum(["measured", "interpolated"]).nullable(),
    offsetSeconds: z.number().nullable().meta({ description: "How far from 60:00 the nearest sample lies." }),
    relativeError: z.number().nullable(),
    reason: z.enum(["notStarted", "tooYoung", "notSampled"]).nullable(),
    derived,
    asOf: time.nullable(),
  }),
  performance: z.strictObject({
    value: z.number().min(0).nullable(),
    reason: z.enum(["firstHourUnknown", "poolTooSmall", "medianZero", "pending"]).nullable(),
    n: sampleSize,
    median: z.number().nullable().meta({ description: "The channel's median of first-hour views, in force." }),
    derived,
    asOf: time.nullable(),
  }),
  outlier: z.strictObject({
    value: z.number().min(0).nullable(),
    reason: z.enum(["noViews", "poolTooSmall", "medianZero", "pending"]).nullable(),
    n: sampleSize,
    median: z.number().nullable().meta({ description: "The median of lifetime views of the channel's mature videos." }),
    basis: z.literal("lifetime"),
    derived,
    asOf: time.nullable(),
  }),
  gone: z
    .strictObject({ since: time })
    .nullable()
    .meta({ description: "Since when it is known to be deleted or private." }),
};

const videoItem = z.strictObject(videoFields).meta({ id: "VideoItem" });

export const videoPage = z
  .strictObject({
    items: z.array(videoItem),
    next,
    asOf: time.nullable().meta({ description: "The newest sample on this page." }),
    approximate: z.boolean().meta({
      description: "Whether the sort may change while pages are read, so that a video may be met twice or not at all.",
    }),
  })
  .meta({ id: "VideoPage" });

export const videoDetail = z
  .strictObject({
    ...videoFields,
    description: z.string(),
    firstSeenAt: time,
    describedAt: time,
    medianInForce: z.number().nullable(),
    medianTrue: z.number().nullable(),
    milestones: z.array(
      z.strictObject({
        name: z.enum(["60min", "24h", "7d", "30d"]),
        dueAt: time.nullable(),
        at: time.nullable(),
        offsetSeconds: z.number().nullable().meta({ description: "Sample minus due; negative when it was early." }),
        views: count,
        likes: count,
        comments: count,
        reason: z.enum(["notStarted", "notReached", "notSampled"]).nullable(),
      }),
    ),
    revisions: z.array(revision),
    nextSampleAt: time
      .nullable()
      .meta({ description: "When it is expected to be sampled next, as things stand; null = it is not." }),
    why: z.string().meta({ description: "Why it is sampled then, or why not." }),
  })
  .meta({ id: "VideoDetail" });

export const seriesAnswer = z
  .strictObject({
    videoId: z.string(),
    snapshots: z.array(
      z.strictObject({
        at: time,
        views: count,
        likes: count,
        comments: count,
        source: z.enum(["batch", "list", "feed"]),
      }),
    ),
    truncated: z.boolean().meta({ description: "Whether there is more: ask again from just after the last instant." }),
    countingEpochs: z.array(z.strictObject({ at: time, note: z.string() })).meta({
      description: "Instants at which YouTube changed what a view is; figures across them do not compare.",
    }),
    asOf: time.nullable(),
  })
  .meta({ id: "Series" });

const median = z.strictObject({
  median: z.number().nullable(),
  n: sampleSize,
  reason: z.enum(["poolTooSmall", "pending"]).nullable(),
  derived,
  asOf: time.nullable(),
});

const channelFields = {
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

const channelItem = z.strictObject(channelFields).meta({ id: "ChannelItem" });

export const channelPage = z
  .strictObject({ items: z.array(channelItem), next, asOf: time.nullable(), approximate: z.boolean() })
  .meta({ id: "ChannelPage" });

export const channelDetail = z
  .strictObject({
    ...channelFields,
    description: z.string(),
    videos: z.strictObject({
      known: sampleSize,
      described: sampleSize,
      gone: sampleSize,
      withFirstHour: sampleSize,
    }),
    revisions: z.array(revision),
  })
  .meta({ id: "ChannelDetail" });

export type VideoItem = z.infer<typeof videoItem>;
export type VideoDetail = z.infer<typeof videoDetail>;
export type ChannelItem = z.infer<typeof channelItem>;
