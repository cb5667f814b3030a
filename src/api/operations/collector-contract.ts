import { z } from "zod";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";

/* What is answered of how well collecting goes. See contract.ts for the conventions. */

const secondsFrom = z.number().min(0).nullable();

export const collectorAnswer = z
  .strictObject({
    firstHours: z
      .strictObject({
        n: sampleSize.meta({ description: "Videos born on a tracked channel that have passed their fourth hour." }),
        measured: z.int().min(0),
        interpolated: z.int().min(0),
        missed: z.int().min(0).meta({ description: "Of which nothing was sampled near 60 minutes." }),
        p50Seconds: secondsFrom.meta({ description: "Half of the measured lie no farther from 60:00." }),
        p90Seconds: secondsFrom.meta({ description: "Nine in ten of the measured lie no farther from 60:00." }),
        bins: z
          .array(z.strictObject({ fromSeconds: z.int(), toSeconds: z.int(), videos: z.int().min(0) }))
          .meta({ description: "Of the measured, by how far from 60:00 the sample lies; negative = before." }),
        reason: z.enum(["noVideos", "noneMeasured"]).nullable(),
        derived,
      })
      .meta({ description: "How near to 60 minutes of age the newest videos of the last 30 days were sampled." }),
    discovery: z
      .strictObject({
        sources: z.array(
          z.strictObject({
            source: z
              .enum(["push", "feed", "uploads", "search", "chart"])
              .meta({ description: "What found them first." }),
            n: sampleSize,
            p50Seconds: z.number().min(0),
            p90Seconds: z.number().min(0),
            p99Seconds: z.number().min(0),
          }),
        ),
        reason: z.enum(["noVideos"]).nullable(),
        derived,
      })
      .meta({
        description:
          "How long after its publication a video was found, of the newest of the last 30 days that somebody was looking for when they came.",
      }),
    fill: z
      .strictObject({
        value: z.number().min(0).nullable().meta({ description: "Ids sent ÷ ids that the calls had room for." }),
        calls: z.int().min(0),
        ids: z.int().min(0),
        reason: z.enum(["noCalls"]).nullable(),
        derived,
      })
      .meta({ description: "How full sampling calls left in the last 24 hours." }),
    backfills: z.strictObject({
      waiting: z.int().min(0),
      more: z.boolean().meta({ description: "Whether there are more than were counted." }),
      items: z
        .array(
          z.strictObject({
            channel: z.strictObject({ id: z.string(), title: z.string().nullable() }),
            listed: z.int().min(0).meta({ description: "Uploads that were read." }),
            total: z.int().min(0).nullable().meta({ description: "How many there are; null = not known yet." }),
            notBefore: time,
            attempts: z.int().min(0),
            reason: z.string().nullable().meta({ description: "Why it waits; null = for its turn alone." }),
            createdAt: time,
          }),
        )
        .meta({ description: "Catalogues that are not read to the end, the next first." }),
    }),
    asOf: time,
  })
  .meta({ id: "Collector" });

export type CollectorView = z.infer<typeof collectorAnswer>;
