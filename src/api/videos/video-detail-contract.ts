import { z } from "zod";
import { videoFields } from "#api/contract.ts";
import { count, derived, revision, sampleSize, time } from "#api/http/contract-fields.ts";

/* One video with all that is known of it. See contract.ts for the conventions. */

const views = z.number().min(0).nullable();
const whyNotAtAge = z.enum(["ageOutOfRange", "tooFewVideos"]).nullable();

const atAge = z
  .strictObject({
    ageSeconds: z.number().nullable().meta({ description: "Its age at the last sample." }),
    typical: z
      .strictObject({
        n: sampleSize,
        p10: views,
        p25: views,
        p50: views,
        p75: views,
        p90: views,
        reason: whyNotAtAge,
      })
      .nullable()
      .meta({ description: "How many views the channel's last videos of the format had at this age." }),
    rank: z
      .strictObject({
        rank: z.int().min(1).nullable(),
        of: sampleSize.meta({ description: "Videos that are compared, this one included." }),
        reason: whyNotAtAge,
      })
      .nullable()
      .meta({ description: "Its place among them by views at this age; 1 has the most." }),
    outlier: z
      .strictObject({
        value: z.number().min(0).nullable(),
        median: views,
        n: sampleSize,
        reason: z.enum(["ageOutOfRange", "tooFewVideos", "medianZero"]).nullable(),
      })
      .nullable()
      .meta({ description: "Its views ÷ their median at this age." }),
    reason: z
      .enum(["notStarted", "noViews", "formatUnknown", "pending"])
      .nullable()
      .meta({ description: "Why the three are null." }),
    derived,
    asOf: time.nullable().meta({ description: "When the channel's typical curve was taken." }),
  })
  .meta({ description: "Beside the channel's last videos of the format, at equal age." });

const typicalVelocity = z
  .strictObject({
    median: z.number().min(0).nullable().meta({ description: "Views an hour." }),
    n: sampleSize.meta({ description: "Videos that it was taken over." }),
    reason: z
      .enum(["notStarted", "noViews", "poolTooSmall", "medianZero"])
      .nullable()
      .meta({ description: "Why nothing can be divided by it." }),
    derived,
    asOf: time.nullable().meta({ description: "When it was taken." }),
  })
  .meta({ description: "What is usual now for the format at the video's age: what its heat compares with." });

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
    atAge,
    typicalVelocity,
    revisions: z.array(revision),
    nextSampleAt: time
      .nullable()
      .meta({ description: "When it is expected to be sampled next, as things stand; null = it is not." }),
    why: z.string().meta({ description: "Why it is sampled then, or why not." }),
  })
  .meta({ id: "VideoDetail" });

export type VideoDetail = z.infer<typeof videoDetail>;
