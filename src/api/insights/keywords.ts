import type { InsightDesk } from "#analysis/insight-desk.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { windowAt } from "#domain/insight-scope.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import { readTitles } from "#storage/insights/keyword-titles.ts";
import { askedWindow, sendOddWindow, sendPending } from "./kept-reply.ts";
import { wordsOf } from "./keywords-answer.ts";
import { keywordsAnswer, keywordsQuery, USUAL_WINDOW } from "./keywords-contract.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered } from "./scope-query.ts";

export const KEYWORDS_FORMULA = "docs/formulas/keywords.md";

const TABLE = tableTwin(keywordsAnswer, keywordsAnswer.shape.items.element, {
  operationId: "exportKeywords",
  summary: "The same words and phrases as a table, a row a term",
  file: "keywords",
  rowsOf: ({ items }) => items,
});

export function keywordRoutes(app: Api, { db, clock, desk }: { db: Db; clock: Clock; desk: InsightDesk }): void {
  app.get(
    "/insights/keywords",
    {
      schema: {
        operationId: "readKeywords",
        summary: "Words and phrases: the most telling, those that rise, or those whose videos do best",
        tags: ["insights"],
        querystring: keywordsQuery,
        response: { 200: keywordsAnswer, ...problemResponses },
      },
      config: { table: TABLE },
    },
    async (request, reply) => {
      const { kind, limit, window: span, from, to, ...scoped } = request.query;
      const scope = scopeOf(scoped);
      const window = askedWindow({ window: span, from, to }, USUAL_WINDOW, clock.now());
      if (window === null) return sendOddWindow(reply);
      const kept = await desk.keywords({ scope, window, kind });
      if (kept.kind === "pending") return sendPending(reply);
      const { answer, computedAt } = kept;
      const examples = answer.terms.slice(0, limit).flatMap(({ examples: ids }) => ids);
      return {
        scope: scopeAsAnswered(scope),
        window: windowAsAnswered(windowAt(window, computedAt)),
        ...wordsOf(answer, limit, await readTitles(db, examples)),
        formula: KEYWORDS_FORMULA,
        asOf: toIso(computedAt),
        derived: true as const,
      };
    },
  );
}
