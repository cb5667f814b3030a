import { z } from "zod";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";
import { videoId } from "#api/http/params.ts";

/* The last month of many videos at once, as small as lists show it. See contract.ts for the conventions. */

/** As many as a page of the dashboard has rows. */
const IDS_MAX = 100;

export const curvesBody = z.strictObject({
  ids: z.array(videoId).min(1).max(IDS_MAX).meta({ description: "Each is answered once, however often it is named." }),
});

export const curvesAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        points: z
          .array(z.tuple([z.int(), z.int().min(0)]))
          .meta({ description: "Seconds since `from`, and the views then: samples as they were taken, 24 at most." }),
        reason: z
          .enum(["tooFewSamples"])
          .nullable()
          .meta({ description: "Why `points` is empty: fewer than two samples since `from` have views." }),
        n: sampleSize.meta({
          description:
            "Of how many samples the points were chosen; where the videos have tens of thousands, of the last videos only the last one of each day counts.",
        }),
      }),
    ),
    from: time.meta({ description: "Thirty days ago." }),
    asOf: time.nullable().meta({ description: "The last of all these samples." }),
  })
  .meta({ id: "VideoCurves" });

/** As many as a list of what stands out has. */
const AGED_IDS_MAX = 24;

export const agedCurvesBody = z.strictObject({
  ids: z.array(videoId).min(1).max(AGED_IDS_MAX).meta({ description: "Each is answered once." }),
});

const line = z.number().nullable();

export const agedCurvesAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        points: z.array(z.tuple([z.int().min(1), z.number().min(0)])).meta({
          description: "Ages in seconds, and the views then: those of the fixed ages that its samples tell of.",
        }),
        usual: z.array(z.strictObject({ ageSeconds: z.int(), p25: line, p75: line, n: sampleSize })).meta({
          description: "Between which the middle half of its channel's last videos of the format lie at the same ages.",
        }),
        n: sampleSize.meta({ description: "Samples that the curve is drawn through." }),
        reason: z
          .enum(["notStarted", "tooFewSamples"])
          .nullable()
          .meta({ description: "Why there are not two points." }),
        derived,
      }),
    ),
    formula: z.string(),
    asOf: time.nullable().meta({ description: "The last of all these samples." }),
  })
  .meta({ id: "AgedCurves" });

export type AgedCurves = z.infer<typeof agedCurvesAnswer>;
export type VideoCurves = z.infer<typeof curvesAnswer>;
