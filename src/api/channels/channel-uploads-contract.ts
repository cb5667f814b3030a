import { z } from "zod";
import { derived, format, sampleSize, time } from "#api/http/contract-fields.ts";

/* A channel's uploads at one age, and what it gained by day. See contract.ts for the conventions. */

const views = z.number().min(0).nullable();

export const uploadAtAge = z.strictObject({
  id: z.string(),
  title: z.string(),
  format,
  thumbnailUrl: z.string().nullable(),
  publishedAt: time,
  gone: z.boolean(),
  views: views.meta({ description: "At the age asked for; interpolated where no sample lies just there." }),
  reason: z
    .enum(["hidden", "notStarted", "notReached", "notSampled"])
    .nullable()
    .meta({ description: "Why there are no views." }),
  outlier: z
    .strictObject({
      value: views,
      n: sampleSize,
      reason: z.enum(["noViews", "formatUnknown", "tooFewVideos", "medianZero", "agesDiffer"]).nullable(),
    })
    .meta({ description: "Its views ÷ what is usual for the channel and format at that age." }),
  derived,
});

const band = z
  .strictObject({
    format,
    n: sampleSize,
    p10: views,
    p25: views,
    p50: views,
    p75: views,
    p90: views,
    reason: z.enum(["tooFewVideos", "ageOutOfRange"]).nullable(),
    derived,
    asOf: time,
  })
  .meta({ description: "What is usual at that age among its last 30 videos of a format." });

export const channelUploads = z
  .strictObject({
    age: z.enum(["1h", "24h", "7d", "30d", "now"]),
    ageSeconds: z.int().min(1).nullable().meta({ description: "null with `now`: each has an age of its own." }),
    items: z.array(uploadAtAge).max(100).meta({ description: "Its newest uploads, newest first." }),
    n: sampleSize.meta({ description: "Of how many of them the views at that age are known." }),
    typical: z.array(band),
    asOf: time,
  })
  .meta({ id: "ChannelUploads" });

const gained = z.number().meta({ description: "Less than 0 where counters fell." });
const change = z.int().nullable();

export const channelDay = z.strictObject({
  day: z.iso.date().meta({ description: "A day in UTC." }),
  gained: z
    .strictObject({ views: gained, likes: gained, comments: gained })
    .nullable()
    .meta({ description: "By all its videos, from their samples; null = none was sampled around that day." }),
  uploads: z.int().min(0),
  samples: z.int().min(0),
  open: z.boolean().meta({ description: "Whether a later sample may still change it." }),
  counters: z
    .strictObject({
      views: z.int().min(0).nullable(),
      subscribers: z.int().min(0).nullable(),
      videoCount: z.int().min(0).nullable(),
    })
    .nullable()
    .meta({ description: "The channel's own counters, as they were last read that day; null = they were not read." }),
  change: z
    .strictObject({ views: change, subscribers: change, videoCount: change, days: z.int().min(1) })
    .nullable()
    .meta({
      description:
        "Of its own counters since they were read before, so many days earlier. YouTube gives subscribers by three digits: they " +
        "change in steps.",
    }),
  derived,
});

export const channelDays = z
  .strictObject({ items: z.array(channelDay).meta({ description: "Newest first." }), asOf: time })
  .meta({ id: "ChannelDays" });

export type UploadAtAge = z.infer<typeof uploadAtAge>;
export type ChannelUploads = z.infer<typeof channelUploads>;
export type ChannelDay = z.infer<typeof channelDay>;
