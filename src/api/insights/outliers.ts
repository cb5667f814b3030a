import { z } from "zod";
import { outliersOf } from "#analysis/outliers.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { limit } from "#api/http/params.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import { videoItemOf } from "#api/videos/video-answer.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import { sendOddWindow } from "./kept-reply.ts";
import { outliersAnswer } from "./outliers-contract.ts";
import {
  refuseOddWindows,
  scopeAsAnswered,
  scopeOf,
  scopeParams,
  windowAsAnswered,
  windowOf,
  windowParams,
} from "./scope-query.ts";

const USUAL_WINDOW = "24h";

const TABLE = tableTwin(outliersAnswer, outliersAnswer.shape.items.element, {
  operationId: "exportOutliers",
  summary: "The same outliers as a table, a row a video",
  file: "outliers",
  rowsOf: ({ items }) => items,
});

/** A beginning alone is asked for: what was sampled until when is past changing. */
const { window, from } = windowParams(USUAL_WINDOW);

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
      config: { table: TABLE },
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
