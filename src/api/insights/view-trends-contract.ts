import { z } from "zod";
import { derived, format, sampleSize, time } from "#api/http/contract-fields.ts";
import { refuseOddWindows, scopeAnswer, scopeParams, windowAnswer, windowParams } from "./scope-query.ts";

/* What may be asked of views gained, and what is answered. */

export const USUAL_WINDOW = "28d";

export const viewTrendsQuery = z
  .strictObject({
    ...scopeParams,
    ...windowParams(USUAL_WINDOW),
    step: z.enum(["hour", "day"]).optional().meta({
      description:
        "By the hour or the UTC day. Hours are told of the last eight days. Where it is not said: by the hour up to four days, if they are told.",
    }),
  })
  .superRefine(refuseOddWindows);

const growth = z.strictObject({
  value: z
    .number()
    .nullable()
    .meta({ description: "This window ÷ the one before, less 1, over the steps known in both." }),
  low: z.number().nullable().meta({
    description: "Nine in ten lie between `low` and `high`, by the spread of the steps; null below four of them.",
  }),
  high: z.number().nullable(),
  reason: z.enum(["noSamplesBefore", "noViewsBefore"]).nullable(),
  n: sampleSize.meta({ description: "How many steps were compared." }),
});

const views = z.number().meta({ description: "Views gained. Not whole: between two samples they are shared out." });

export const viewTrendsAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: windowAnswer,
    step: z.enum(["hour", "day"]),
    views,
    before: z.number().nullable().meta({ description: "Of the window before; null = nothing was sampled then." }),
    growth,
    n: sampleSize.meta({ description: "Samples within the window." }),
    items: z.array(
      z.strictObject({
        at: time,
        views,
        before: z.number().nullable(),
        samples: sampleSize,
        open: z.int().nullable().meta({
          description: "Of how many videos more may come, when they are sampled next; null = not known of hours.",
        }),
      }),
    ),
    formats: z.array(z.strictObject({ format, views, share: z.number().nullable(), growth })),
    ages: z
      .array(
        z.strictObject({
          fromDays: z.int().min(0),
          toDays: z.int().nullable().meta({ description: "Not part of it; null = without end." }),
          videos: sampleSize,
          views,
          share: z.number().nullable(),
        }),
      )
      .meta({ description: "By the age of the video on the day, over the whole UTC days of the window." }),
    uploadTimes: z
      .array(
        z.strictObject({
          weekday: z.int().min(1).max(7).meta({ description: "1 is Monday, in UTC." }),
          hour: z.int().min(0).max(23),
          videos: sampleSize,
          views,
          viewsPerVideo: z.number(),
        }),
      )
      .meta({ description: "Of the videos that started within the window, by when in the week they did." }),
    countingEpochs: z
      .array(z.strictObject({ at: time, note: z.string() }))
      .meta({ description: "Changes of what YouTube counts as a view, in this window or the one before." }),
    sampled: z.strictObject({ videos: sampleSize, of: sampleSize }).nullable().meta({
      description:
        "Of a tag, a watch or a category hours are told from the samples of so many `videos`, which stand for all `of` them.",
    }),
    reason: z.enum(["noSamples"]).nullable(),
    formula: z.string(),
    derived,
    asOf: time,
  })
  .meta({ id: "ViewTrends" });

export type ViewTrendsReply = z.infer<typeof viewTrendsAnswer>;
