import { z } from "zod";
import { videoItem } from "#api/contract.ts";
import { derived, time } from "#api/http/contract-fields.ts";
import { scopeAnswer, windowAnswer } from "./scope-query.ts";

/* What is answered of outliers. */

export const outliersAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: windowAnswer.meta({ description: "When they were sampled last." }),
    n: z.int().min(0).meta({ description: "How many videos were looked at, the most unusual." }),
    items: z.array(
      z.strictObject({
        rank: z.int().min(1),
        outlier: z.strictObject({
          value: z.number(),
          low: z.number().meta({ description: "What chance leaves of it: nine in ten lie between `low` and `high`." }),
          high: z.number(),
        }),
        video: videoItem,
        derived,
      }),
    ),
    formula: z.string(),
    asOf: time,
  })
  .meta({ id: "Outliers" });

export type OutliersAnswer = z.infer<typeof outliersAnswer>;
