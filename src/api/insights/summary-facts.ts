import { z } from "zod";
import type { InsightDesk } from "#analysis/insight-desk.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { windowAt } from "#domain/insight-scope.ts";
import { toIso } from "#domain/iso-time.ts";
import { askedWindow, sendOddWindow, sendPending } from "./kept-reply.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered } from "./scope-query.ts";
import { factsAnswer, factsQuery, SUMMARY_WINDOW, type SummaryAnswer } from "./summary-contract.ts";

const [text, number] = [z.string().optional(), z.number().nullish()];

/** A fact of any sort: what one sort does not have is empty. */
const factRow = z.strictObject({
  about: z.enum(["all", "format", "rising", "keyword", "watch"]),
  ...{ videoId: text, title: text, channelId: text, channel: text, format: text, term: text },
  ...{ videos: number, videosBefore: number, viewsGained: number, viewsGainedBefore: number, gainDays: number },
  ...{ ageHours: number, views: number, heat: number, performance: number, outlier: number },
  examples: z.array(z.string()).optional(),
});

const TABLE = tableTwin(factsAnswer, factRow, {
  operationId: "exportSummaryFacts",
  summary: "The same facts as a table, a row a fact",
  file: "summary-facts",
  rowsOf: ({ facts: { videosPublished: videos, viewsGained, viewsGainedBefore, ...lists } }) => [
    { about: "all" as const, videos, viewsGained, viewsGainedBefore },
    ...lists.formats.map((fact) => ({ about: "format" as const, ...fact })),
    ...lists.rising.map((fact) => ({ about: "rising" as const, ...fact })),
    ...lists.keywords.map((fact) => ({ about: "keyword" as const, ...fact })),
    ...lists.watch.map((fact) => ({ about: "watch" as const, ...fact })),
  ],
});

/**
 * What a summary may say, without a text: it costs nobody anything, so that it has an address of its own, which a summary,
 * asked for by a body, has not.
 */
export function summaryFactRoutes(app: Api, { clock, desk }: { clock: Clock; desk: InsightDesk }): void {
  app.get(
    "/insights/summary/facts",
    {
      schema: {
        operationId: "readSummaryFacts",
        summary: "Everything that a summary of a scope and window may say; no text model is asked",
        tags: ["insights"],
        querystring: factsQuery,
        response: { 200: factsAnswer, ...problemResponses },
      },
      config: { problems: ["insight-pending"], table: TABLE },
    },
    async (request, reply) => {
      const { window: span, from, to, ...scoped } = request.query;
      const scope = scopeOf(scoped);
      const window = askedWindow({ window: span, from, to }, SUMMARY_WINDOW, clock.now());
      if (window === null) return sendOddWindow(reply);
      const kept = await desk.summaryFacts({ scope, window });
      if (kept.kind === "pending") return sendPending(reply);
      return {
        scope: scopeAsAnswered(scope),
        window: windowAsAnswered(windowAt(window, kept.computedAt)),
        facts: structuredClone(kept.answer) as SummaryAnswer["facts"],
        formula: "docs/formulas/summary.md",
        derived: true as const,
        asOf: toIso(kept.computedAt),
      };
    },
  );
}
