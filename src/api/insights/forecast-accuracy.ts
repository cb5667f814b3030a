import { forecastAccuracyOf } from "#analysis/forecast-accuracy.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { shareInterval } from "#insights/forecast/coverage.ts";
import type { Db } from "#storage/database.ts";
import type { Accuracy } from "#storage/insights/forecast-accuracy.ts";
import { type AccuracyAnswer, accuracyAnswer, accuracyQuery, USUAL_WINDOW } from "./forecast-contract.ts";
import { sendOddWindow } from "./kept-reply.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered, windowOf } from "./scope-query.ts";

const OUTSET = accuracyAnswer.shape.items.element;
const PART = OUTSET.shape.parts.element.shape;

/** What holds of all formats stands before its parts, with no format. */
const TABLE = tableTwin(
  accuracyAnswer,
  OUTSET.omit({ parts: true }).extend({ format: PART.format.nullable(), prior: PART.prior.nullable() }),
  {
    operationId: "exportForecastAccuracy",
    summary: "The same errors as a table, a row a target and age, then a row for each of its formats",
    file: "forecast-accuracy",
    rowsOf: ({ items }) =>
      items.flatMap(({ parts, ...all }) => [
        { ...all, format: null, prior: null },
        ...parts.map((part) => ({ target: all.target, outsetHours: all.outsetHours, ...part })),
      ]),
  },
);

export function forecastAccuracyRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.get(
    "/insights/forecasts/accuracy",
    {
      schema: {
        operationId: "readForecastAccuracy",
        summary: "How far forecasts were off that were settled within a window, by target, age and format",
        tags: ["insights"],
        querystring: accuracyQuery,
        response: { 200: accuracyAnswer, ...problemResponses },
      },
      config: { table: TABLE },
    },
    async (request, reply) => {
      const now = clock.now();
      const window = windowOf(request.query, USUAL_WINDOW, now);
      if (window === null) return sendOddWindow(reply);
      const scope = scopeOf(request.query);
      const { lookedAt, lookedAtAll, outsets } = await forecastAccuracyOf(db, scope, window);
      return {
        scope: scopeAsAnswered(scope),
        window: windowAsAnswered(window),
        lookedAt,
        lookedAtAll,
        items: outsets.map(({ target, outsetHours, all, parts }) => ({
          target,
          outsetHours,
          ...accuracyAsAnswered(all ?? NONE),
          parts: parts.flatMap((part) =>
            part.format === null || part.prior === null
              ? []
              : [{ format: part.format, prior: part.prior, ...accuracyAsAnswered(part) }],
          ),
        })),
        formula: "docs/formulas/forecast.md",
        asOf: toIso(now),
      };
    },
  );
}

type Judged = Pick<Accuracy, "settled" | "n" | "error" | "bias" | "held">;

const NONE: Judged = { settled: 0, n: 0, error: null, bias: null, held: null };

type Answered = Omit<AccuracyAnswer["items"][number], "target" | "outsetHours" | "parts">;

const accuracyAsAnswered = ({ settled, n, error, bias, held }: Judged): Answered => ({
  settled,
  n,
  error,
  bias,
  coverage: held,
  coverageInterval: held === null ? null : shareInterval(held, n),
  reason: settled === 0 ? "noneSettled" : n === 0 ? "notSampled" : null,
  derived: true,
});
