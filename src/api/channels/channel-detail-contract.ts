import { z } from "zod";
import { count, derived, format, revision, sampleSize, time } from "#api/http/contract-fields.ts";
import { channelFields, median } from "./channel-contract.ts";

/* One channel with all that is known of it, and channels beside each other. See contract.ts for the conventions. */

const day = z.iso.date().meta({ description: "A day in UTC." });
const views = z.number().min(0).nullable();

const interval = z
  .strictObject({
    low: views,
    high: views,
    confidence: z.number().min(0.95).max(1).nullable(),
    n: sampleSize,
    reason: z.literal("tooFewVideos").nullable(),
    derived,
  })
  .meta({ description: "In which the median lies with the confidence given; it takes six first hours." });

const firstHour = z.strictObject({ ...median.shape, medianTrue: z.number().nullable(), interval });

const rhythm = z
  .strictObject({
    uploads: sampleSize.meta({ description: "Over how many of the newest uploads: at most 1,000." }),
    since: time.nullable(),
    hours: z
      .array(z.array(z.int().min(0)).length(24))
      .length(7)
      .meta({ description: "Uploads by weekday (Monday first) and hour, both in UTC." }),
    perWeek: z.number().min(0).meta({ description: "Uploads a week in the last twelve weeks." }),
    derived,
  })
  .meta({ description: "When it publishes." });

const band = z.strictObject({
  ageSeconds: z.int().min(1),
  n: sampleSize,
  p10: views,
  p25: views,
  p50: views,
  p75: views,
  p90: views,
  reason: z.enum(["tooFewVideos", "ageOutOfRange"]).nullable(),
});

const typical = z
  .strictObject({
    format,
    n: sampleSize.meta({ description: "Its last videos of the format, at most 30." }),
    bands: z.array(band),
    derived,
    asOf: time,
  })
  .meta({ description: "How the views of its last videos of a format are spread at the same ages." });

export const channelDetail = z
  .strictObject({
    ...channelFields,
    firstHour,
    description: z.string(),
    videos: z.strictObject({
      known: sampleSize,
      described: sampleSize,
      gone: sampleSize,
      withFirstHour: sampleSize,
    }),
    typical: z.array(typical),
    rhythm,
    coverage: z.strictObject({
      since: time.meta({ description: "When it was tracked, or 90 days ago." }),
      until: time,
      videos: sampleSize.meta({ description: "Videos that started in that time." }),
      measured: sampleSize,
      interpolated: sampleSize,
      share: z.number().min(0).max(1).nullable().meta({ description: "Of them, those with a measured first hour." }),
      reason: z.literal("noVideos").nullable(),
      samplesPerVideo: z
        .number()
        .min(0)
        .nullable()
        .meta({ description: "Samples taken in the last 30 days ÷ the videos that are not gone." }),
      derived,
    }),
    days: z
      .array(
        z.strictObject({
          day,
          views: z
            .number()
            .meta({ description: "Gained that day by all its videos; less than 0 where counters fell." }),
          likes: z.number(),
          comments: z.number(),
          uploads: z.int().min(0),
          samples: z.int().min(0),
          open: z.boolean().meta({ description: "Whether a later sample may still change it." }),
          derived,
        }),
      )
      .meta({ description: "The last 30 days of which anything is known." }),
    history: z
      .array(z.strictObject({ day, at: time, views: count, subscribers: count, videoCount: count }))
      .meta({ description: "Its own counters, by the last reading of each day." }),
    revisions: z.array(revision),
  })
  .meta({ id: "ChannelDetail" });

const spread = z
  .strictObject({
    p10: views,
    p25: views,
    p50: views,
    p75: views,
    p90: views,
    n: sampleSize,
    reason: z.enum(["poolTooSmall", "medianZero", "pending"]).nullable(),
    derived,
  })
  .meta({ description: "How its videos' performances are spread: 1 is the channel's own median." });

export const comparison = z
  .strictObject({
    ageSeconds: z.array(z.int().min(1)).meta({ description: "The ages of every curve." }),
    channels: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        handle: z.string().nullable(),
        state: z.enum(["tracked", "untracked"]),
        counters: channelFields.counters,
        firstHour,
        mature: median,
        rhythm,
        typical: z.array(
          z.strictObject({
            format,
            n: z.array(sampleSize).meta({ description: "At each age, of how many videos." }),
            p50: z.array(views),
            derived,
            asOf: time,
          }),
        ),
        performance: spread,
        days: z
          .array(z.strictObject({ day, views: z.number(), uploads: z.int().min(0), open: z.boolean(), derived }))
          .meta({
            description: "What its videos gained in each of the last days of which anything is known, oldest first.",
          }),
      }),
    ),
    asOf: time,
  })
  .meta({ id: "ChannelComparison" });

export type Comparison = z.infer<typeof comparison>;
export type ChannelDetail = z.infer<typeof channelDetail>;
export type ComparedChannel = z.infer<typeof comparison>["channels"][number];
