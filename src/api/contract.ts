import { z } from "zod";
import { count, derived, format, sampleSize, time } from "#api/http/contract-fields.ts";

/*
 * What the API answers, as zod schemas: the OpenAPI document is made from them, tests hold every answer against them,
 * and the dashboard imports their types. Counts are integers, `null` is unknown, times are ISO 8601 in UTC, and what
 * we computed ourselves says `derived`.
 */

const next = z.string().nullable().meta({ description: "The cursor of the next page; null on the last." });

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

/** Of a video, wherever it is shown. */
export const videoFields = {
  id: z.string(),
  title: z.string(),
  tags: z.array(z.string()).meta({ description: "As their author wrote them, byte for byte." }),
  thumbnailUrl: z.string().nullable(),
  channel: z.strictObject({ id: z.string(), title: z.string().nullable() }),
  format,
  language: z.string().nullable(),
  categoryId: z.string().nullable(),
  madeForKids: z.boolean().nullable(),
  liveState: z.enum(["none", "upcoming", "live", "ended"]),
  publishedAt: time.nullable(),
  startAt: time.nullable().meta({ description: "When its clock starts; null while a broadcast has not begun." }),
  durationSeconds: count,
  changedAt: time.nullable().meta({ description: "When its texts last changed; null = not since it was described." }),
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
  performanceInFormat: z.strictObject({
    value: z.number().min(0).nullable(),
    reason: z.enum(["firstHourUnknown", "formatUnknown", "poolTooSmall", "medianZero", "pending"]).nullable(),
    n: sampleSize,
    median: z.number().nullable().meta({ description: "That of the channel's newest first hours of the format." }),
    derived,
    asOf: time.nullable(),
  }),
  outlier: z.strictObject({
    value: z.number().min(0).nullable(),
    reason: z.enum(["noViews", "poolTooSmall", "medianZero", "pending"]).nullable(),
    basis: z
      .enum(["age", "lifetime"])
      .nullable()
      .meta({ description: "Whether views at the same age are compared, or lifetime views." }),
    n: sampleSize
      .nullable()
      .meta({ description: "The channel's mature videos; null with `age`: see the video itself." }),
    median: z.number().nullable().meta({ description: "What its views are divided by." }),
    derived,
    asOf: time.nullable(),
  }),
  gains: z.strictObject({
    h1: z.number().nullable().meta({ description: "Views gained in the hour before the last sample." }),
    h24: z.number().nullable(),
    d7: z.number().nullable(),
    reason: z.enum(["noViews", "notStarted", "samplesApart"]).nullable().meta({ description: "Why one is missing." }),
    derived,
    asOf: time.nullable(),
  }),
  velocity: z.strictObject({
    value: z.number().nullable().meta({ description: "Views an hour." }),
    hours: z.int().nullable().meta({ description: "Over the last so many hours before the last sample." }),
    reason: z.enum(["noViews", "notStarted", "samplesApart"]).nullable(),
    derived,
    asOf: time.nullable(),
  }),
  heat: z.strictObject({
    value: z.number().nullable().meta({ description: "Velocity ÷ what is usual for its age and format." }),
    reason: z.enum(["velocityUnknown", "typicalUnknown"]).nullable(),
    derived,
    asOf: time.nullable(),
  }),
  engagement: z.strictObject({
    value: z.number().nullable().meta({ description: "(Likes + comments) ÷ views, drawn towards what is usual." }),
    likes: z.number().nullable().meta({ description: "Likes ÷ views as they are." }),
    comments: z.number().nullable().meta({ description: "Comments ÷ views as they are." }),
    reason: z.enum(["noViews", "likesHidden", "commentsHidden", "pending"]).nullable(),
    derived,
    asOf: time.nullable(),
  }),
  gone: z
    .strictObject({ since: time })
    .nullable()
    .meta({ description: "Since when it is known to be deleted or private." }),
};

export const videoItem = z.strictObject(videoFields).meta({ id: "VideoItem" });

/** What `fields` left of a video. */
const videoPart = z.record(z.string(), z.unknown()).meta({ id: "VideoPart" });

export const videoPage = z
  .strictObject({
    items: z.union([z.array(videoItem), z.array(videoPart)]),
    next,
    asOf: time.nullable().meta({ description: "The newest sample on this page." }),
    approximate: z.boolean().meta({
      description: "Whether the sort may change while pages are read, so that a video may be met twice or not at all.",
    }),
    page: z.int().min(1).optional().meta({ description: "With `page`: which it is." }),
    pageSize: z.int().min(1).optional(),
    total: z.int().min(0).optional().meta({ description: "With `page`: how many videos pass the filter." }),
    totalIsEstimate: z.boolean().optional().meta({ description: "Beyond 10,000 the total is estimated." }),
    ranked: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "With `sort=relevance`: how many of the newest matches were ranked." }),
    rankedAll: z.boolean().optional().meta({ description: "Whether those are all that match." }),
  })
  .meta({ id: "VideoPage" });

export type VideoItem = z.infer<typeof videoItem>;
