import { typicalBandsOf } from "#analysis/typical-bands.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { inSeconds, instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { sendOddWindow } from "./kept-reply.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered, windowOf } from "./scope-query.ts";
import { typicalBandsAnswer, typicalBandsQuery, USUAL_WINDOW } from "./typical-contract.ts";

const FORMAT = typicalBandsAnswer.shape.items.element;

const TABLE = tableTwin(
  typicalBandsAnswer,
  FORMAT.pick({ format: true, videos: true, channels: true }).extend(FORMAT.shape.bands.element.shape),
  {
    operationId: "exportTypicalBands",
    summary: "The same bands as a table, a row a format and age",
    file: "typical",
    rowsOf: ({ items }) => items.flatMap(({ bands, ...format }) => bands.map((band) => ({ ...format, ...band }))),
  },
);

export function typicalBandRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.get(
    "/insights/typical",
    {
      schema: {
        operationId: "readTypicalBands",
        summary: "How many views videos usually have at fixed ages: the band of a scope's last videos, by format",
        tags: ["insights"],
        querystring: typicalBandsQuery,
        response: { 200: typicalBandsAnswer, ...problemResponses },
      },
      config: { table: TABLE },
    },
    async (request, reply) => {
      const { query } = request;
      const scope = scopeOf(query);
      const now = clock.now();
      const isWindowed = query.window !== undefined || query.from !== undefined;
      const asked = isWindowed ? windowOf(query, USUAL_WINDOW, now) : { from: instant(0), until: now };
      if (asked === null) return sendOddWindow(reply);
      const formats = await typicalBandsOf(db, scope, asked);
      return {
        scope: scopeAsAnswered(scope),
        window: isWindowed ? windowAsAnswered(asked) : null,
        items: formats.map(({ bands, ...each }) => ({
          ...each,
          bands: bands.map(({ age, ...band }) => ({ ageSeconds: inSeconds(age), ...band })),
        })),
        reason: formats.length === 0 ? ("noCurves" as const) : null,
        formula: "docs/formulas/typical.md",
        derived: true as const,
        asOf: toIso(now),
      };
    },
  );
}
