import { z } from "zod";
import { count, derived, format, sampleSize, time } from "#api/http/contract-fields.ts";
import { refuseOddWindows, scopeAnswer, scopeParams, windowAnswer, windowParams } from "./scope-query.ts";

/* What may be asked of a summary, and what is answered. */

export const SUMMARY_WINDOW = "7d";

const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$/, "must be a language's BCP 47 tag, like de or pt-BR")
  .transform((text, context): string => {
    try {
      return Intl.getCanonicalLocales(text)[0] ?? text;
    } catch {
      context.addIssue({ code: "custom", message: "must be a language's BCP 47 tag, like de or pt-BR" });
      return z.NEVER;
    }
  });

export const summaryBody = z
  .strictObject({
    ...scopeParams,
    ...windowParams(SUMMARY_WINDOW),
    language: language
      .default("en")
      .meta({ default: "en", description: "In which a model writes. The template writes English.", examples: ["de"] }),
  })
  .superRefine(refuseOddWindows);

/** What a text would be made of. Nobody writes for it, so there is no language. */
export const factsQuery = z
  .strictObject({ ...scopeParams, ...windowParams(SUMMARY_WINDOW) })
  .superRefine(refuseOddWindows);

export const summaryId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, "must be a summary's id: 22 characters of A-Z a-z 0-9 _ -")
  .meta({ description: "A summary's id, as `id` and `Location` give it." });

const times = z.number().nullable();
const video = { videoId: z.string(), title: z.string(), channel: z.string(), channelId: z.string() };

const summaryFacts = z.strictObject({
  scope: z.string().meta({ description: "The scope in words." }),
  from: z.string(),
  to: z.string().meta({ description: "A date is the last day of the window; an instant is no part of it." }),
  hours: z.int().min(0),
  videosPublished: sampleSize,
  viewsGained: z.int().nullable().meta({ description: "`null` = nothing was sampled." }),
  viewsGainedBefore: z.int().nullable().meta({ description: "In as long a time before." }),
  formats: z.array(z.strictObject({ format, videos: sampleSize, viewsGained: z.int() })),
  rising: z.array(
    z.strictObject({
      ...video,
      viewsGained: z.int().nullable().meta({ description: "Over its last `gainDays`." }),
      gainDays: z.int(),
      heat: times,
      performance: times,
      outlier: times,
    }),
  ),
  keywords: z.array(
    z.strictObject({
      term: z.string(),
      videos: sampleSize,
      videosBefore: sampleSize,
      examples: z.array(z.string()).meta({ description: "Ids of videos with it." }),
    }),
  ),
  watch: z.array(
    z.strictObject({ ...video, ageHours: z.int().min(0), views: count.unwrap(), heat: times, outlier: times }),
  ),
});

export const factsAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: windowAnswer,
    facts: summaryFacts,
    formula: z.string(),
    derived,
    asOf: time,
  })
  .meta({ id: "SummaryFacts" });

export const summaryAnswer = z
  .strictObject({
    id: z.string().nullable().meta({ description: "By which it can be asked for again; the template's has none." }),
    state: z.enum(["final", "pending"]).meta({
      description: "`pending`: the model has not answered yet, and the template stands in. Ask for `id` again.",
    }),
    scope: scopeAnswer,
    window: windowAnswer,
    language: z.string().meta({ description: "The language of the text: the one asked for, or the template's." }),
    text: z.strictObject({
      title: z.string(),
      paragraphs: z.array(
        z.strictObject({
          text: z.string(),
          videoIds: z.array(z.string()).meta({ description: "The videos that it speaks of." }),
        }),
      ),
    }),
    writtenBy: z.string().meta({ description: "`template`, or the model's name." }),
    reason: z
      .string()
      .nullable()
      .meta({ description: "Why the template stands in for the model; `null` where no model is set." }),
    facts: summaryFacts.meta({ description: "Everything that the text may say." }),
    formula: z.string(),
    derived,
    asOf: time,
  })
  .meta({ id: "Summary" });

export type SummaryAnswer = z.infer<typeof summaryAnswer>;
