import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { between, instant } from "#domain/time.ts";
import { type CallPlace, type CallRow, listCalls } from "#storage/calls.ts";
import type { Db } from "#storage/database.ts";
import type { Position } from "#storage/keyset.ts";
import { type Api, problemResponses } from "./app-type.ts";
import { isoOrNull } from "./iso.ts";
import { cutPage, pageStart } from "./paging.ts";
import { callsQuery } from "./params.ts";
import { problem, sendProblem } from "./problem.ts";
import { type Calls, callPage } from "./quota-contract.ts";
import { bucketOrNull } from "./quota-days.ts";

export function callRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
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
