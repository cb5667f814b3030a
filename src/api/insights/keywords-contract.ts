import { z } from "zod";
import { NODES_MAX, TERMS_MAX } from "#analysis/keywords.ts";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";
import { asNumber } from "#api/http/params.ts";
import { refuseOddWindows, scopeAnswer, scopeParams, windowAnswer, windowParams } from "./scope-query.ts";

/* What may be asked of words and tags, and what is answered. */

export const USUAL_WINDOW = "7d";

const most = (max: number, usual: number) => z.preprocess(asNumber, z.int().min(1).max(max)).default(usual);

export const keywordsQuery = z
  .strictObject({
    ...scopeParams,
    ...windowParams(USUAL_WINDOW),
    kind: z.enum(["top", "rising", "performing"]).default("rising").meta({
      default: "rising",
      description:
        "`top`: what these videos say and others do not; `rising`: what is said more than in the window before; `performing`: whose videos do better than their channels' others.",
    }),
    limit: most(TERMS_MAX, 50).meta({ default: 50, description: "How many terms." }),
  })
  .superRefine(refuseOddWindows);

export const networkQuery = z
  .strictObject({
    ...scopeParams,
    ...windowParams(USUAL_WINDOW),
    nodes: most(NODES_MAX, 100).meta({ default: 100, description: "How many tags, the most used." }),
  })
  .superRefine(refuseOddWindows);

const basis = z.strictObject({
  videos: sampleSize.meta({ description: "Of so many videos the texts were read." }),
  of: sampleSize.meta({ description: "So many there are; of more than 10,000 a sample is read." }),
  complete: z.boolean(),
});

const about = {
  scope: scopeAnswer,
  window: windowAnswer,
  formula: z.string(),
  asOf: time.meta({ description: "Until when it holds: answers are made anew after each full hour." }),
  derived,
};

const keyword = z.strictObject({
  rank: z.int().min(1),
  term: z.string().meta({ description: "A word, or a phrase of two or three, in lower case." }),
  variants: z.array(z.string()).meta({ description: "Other names of the same topic." }),
  videos: z.int().min(1).meta({ description: "Videos of the window that say it …" }),
  channels: z.int().min(1).meta({ description: "… and their channels." }),
  videosBefore: sampleSize.nullable().meta({ description: "Videos of the window before; `null` but for `rising`." }),
  logOdds: z.strictObject({
    value: z.number().nullable().meta({ description: "ln of its odds here ÷ its odds in what it is compared with." }),
    z: z.number().nullable().meta({ description: "How sure that is, in standard deviations." }),
    n: sampleSize.meta({ description: "Videos of both sides." }),
    reason: z.enum(["comparedByScore", "noBackground"]).nullable(),
  }),
  factor: z.strictObject({
    value: z.number().nullable().meta({ description: "How many times as well as usual its videos do." }),
    low: z.number().nullable().meta({ description: "Nine in ten such factors lie between `low` and `high`." }),
    high: z.number().nullable(),
    n: sampleSize.meta({ description: "Videos with a score that say it." }),
    reason: z.enum(["comparedByCount"]).nullable(),
  }),
  examples: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  derived,
});

export const keywordsAnswer = z
  .strictObject({
    ...about,
    kind: z.enum(["top", "rising", "performing"]),
    basis,
    background: basis.nullable().meta({ description: "What they are compared with; `null` = nothing." }),
    scored: sampleSize.nullable().meta({ description: "Videos with a score, for `performing`." }),
    languages: z.array(z.strictObject({ language: z.string().nullable(), videos: sampleSize })),
    items: z.array(keyword),
    reason: z
      .enum(["noVideos", "noneScored", "nothingStandsOut"])
      .nullable()
      .meta({ description: "Why there is no term." }),
  })
  .meta({ id: "Keywords" });

export type KeywordsAnswer = z.infer<typeof keywordsAnswer>;

export const networkAnswer = z
  .strictObject({
    ...about,
    basis,
    nodes: z.array(z.strictObject({ tag: z.string(), videos: z.int().min(1) })),
    edges: z.array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        videos: z.int().min(1).meta({ description: "How many carry both." }),
        npmi: z.number().meta({ description: "0 = no more often than by chance, 1 = never apart." }),
      }),
    ),
    reason: z.enum(["noVideos", "noTags"]).nullable().meta({ description: "Why there is no tag." }),
  })
  .meta({ id: "KeywordNetwork" });

export type NetworkReply = z.infer<typeof networkAnswer>;
