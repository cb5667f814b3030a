import { z } from "zod";
import { derived, format, sampleSize, time } from "#api/http/contract-fields.ts";
import { refuseOddWindows, scopeAnswer, scopeParams, windowAnswer, windowParams } from "./scope-query.ts";

/* What may be asked of usual curves, and what is answered. */

/** Never taken by itself: where nothing is said, no video is left out for its date. */
export const USUAL_WINDOW = "366d";

export const typicalBandsQuery = z
  .strictObject({
    ...scopeParams,
    ...windowParams(USUAL_WINDOW),
    window: windowParams(USUAL_WINDOW).window.meta({
      description: "Published within the last so long; whenever, where nothing is said.",
      examples: ["90d"],
    }),
  })
  .superRefine(refuseOddWindows);

const line = z.number().nullable();

export const typicalBandsAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: windowAnswer.nullable().meta({ description: "When they were published; null = whenever." }),
    items: z.array(
      z.strictObject({
        format,
        videos: sampleSize.meta({ description: "The last videos of the scope, 300 at most of all formats together." }),
        channels: sampleSize,
        bands: z.array(
          z.strictObject({
            ageSeconds: z.int(),
            n: sampleSize.meta({ description: "Videos whose views at this age are known." }),
            p10: line,
            p25: line,
            p50: line,
            p75: line,
            p90: line,
            reason: z.enum(["ageOutOfRange", "tooFewVideos"]).nullable(),
          }),
        ),
      }),
    ),
    reason: z.enum(["noCurves"]).nullable(),
    formula: z.string(),
    derived,
    asOf: time,
  })
  .meta({ id: "TypicalBands" });

export type TypicalBandsAnswer = z.infer<typeof typicalBandsAnswer>;
