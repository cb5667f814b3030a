import type { FastifyReply } from "fastify";
import { z } from "zod";
import { API_PREFIX } from "#api/api-prefix.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { csvOfParts, sendExport, textResponse } from "#api/files/export-stream.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { cursor, flag, limit, nothing, watchId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { refusedBody } from "#api/http/refusals.ts";
import { columnsOf } from "#api/http/table-twin.ts";
import { toIso } from "#domain/iso-time.ts";
import type { WatchId, WatchSource } from "#domain/watch.ts";
import { pagesExpected, watchCost } from "#domain/watch-cost.ts";
import type { Db } from "#storage/database.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { readBucketShare } from "#storage/watches/watch-bucket.ts";
import { listWatches, readWatch, WATCHES_ORDER, type WatchState } from "#storage/watches/watch-reads.ts";
import {
  addWatch,
  definedOf,
  editWatch,
  refusalOf,
  removeWatch,
  type WatchRefusal,
  type WatchWish,
} from "#storage/watches/watches.ts";
import { cadenceIn, costAnswer, watchItemOf } from "./watch-answer.ts";
import { CROSSED, filtersOf, watchBody, watchPatch, wishOf } from "./watch-body.ts";
import { readBuckets, readWatchDetail, type WatchDeps } from "./watch-detail.ts";
import { refusalWords } from "./watch-refusals.ts";
import { type WatchDetail, type WatchItem, watchDetail, watchPage, watchPreview } from "./watches-contract.ts";

const KEPT: readonly WatchState[] = ["active", "paused"];

const params = z.strictObject({ id: watchId });
export const unknownWatch = problem("not-found", "No watch has this id.");

const dryRun = z.strictObject({
  dryRun: flag.meta({ description: "Whether to answer what it would cost, and to store nothing." }),
});

const watchesExportQuery = z.strictObject({
  state: z
    .enum(["active", "paused", "removed"])
    .optional()
    .meta({ description: "Without it, those that are active or paused." }),
});
const watchesQuery = watchesExportQuery.extend({ limit, cursor });

const WATCHES_A_PART = 200;
const COLUMNS = columnsOf(watchPage.shape.items.element);

export function watchRoutes(app: Api, deps: WatchDeps): void {
  const { db, clock } = deps;
  const justChanged = { ...deps, readPlanning: null };

  app.get(
    "/watches",
    {
      schema: {
        operationId: "listWatches",
        summary: "Watched searches and charts with what they find and cost, the eldest first",
        tags: ["watches"],
        querystring: watchesQuery,
        response: { 200: watchPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { limit: most, state } = request.query;
      const now = clock.now();
      const start = pageStart(request.query, WATCHES_ORDER.kind);
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const found = await listWatches(db, state ? [state] : KEPT, { after: start.after, limit: most + 1 }, now);
      const { rows, next } = cutPage(found, most, start.key, request, reply);
      const buckets = await readBuckets(db);
      return { items: rows.map(({ watch }) => watchItemOf(watch, buckets, now)), next, asOf: toIso(now) };
    },
  );

  app.get(
    "/watches.csv",
    {
      schema: {
        operationId: "exportWatches",
        summary: "All such watches as a table, a row a watch",
        tags: ["watches"],
        querystring: watchesExportQuery,
        response: { 200: textResponse("csv", "A header and a row a watch."), ...problemResponses },
      },
    },
    async ({ query: { state } }, reply) =>
      sendExport(reply, "watches", "csv", csvOfParts(COLUMNS, watchParts(deps, state ? [state] : KEPT))),
  );

  app.get(
    "/watches/:id",
    {
      schema: {
        operationId: "readWatch",
        summary: "One watch with what it has left to read, and when and why it asks next",
        tags: ["watches"],
        params,
        querystring: nothing,
        response: { 200: watchDetail, ...problemResponses },
      },
    },
    async (request, reply) => (await readWatchDetail(deps, request.params.id)) ?? sendProblem(reply, unknownWatch),
  );

  app.post(
    "/watches",
    {
      schema: {
        operationId: "addWatch",
        summary: "Watch a search or a chart; with dryRun, only say what it would cost",
        tags: ["watches"],
        querystring: dryRun,
        body: watchBody,
        response: { 200: watchPreview, 201: watchDetail, ...problemResponses },
      },
      config: { scope: "write", problems: ["already-watched", "over-quota"] },
    },
    async (request, reply) => {
      const now = clock.now();
      const wish = wishOf(request.body, now);
      if ("message" in wish) throw refusedBody([wish]);
      if (request.query.dryRun) return preview(db, wish, { id: null, pages: pagesExpected(wish.source.kind) }, reply);
      const added = await addWatch(db, wish, now);
      if (added.kind !== "added") return refuse(reply, added);
      reply.header("location", `${API_PREFIX}/watches/${added.id}`);
      return reply.code(201).send((await readWatchDetail(justChanged, added.id)) as WatchDetail);
    },
  );

  app.patch(
    "/watches/:id",
    {
      schema: {
        operationId: "editWatch",
        summary: "Change, pause or resume a watch; what is left out stays. With dryRun, only say what it would cost",
        tags: ["watches"],
        params,
        querystring: dryRun,
        body: watchPatch,
        response: { 200: z.union([watchDetail, watchPreview]), ...problemResponses },
      },
      config: { scope: "write", problems: ["already-watched", "over-quota", "stale-version"] },
    },
    async (request, reply) => {
      const { id } = request.params;
      const now = clock.now();
      const before = await readWatch(db, id, now);
      if (!before || before.state === "removed") return sendProblem(reply, unknownWatch);
      const { name, state, version, filters: given, ...cadence } = request.body;
      const filters = given && filtersOf(before.kind, given);
      if (filters instanceof z.ZodError) {
        throw refusedBody(filters.issues.map((issue) => ({ ...issue, path: ["filters", ...issue.path] })));
      }
      const paused = state && state === "paused";
      if (request.query.dryRun) {
        const wish = {
          name: name ?? before.name,
          source: { kind: before.kind, filters: filters ?? before.filters } as WatchSource,
          paused: paused ?? before.state === "paused",
          cadence: { ...cadenceIn(before), ...definedOf(cadence) },
          since: before.since,
        };
        if (wish.cadence.everyMin > wish.cadence.everyMax) {
          throw refusedBody([{ path: ["everyMin"], message: CROSSED }]);
        }
        return preview(db, wish, { id, pages: before.pagesARun ?? pagesExpected(before.kind) }, reply);
      }
      const edited = await editWatch(db, id, { name, filters, paused, cadence }, version ?? null, now);
      switch (edited.kind) {
        case "edited":
          return (await readWatchDetail(justChanged, id)) ?? sendProblem(reply, unknownWatch);
        case "unknown":
          return sendProblem(reply, unknownWatch);
        case "crossed":
          throw refusedBody([{ path: ["everyMin"], message: CROSSED }]);
        case "stale":
          return sendProblem(
            reply,
            problem("stale-version", `It is at version ${edited.version} now: read it again, and decide anew.`),
          );
        case "twin":
        case "tooOften":
          return refuse(reply, edited);
      }
    },
  );

  app.delete(
    "/watches/:id",
    {
      schema: {
        operationId: "removeWatch",
        summary: "Stop watching for good; what was found stays, and so do the runs",
        tags: ["watches"],
        params,
        querystring: nothing,
        response: { 204: z.null().meta({ description: "It is no longer watched." }), ...problemResponses },
      },
      config: { scope: "write" },
    },
    async (request, reply) => {
      const removed = await removeWatch(db, request.params.id);
      return removed ? reply.code(204).send(null) : sendProblem(reply, unknownWatch);
    },
  );
}

/** Every watch of some states, some at a time. */
async function* watchParts({ db, clock }: WatchDeps, states: readonly WatchState[]): AsyncGenerator<WatchItem[]> {
  const now = clock.now();
  const buckets = await readBuckets(db);
  let after: Position | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listWatches>> = await listWatches(
      db,
      states,
      { after, limit: WATCHES_A_PART },
      now,
    );
    yield rows.map(({ watch }) => watchItemOf(watch, buckets, now));
    const last = rows.at(-1);
    if (rows.length < WATCHES_A_PART || !last) return;
    after = last.position;
  }
}

/** What a watch would cost as it is wished for, if a run takes `pages`. `id` is the one that would be so; `null` = a new one. */
async function preview(
  db: Db,
  wish: WatchWish,
  { id, pages }: { readonly id: WatchId | null; readonly pages: number },
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refused = await refusalOf(db, wish, id);
  if (refused) return refuse(reply, refused);
  const cost = watchCost(wish.source.kind, wish.cadence, await readBucketShare(db, wish.source.kind, id), pages);
  return reply.send({ name: wish.name, since: toIso(wish.since), cost: costAnswer(cost, pages) });
}

function refuse(reply: FastifyReply, refused: WatchRefusal): FastifyReply {
  if (refused.kind === "twin") reply.header("location", `${API_PREFIX}/watches/${refused.id}`);
  const name = refused.kind === "twin" ? "already-watched" : "over-quota";
  return sendProblem(reply, problem(name, refusalWords(refused)));
}
