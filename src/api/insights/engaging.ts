import { type EngagingItem, engagingOf, type EngagingAnswer as Found } from "#analysis/engaging.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import { videoItemOf } from "#api/videos/video-answer.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { type EngagingAnswer, engagingAnswer, engagingQuery, USUAL_WINDOW } from "./engaging-contract.ts";
import { sendOddWindow } from "./kept-reply.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered, windowOf } from "./scope-query.ts";

const TABLE = tableTwin(engagingAnswer, engagingAnswer.shape.items.element, {
  operationId: "exportEngaging",
  summary: "The same videos that engage as a table, a row a video",
  file: "engaging",
  rowsOf: ({ items }) => items,
});

export function engagingRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;
  app.get(
    "/insights/engaging",
    {
      schema: {
        operationId: "readEngaging",
        summary: "Videos whose viewers leave most likes and comments, of those published within a window",
        tags: ["insights"],
        querystring: engagingQuery,
        response: { 200: engagingAnswer, ...problemResponses },
      },
      config: { table: TABLE },
    },
    async (request, reply) => {
      const { by, limit, window: length, from, to, ...scoped } = request.query;
      const now = clock.now();
      const window = windowOf({ window: length, from, to }, USUAL_WINDOW, now);
      if (window === null) return sendOddWindow(reply);
      const scope = scopeOf(scoped);
      const { items, basis } = await engagingOf(db, { scope, window, by, limit });
      const { likesHidden, commentsHidden, ...counted } = basis;
      return {
        scope: scopeAsAnswered(scope),
        window: windowAsAnswered(window),
        by,
        items: items.map((item, i) => itemOf(item, i + 1, performancePool, now)),
        hidden: { likes: likesHidden, comments: commentsHidden },
        basis: counted,
        formula: "docs/formulas/engagement.md",
        asOf: toIso(now),
      };
    },
  );
}

type Item = EngagingAnswer["items"][number];

const itemOf = ({ video, rates }: Found["items"][number], rank: number, pool: number, now: Instant): Item => ({
  rank,
  engagement: rateOf(rates.engagement, video.views),
  likes: rateOf(rates.likes, video.views),
  comments: rateOf(rates.comments, video.views),
  video: videoItemOf(video, pool, now),
});

function rateOf(rate: EngagingItem["rates"]["likes"], views: number | null): Item["likes"] {
  if (typeof rate !== "string") return { ...rate, reason: null, derived: true };
  const unknown = { value: null, low: null, high: null, raw: null, prior: null };
  return { ...unknown, n: views ?? 0, reason: rate, derived: true };
}
