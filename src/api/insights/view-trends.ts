import type { InsightDesk } from "#analysis/insight-desk.ts";
import { hasHours, type ViewTrendAnswer } from "#analysis/view-trends.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { type InsightScope, windowAt } from "#domain/insight-scope.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import { askedWindow, sendOddWindow, sendPending } from "./kept-reply.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered } from "./scope-query.ts";
import { USUAL_WINDOW, type ViewTrendsReply, viewTrendsAnswer, viewTrendsQuery } from "./view-trends-contract.ts";

const NO_HOURS = problem("invalid-parameter", "Hours are told of the last eight days: ask for step=day.", [
  { parameter: "step", message: "must be day for this window" },
]);

const TABLE = tableTwin(viewTrendsAnswer, viewTrendsAnswer.shape.items.element, {
  operationId: "exportViewTrends",
  summary: "The same views gained as a table, a row an hour or day",
  file: "views-gained",
  rowsOf: ({ items }) => items,
});

export function viewTrendRoutes(app: Api, { clock, desk }: { clock: Clock; desk: InsightDesk }): void {
  app.get(
    "/insights/views",
    {
      schema: {
        operationId: "readViewTrends",
        summary: "Views gained by the hour or day, beside the window before; by format, age and time of upload",
        tags: ["insights"],
        querystring: viewTrendsQuery,
        response: { 200: viewTrendsAnswer, ...problemResponses },
      },
      config: { problems: ["insight-pending"], table: TABLE },
    },
    async (request, reply) => {
      const { step = null, ...query } = request.query;
      const scope = scopeOf(query);
      const now = clock.now();
      const window = askedWindow(query, USUAL_WINDOW, now);
      if (window === null) return sendOddWindow(reply);
      if (step === "hour" && !hasHours(windowAt(window, now), now)) return sendProblem(reply, NO_HOURS);
      const kept = await desk.views({ scope, window, step });
      return kept.kind === "pending" ? sendPending(reply) : replyOf(kept.answer, scope, kept.computedAt);
    },
  );
}

function replyOf(answer: ViewTrendAnswer, scope: InsightScope, computedAt: Instant): ViewTrendsReply {
  const { window, step, views, before, growth, samples, steps, formats, ages, uploadTimes, epochs, sampled } = answer;
  const all = ages.reduce((sum, age) => sum + age.views, 0);
  return {
    scope: scopeAsAnswered(scope),
    window: windowAsAnswered(window),
    step,
    views,
    before,
    growth,
    n: samples,
    items: steps.map((each) => ({ ...each, at: toIso(each.at) })),
    formats: [...formats],
    ages: ages.map((age) => ({ ...age, share: all > 0 ? age.views / all : null })),
    uploadTimes: uploadTimes.map((time) => ({ ...time, viewsPerVideo: time.views / time.videos })),
    countingEpochs: epochs.map(({ at, note }) => ({ at: toIso(at), note })),
    sampled,
    // Samples of later share out what was gained before them.
    reason: samples === 0 && views === 0 ? "noSamples" : null,
    formula: "docs/formulas/view-trends.md",
    derived: true,
    asOf: toIso(computedAt),
  };
}
