import { type TrendingItem, trendingOf } from "#analysis/trending.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import { videoItemOf } from "#api/videos/video-answer.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { scopeAsAnswered, scopeOf } from "./scope-query.ts";
import { type TrendingAnswer, trendingAnswer, trendingQuery } from "./trending-contract.ts";

const TABLE = tableTwin(trendingAnswer, trendingAnswer.shape.items.element, {
  operationId: "exportTrending",
  summary: "The same videos that take off as a table, a row a video",
  file: "trending",
  rowsOf: ({ items }) => items,
});

export function trendingRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;
  app.get(
    "/insights/trending",
    {
      schema: {
        operationId: "readTrending",
        summary: "Videos that take off: new outliers, then those that are fastest for their age",
        tags: ["insights"],
        querystring: trendingQuery,
        response: { 200: trendingAnswer, ...problemResponses },
      },
      config: { table: TABLE },
    },
    async (request) => {
      const { window: over, sort, limit, ...scoped } = request.query;
      const scope = scopeOf(scoped);
      const now = clock.now();
      const { items, considered } = await trendingOf(db, { scope, over, sort, limit }, now);
      return {
        scope: scopeAsAnswered(scope),
        window: over,
        sort,
        n: considered,
        items: items.map((item, i) => itemOf(item, i + 1, performancePool, now)),
        formula: "docs/formulas/trending.md",
        asOf: toIso(now),
      };
    },
  );
}

const itemOf = (
  { trend, video }: TrendingItem,
  rank: number,
  pool: number,
  now: Instant,
): TrendingAnswer["items"][number] => ({
  rank,
  why: trend.why,
  heat: trend.heat,
  outlier: trend.outlier,
  acceleration: {
    value: trend.acceleration?.value ?? null,
    hours: trend.acceleration?.hours ?? null,
    beforeHours: trend.acceleration?.beforeHours ?? null,
    reason: trend.acceleration === null ? "gainsUnknown" : null,
  },
  video: videoItemOf(video, pool, now),
  derived: true,
});
