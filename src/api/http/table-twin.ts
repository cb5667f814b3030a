import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { EXPORT_TYPES, textResponse } from "#api/files/export-stream.ts";
import { type Cell, csvLine } from "#exports/csv.ts";

/** How an answer is told as a table, at the answer's own address with `.csv` behind it. */
export interface TableTwin {
  readonly operationId: string;
  readonly summary: string;
  /** What a browser saves it as, without its ending. */
  readonly file: string;
  /** The whole table, its header first. */
  textOf(answer: never): string;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The table that stands beside this read (`addTableTwins`). */
    readonly table?: TableTwin;
  }
}

/** A column of a table by the path of its field. */
interface Column {
  readonly name: string;
  readonly cellOf: (row: object) => Cell;
}

/** Every field of a row, however deep it lies, by its path: `video.counters.views`. Lists and records are cells of JSON. */
export const columnsOf = (row: z.ZodObject): readonly Column[] =>
  pathsOf(row).map((path) => ({ name: path.join("."), cellOf: (item) => cellAt(item, path) }));

function pathsOf(schema: z.ZodObject): readonly (readonly string[])[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = field instanceof z.ZodNullable ? field.unwrap() : field;
    return inner instanceof z.ZodObject ? pathsOf(inner).map((path) => [name, ...path]) : [[name]];
  });
}

function cellAt(item: unknown, path: readonly string[]): Cell {
  let value = item;
  // A part of nothing is nothing: `gone` is null for a video that is there.
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as Cell);
}

/** The table of an answer: one row for each that `rowsOf` finds in it, with the columns that `row` has. */
export function tableTwin<Answer extends z.ZodType, Row extends z.ZodObject>(
  _answer: Answer,
  row: Row,
  told: Pick<TableTwin, "operationId" | "summary" | "file"> & {
    readonly rowsOf: (answer: z.infer<Answer>) => readonly z.infer<Row>[];
  },
): TableTwin {
  const { rowsOf, ...rest } = told;
  const columns = columnsOf(row);
  const head = csvLine(columns.map(({ name }) => name));
  return {
    ...rest,
    textOf: (answer: z.infer<Answer>) =>
      head +
      rowsOf(answer)
        .map((item) => csvLine(columns.map(({ cellOf }) => cellOf(item))))
        .join(""),
  };
}

/**
 * Gives every read that says how it is told as a table a second address. Both ask by the same parameters and want the same
 * scope, and are answered by the same function, so that a table can never say something else than the answer beside it.
 * Problems stay problems.
 */
export function addTableTwins(app: Api): void {
  app.addHook("onRoute", ({ method, routePath, config, schema, handler }) => {
    const { table, ...rest } = config ?? {};
    // A GET brings a HEAD of its own.
    if (table === undefined || method !== "GET") return;
    const { operationId, summary, file, textOf } = table;
    app.route({
      method,
      url: `${routePath}.csv`,
      config: rest,
      schema: {
        ...schema,
        operationId,
        summary,
        response: { 200: textResponse("csv", "A header and a row each."), ...problemResponses },
      },
      handler,
      preSerialization: async (_request, reply, payload) => {
        if (reply.statusCode !== 200) return payload;
        reply
          .type(EXPORT_TYPES.csv)
          .header("content-disposition", `attachment; filename="${file}.csv"`)
          .serializer((text: string) => text);
        return textOf(payload as never);
      },
    });
  });
}
