import { z } from "zod";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";

/* What is answered of the installation as a whole. */

const total = z.int().min(0);
const share = z.number().min(0).max(1).nullable();
const noneLooked = z.enum(["noVideos"]).nullable();

export const statsAnswer = z
  .strictObject({
    channels: z.strictObject({ tracked: total, known: total }),
    videos: z.strictObject({
      known: total,
      described: total,
      gone: total,
      byFormat: z.strictObject({ long: total, short: total, live: total, unknown: total }),
    }),
    approximate: z.boolean().meta({
      description: "Whether the totals of channels and videos are estimates: above 20,000 nobody counts them.",
    }),
    lastDay: z.strictObject({
      samples: total.meta({ description: "By the calls of the last 24 hours." }),
      firstHours: total.meta({
        description: "Known first hours of videos that reached that age in the last 24 hours.",
      }),
    }),
    freshness: z.strictObject({
      newestSample: time.nullable(),
      n: sampleSize.meta({ description: "Over the newest videos of the last 30 days, 5,000 at most." }),
      sampledWithinHour: share,
      sampledWithinDay: share,
      sampledWithinWeek: share,
      reason: noneLooked,
      derived,
    }),
    coverage: z.strictObject({
      n: sampleSize.meta({
        description: "Videos published on a channel that was tracked then, past their fourth hour, among the same.",
      }),
      measured: share.meta({ description: "The share whose first hour was measured." }),
      interpolated: share,
      reason: noneLooked,
      derived,
    }),
    asOf: time,
  })
  .meta({ id: "Stats" });

export const categoriesAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string().nullable().meta({ description: "In English; null = YouTube has not told of it yet." }),
        videos: total.meta({ description: "Described videos of the category." }),
      }),
    ),
    none: total.meta({ description: "Described videos of which YouTube named no category." }),
    approximate: z.boolean().meta({ description: "Whether the counts were estimated from a part of the videos." }),
    asOf: time,
  })
  .meta({ id: "Categories" });

export type Stats = z.infer<typeof statsAnswer>;
export type Categories = z.infer<typeof categoriesAnswer>;
