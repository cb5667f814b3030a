import { type Api, problemResponses } from "#api/app-type.ts";
import { csvOfParts, sendExport, textResponse } from "#api/files/export-stream.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { callsExportQuery, callsQuery } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { columnsOf } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { between, instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { type CallFilter, type CallPlace, type CallRow, listCalls } from "#storage/ledger/calls.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { type Calls, callPage } from "./quota-contract.ts";
import { bucketOrNull } from "./quota-days.ts";

/** A few hundred kB: enough that round trips do not matter. */
const CALLS_A_PART = 1000;
const COLUMNS = columnsOf(callPage.shape.items.element);

export function callRoutes(app: Api, { db, patient, clock }: { db: Db; patient: Db; clock: Clock }): void {
  app.get(
    "/calls",
    {
      schema: {
        operationId: "listCalls",
        summary: "The calls of the last seven days, newest first, with what they cost and how they ended",
        tags: ["service"],
        querystring: callsQuery,
        response: { 200: callPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { limit, cursor: _, ...filter } = request.query;
      const start = pageStart(request.query, "instant");
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const after = start.after && placeAt(start.after);
      if (start.after && !after) return sendProblem(reply, foreignCursor);
      const found = await listCalls(db, filter, after, limit + 1);
      const positioned = found.map((call) => ({ call, position: { value: call.chargedAt, id: idOf(call) } }));
      const { rows, next } = cutPage(positioned, limit, start.key, request, reply);
      return { items: rows.map(({ call }) => callAnswer(call)), next, asOf: toIso(clock.now()) };
    },
  );

  app.get(
    "/calls.csv",
    {
      schema: {
        operationId: "exportCalls",
        summary: "All such calls as a table, a row a call",
        tags: ["service"],
        querystring: callsExportQuery,
        response: { 200: textResponse("csv", "A header and a row a call."), ...problemResponses },
      },
    },
    async (request, reply) => sendExport(reply, "calls", "csv", csvOfParts(COLUMNS, callParts(patient, request.query))),
  );
}

/** Every call that passes, some at a time. */
async function* callParts(db: Db, filter: CallFilter): AsyncGenerator<Calls["items"]> {
  let after: CallPlace | null = null;
  for (;;) {
    const rows: CallRow[] = await listCalls(db, filter, after, CALLS_A_PART);
    yield rows.map(callAnswer);
    if (rows.length < CALLS_A_PART) return;
    after = rows.at(-1) ?? null;
  }
}

/** One call as the log gives it: by the API, and by `viewcurve calls --json`. */
export function callAnswer(call: CallRow): Calls["items"][number] {
  const { epoch: _, number: __, ...rest } = call;
  return {
    ...rest,
    id: idOf(call),
    chargedAt: toIso(call.chargedAt),
    endedAt: isoOrNull(call.endedAt),
    settledAt: isoOrNull(call.settledAt),
    durationMs: call.endedAt === null ? null : Math.max(0, between(call.chargedAt, call.endedAt)),
    bucket: bucketOrNull(call.bucket),
    outcome: callPage.shape.items.element.shape.outcome.parse(call.outcome),
  };
}

/** The epoch and the number in it, in as many digits for all. */
const idOf = ({ epoch, number }: { readonly epoch: number; readonly number: number }): string =>
  `${String(epoch).padStart(9, "0")}-${String(number).padStart(12, "0")}`;

function placeAt({ value, id }: Position): CallPlace | null {
  const [, epoch, number] = /^(\d{9,10})-(\d{12,13})$/.exec(id) ?? [];
  if (typeof value !== "number" || epoch === undefined) return null;
  return { chargedAt: instant(value), epoch: Number(epoch), number: Number(number) };
}

const foreignCursor = problem("invalid-parameter", "cursor is not a cursor of this list.", [
  { parameter: "cursor", message: "is not a cursor: take `next` of the page before as it is" },
]);
