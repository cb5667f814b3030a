import { z } from "zod";
import { videoItem } from "#api/contract.ts";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";
import { limit } from "#api/http/params.ts";
import { ENGAGEMENT_KINDS } from "#domain/engagement.ts";
import { refuseOddWindows, scopeAnswer, scopeParams, windowAnswer, windowParams } from "./scope-query.ts";

/* What may be asked of what engages, and what is answered. */

/** What viewers make of a video is settled after some days; a month has enough of them to compare. */
export const USUAL_WINDOW = "28d";

const by = z.enum(ENGAGEMENT_KINDS);

export const engagingQuery = z
  .strictObject({
    ...scopeParams,
    ...windowParams(USUAL_WINDOW),
    by: by.default("engagement").meta({
      default: "engagement",
      description: "What videos are ranked by: likes and comments together, or either alone.",
    }),
    limit,
  })
  .superRefine(refuseOddWindows);

const prior = z.strictObject({
  alpha: z.number(),
  beta: z.number(),
  of: z.enum(["category", "format", "all", "shipped"]).meta({
    description:
      "What it was fitted to: videos of its format and category, of its format, all; or it ships with the product.",
  }),
  n: sampleSize.meta({ description: "The videos it was fitted to." }),
});

const rate = z.strictObject({
  value: z.number().nullable().meta({ description: "(Left + α) ÷ (views + α + β): drawn towards what is usual." }),
  low: z
    .number()
    .nullable()
    .meta({ description: "What chance leaves of it: nine in ten lie between `low` and `high`." }),
  high: z.number().nullable(),
  raw: z.number().nullable().meta({ description: "Left ÷ views, drawn towards nothing." }),
  n: sampleSize.meta({ description: "The views it rests on." }),
  prior: prior.nullable(),
  reason: z
    .enum(["noViews", "likesHidden", "commentsHidden", "moreThanViews"])
    .nullable()
    .meta({ description: "`moreThanViews`: more was left than viewed, as counters of different times may say." }),
  derived,
});

export const engagingAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: windowAnswer,
    by,
    items: z.array(
      z.strictObject({
        rank: z.int().min(1),
        engagement: rate,
        likes: rate,
        comments: rate,
        video: videoItem,
      }),
    ),
    hidden: z.strictObject({ likes: z.int().min(0), comments: z.int().min(0) }).meta({
      description: "Videos that hide them, of those that were looked at: they are in no rank that needs them.",
    }),
    basis: z.strictObject({
      videos: z.int().min(0).meta({ description: "What is counted here and in `hidden` is of so many, the newest." }),
      complete: z.boolean().meta({ description: "Whether these are all of the scope and window." }),
      noViews: z.int().min(0),
      fewViews: z.int().min(0).meta({ description: "With fewer than 100 views, which tell too little to rank." }),
      candidates: z.int().min(0).meta({ description: "How many were ranked: the highest plain rates." }),
      exact: z.boolean().meta({ description: "Whether no other video can belong to the items." }),
    }),
    formula: z.string(),
    asOf: time,
  })
  .meta({ id: "Engaging" });

export type EngagingAnswer = z.infer<typeof engagingAnswer>;
