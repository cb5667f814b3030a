import { z } from "zod";
import { outliersOf } from "#analysis/outliers.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import { type Api, problemResponses } from "../app-type.ts";
import { videoItem } from "../contract.ts";
import { derived, time } from "../contract-fields.ts";
import { limit } from "../params.ts";
import { videoItemOf } from "../video-answer.ts";
import { sendOddWindow } from "./kept-reply.ts";
import {
  refuseOddWindows,
  scopeAnswer,
  scopeAsAnswered,
  scopeOf,
  scopeParams,
  windowAnswer,
  windowAsAnswered,
  windowOf,
  windowParams,
} from "./scope-query.ts";

const USUAL_WINDOW = "24h";

/** A beginning alone is asked for: what was sampled until when is past changing. */
const { window, from } = windowParams(USUAL_WINDOW);

const outliersAnswer = z
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

export function outlierRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;
  app.get(
    "/insights/outliers",
    {
      schema: {
        operationId: "readOutliers",
        summary: "Videos of any age with at least twice the views that are usual for their channel",
        tags: ["insights"],
        querystring: z.strictObject({ ...scopeParams, window, from, limit }).superRefine(refuseOddWindows),
        response: { 200: outliersAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { limit: wanted, ...query } = request.query;
      const scope = scopeOf(query);
      const now = clock.now();
      const sampled = windowOf(query, USUAL_WINDOW, now);
      if (sampled === null) return sendOddWindow(reply);
      const { items, considered } = await outliersOf(db, { scope, since: sampled.from, limit: wanted });
      return {
        scope: scopeAsAnswered(scope),
        window: windowAsAnswered({ from: sampled.from, until: now }),
        n: considered,
        items: items.map(({ outlying, video }, i) => ({
          rank: i + 1,
          outlier: outlying.outlier,
          video: videoItemOf(video, performancePool, now),
          derived: true as const,
        })),
        formula: "docs/formulas/outlier.md",
        asOf: toIso(now),
      };
    },
  );
}
