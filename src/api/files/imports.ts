import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { importsQuery } from "#api/http/params.ts";
import { sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { type ImportRow, listImports } from "#storage/imports/import-rows.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { type Imports, importPage } from "./imports-contract.ts";

export function importRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.get(
    "/imports",
    {
      schema: {
        operationId: "listImports",
        summary: "What was brought in from files, newest first, and how far each import has come",
        tags: ["service"],
        querystring: importsQuery,
        response: { 200: importPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { limit } = request.query;
      const start = pageStart(request.query, "instant");
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const found = await listImports(db, start.after && placeAt(start.after), limit + 1);
      const positioned = found.map((row) => ({ row, position: { value: row.startedAt, id: row.id } }));
      const { rows, next } = cutPage(positioned, limit, start.key, request, reply);
      return { items: rows.map(({ row }) => importAnswer(row)), next, asOf: toIso(clock.now()) };
    },
  );
}

/** One import as the list gives it: by the API, and by `viewcurve import status --json`. */
export function importAnswer(row: ImportRow): Imports["items"][number] {
  const { position, refusals, firstAt, lastAt, startedAt, updatedAt, ...rest } = row;
  return {
    ...rest,
    rows: position,
    refusals: Object.entries(refusals)
      .map(([reason, rows]) => ({ reason, rows }))
      .toSorted((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1)),
    from: isoOrNull(firstAt),
    to: isoOrNull(lastAt),
    startedAt: toIso(startedAt),
    updatedAt: toIso(updatedAt),
  };
}

const placeAt = ({ value, id }: Position) => ({ startedAt: instant(Number(value)), id });
