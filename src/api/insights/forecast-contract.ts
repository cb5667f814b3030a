import { z } from "zod";
import { count, derived, format, sampleSize, time } from "#api/http/contract-fields.ts";
import { COVERAGE } from "#insights/forecast/forecast.ts";
import { refuseOddWindows, scopeAnswer, scopeParams, windowAnswer, windowParams } from "./scope-query.ts";

/* What may be asked of forecasts, and what is answered. */

const target = z.enum(["7d", "30d"]).meta({ description: "The age whose views are forecast." });
const views = z.number().min(0).nullable();
const outsetHours = z.int().meta({ description: "The age, in hours, from which it was forecast." });
const low = views.meta({ description: "Four in five end between `low` and `high`." });

const model = z.strictObject({
  trainedAt: time.nullable().meta({ description: "null = any part of it is the one that ships with the product." }),
  outcomes: sampleSize.meta({ description: "Videos that it was learned from." }),
  prior: z.boolean().meta({
    description: "Whether any part of it ships with the product: this installation has too few videos to learn from.",
  }),
});

const forecast = z.strictObject({
  target,
  dueAt: time.nullable().meta({ description: "When it comes to that age; null before it has begun." }),
  views: views.meta({ description: "What it is expected to have then." }),
  low,
  high: views,
  coverage: z.literal(COVERAGE).meta({ description: "How many of all forecasts are to end between the two." }),
  n: sampleSize.meta({ description: "Videos that the model was learned from." }),
  model: model.nullable(),
  reason: z.enum(["notStarted", "noViews", "tooYoung", "tooFewSamples", "pastTarget", "gone"]).nullable(),
  became: views.meta({
    description: "What it had at that age, when that has passed; null also when nobody sampled it around then.",
  }),
  derived,
});

const keptForecast = z.strictObject({
  target,
  outsetHours,
  madeAt: time,
  sampledAt: time,
  sampledViews: count,
  views: z.number().min(0),
  low: z.number().min(0),
  high: z.number().min(0),
  prior: z.boolean(),
  dueAt: time,
  settledAt: time.nullable(),
  reached: views.meta({ description: "What it had when it came to the target." }),
  error: z.number().nullable().meta({ description: "(Forecast − reached) ÷ reached." }),
  reason: z.enum(["notDue", "notSampled"]).nullable().meta({ description: "Why there is no error." }),
  derived,
});

export const forecastAnswer = z
  .strictObject({
    videoId: z.string(),
    startAt: time.nullable(),
    from: z
      .strictObject({ at: time, ageSeconds: z.number(), views: z.number().min(0) })
      .nullable()
      .meta({ description: "The last sample, which it is forecast from." }),
    forecasts: z.array(forecast),
    made: z.array(keptForecast).meta({ description: "Forecasts as they were made at 1 h, 24 h and 7 d of age." }),
    formula: z.string(),
    asOf: time.nullable().meta({ description: "When the last sample was taken." }),
  })
  .meta({ id: "VideoForecast" });

export type ForecastAnswer = z.infer<typeof forecastAnswer>;

/** Seven-day forecasts settle within a week; four of them show whether they are off for long. */
export const USUAL_WINDOW = "28d";

export const accuracyQuery = z
  .strictObject({ ...scopeParams, ...windowParams(USUAL_WINDOW) })
  .superRefine(refuseOddWindows);

const accuracyFields = {
  settled: z.int().min(0).meta({ description: "Forecasts that were settled." }),
  n: sampleSize.meta({ description: "Of those the ones whose video was sampled around the target." }),
  error: z.number().min(0).nullable().meta({ description: "Median of |forecast − reached| ÷ reached." }),
  bias: z
    .number()
    .nullable()
    .meta({ description: "Median of (forecast − reached) ÷ reached: above 0 they are too high." }),
  coverage: z.number().min(0).max(1).nullable().meta({ description: "How many ended between their bounds." }),
  coverageInterval: z
    .strictObject({ low: z.number(), high: z.number() })
    .nullable()
    .meta({ description: "Between which the share lies with a confidence of 95 %." }),
  reason: z.enum(["noneSettled", "notSampled"]).nullable(),
  derived,
};

const accuracyItem = z.strictObject({
  target,
  outsetHours,
  ...accuracyFields,
  parts: z
    .array(z.strictObject({ format, prior: z.boolean(), ...accuracyFields }))
    .meta({ description: "The same by format, and by whether the model that ships had a part in it." }),
});

export const accuracyAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: windowAnswer,
    lookedAt: sampleSize.meta({ description: "Settled forecasts that were looked at, the newest of the window." }),
    lookedAtAll: z.boolean().meta({ description: "Whether those are all of the window; at most 5,000 are looked at." }),
    items: z.array(accuracyItem),
    formula: z.string(),
    asOf: time,
  })
  .meta({ id: "ForecastAccuracy" });

export type AccuracyAnswer = z.infer<typeof accuracyAnswer>;
