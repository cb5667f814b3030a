import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { dictionary } from "#domain/dictionary.ts";
import { csvLine } from "#exports/csv.ts";
import { dictionaryAnswer } from "./dictionary-contract.ts";

const ENTITIES = [...new Set(dictionary.map(({ entity }) => entity))];

const dictionaryQuery = z.strictObject({
  entity: z.enum(ENTITIES).optional().meta({ description: "Fields of this alone." }),
});

const COLUMNS = ["entity", "field", "type", "unit", "meaning", "nullWhen", "formula"] as const;

/** What each field of the other answers means: the same for every installation of a version. */
export function dictionaryRoutes(app: Api): void {
  app.get(
    "/dictionary",
    {
      schema: {
        operationId: "readDictionary",
        summary: "Every field of what is answered and exported: its meaning, its unit, and when and why it is null",
        tags: ["service"],
        querystring: dictionaryQuery,
        response: { 200: dictionaryAnswer, ...problemResponses },
      },
    },
    (request) => ({ items: [...fieldsOf(request.query.entity)] }),
  );

  app.get(
    "/dictionary.csv",
    {
      schema: {
        operationId: "exportDictionary",
        summary: "The same as CSV",
        tags: ["service"],
        querystring: dictionaryQuery,
        response: {
          200: { description: "One field a row.", content: { "text/csv": { schema: z.string() } } },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const rows = fieldsOf(request.query.entity).map((field) => csvLine(COLUMNS.map((name) => field[name])));
      return reply
        .type("text/csv; charset=utf-8; header=present")
        .header("content-disposition", 'attachment; filename="dictionary.csv"')
        .serializer((text: string) => text)
        .send((csvLine(COLUMNS) + rows.join("")) as never);
    },
  );
}

const fieldsOf = (entity: string | undefined) =>
  entity === undefined ? dictionary : dictionary.filter((field) => field.entity === entity);
