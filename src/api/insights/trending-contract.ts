import { z } from "zod";
import { videoItem } from "#api/contract.ts";
import { derived, time } from "#api/http/contract-fields.ts";
import { limit } from "#api/http/params.ts";
import { TREND_SORTS, TREND_WINDOWS, type TrendWindow } from "#insights/trending.ts";
import { scopeAnswer, scopeParams } from "./scope-query.ts";

/* What may be asked of what takes off, and what is answered. */

export const trendingQuery = z.strictObject({
  ...scopeParams,
  window: z
    .enum(Object.keys(TREND_WINDOWS) as TrendWindow[])
    .default("24h")
    .meta({ default: "24h", description: "Over which views gained are compared." }),
  sort: z.enum(TREND_SORTS).default("trend").meta({
    default: "trend",
    description: "`trend`: new outliers, then the hottest. All others are one number, the highest first.",
  }),
  limit,
});

const doubted = z.strictObject({
  value: z.number(),
  low: z.number().meta({ description: "What chance leaves of it: nine in ten lie between `low` and `high`." }),
  high: z.number(),
});

const trendingItem = z.strictObject({
  rank: z.int().min(1),
  why: z.enum(["newOutlier", "heat", "velocity"]).meta({
    description:
      "A young video at twice its channel's usual views or more; one faster than usual at its age; or one of which no usual velocity is known.",
  }),
  heat: doubted.nullable(),
  outlier: doubted.nullable(),
  acceleration: z.strictObject({
    value: z.number().nullable(),
    hours: z.number().nullable().meta({ description: "Views per hour over so many hours …" }),
    beforeHours: z.number().nullable().meta({ description: "… divided by those of so many hours before." }),
    reason: z.enum(["gainsUnknown"]).nullable(),
  }),
  video: videoItem,
  derived,
});

export const trendingAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: z.enum(Object.keys(TREND_WINDOWS) as TrendWindow[]),
    sort: z.enum(TREND_SORTS),
    n: z.int().min(0).meta({ description: "How many videos were looked at: the first of each order." }),
    items: z.array(trendingItem),
    formula: z.string(),
    asOf: time,
  })
  .meta({ id: "Trending" });

export type TrendingAnswer = z.infer<typeof trendingAnswer>;
