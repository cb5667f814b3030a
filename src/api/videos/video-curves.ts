import { type Api, problemResponses } from "#api/app-type.ts";
import { newestIso } from "#api/http/iso.ts";
import { nothing } from "#api/http/params.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { thinned } from "#domain/thinned.ts";
import { between, days, inSeconds, minus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { readRecentCurves } from "#storage/videos/recent-curves.ts";
import { videoAgedCurveRoutes } from "./video-aged-curves.ts";
import { curvesAnswer, curvesBody } from "./video-curves-contract.ts";

/** What lists ask about: whether a video still moves. */
const SPAN = days(30);

/** A curve as small as a word shows no more. */
const POINTS_MAX = 24;

export function videoCurveRoutes(app: Api, { db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  videoAgedCurveRoutes(app, { db, clock });
  app.post(
    "/videos/curves",
    {
      config: { scope: "read" },
      schema: {
        operationId: "readCurves",
        summary: "The views of up to 100 videos over the last thirty days, in a few points each",
        tags: ["videos"],
        querystring: nothing,
        body: curvesBody,
        response: { 200: curvesAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const ids = [...new Set(request.body.ids)];
      const now = clock.now();
      const from = minus(now, SPAN);
      const rows = await readRecentCurves(db, ids, from, now);
      const byId = Map.groupBy(rows, ({ id }) => id);
      return {
        items: ids.map((id) => {
          const samples = (byId.get(id) ?? []).map(({ at, views }) => ({
            x: Math.round(inSeconds(between(from, at))),
            views,
          }));
          const points = samples.length < 2 ? [] : thinned(samples, POINTS_MAX);
          return {
            id,
            points: points.map(({ x, views }): [number, number] => [x, views]),
            reason: points.length === 0 ? ("tooFewSamples" as const) : null,
            n: samples.length,
          };
        }),
        from: toIso(from),
        asOf: newestIso(rows.map(({ at }) => at)),
      };
    },
  );
}
