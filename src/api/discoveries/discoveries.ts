import type { FastifyReply } from "fastify";
import { z } from "zod";
import { API_PREFIX } from "#api/api-prefix.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { csvOfParts, sendExport, textResponse } from "#api/files/export-stream.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { flag, nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { columnsOf } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import { removeDiscovery } from "#storage/discoveries/discoveries.ts";
import {
  addWithinBudget,
  editWithinBudget,
  type OverBudget,
  overBudget,
  readBucketPromises,
} from "#storage/discoveries/discovery-budgets.ts";
import { DISCOVERIES_ORDER, type DiscoveryState, listDiscoveries } from "#storage/discoveries/discovery-reads.ts";
import type { Position } from "#storage/sql/keyset.ts";
import {
  type DiscoveryDetail,
  type DiscoveryItem,
  discoveryDetail,
  discoveryPage,
  discoveryPreview,
} from "./discoveries-contract.ts";
import { discoveryCostOf, discoveryItemOf } from "./discovery-answer.ts";
import { discoveryChannelRoutes } from "./discovery-channels.ts";
import { readDiscoveryDetail, unknownDiscovery } from "./discovery-detail.ts";
import {
  discoveriesExportQuery,
  discoveriesQuery,
  discoveryBody,
  discoveryId,
  discoveryPatch,
} from "./discovery-params.ts";
import { overBudgetWords } from "./discovery-refusals.ts";
import { discoveryWishOf } from "./discovery-wish.ts";

const KEPT: readonly DiscoveryState[] = ["active", "paused"];

const params = z.strictObject({ id: discoveryId });

const dryRun = z.strictObject({
  dryRun: flag.meta({ description: "Whether to answer what it may spend, and to store nothing." }),
});
const purge = z.strictObject({
  purge: flag.meta({ description: "Whether to remove what it has found, too. For good." }),
});

const DISCOVERIES_A_PART = 200;
const COLUMNS = columnsOf(discoveryPage.shape.items.element);

export function discoveryRoutes(app: Api, deps: { db: Db; patient: Db; clock: Clock }): void {
  const { db, clock } = deps;
  discoveryChannelRoutes(app, deps);

  app.get(
    "/discoveries",
    {
      schema: {
        operationId: "listDiscoveries",
        summary: "What channels are looked for, with what is found and spent, the eldest first",
        tags: ["discoveries"],
        querystring: discoveriesQuery,
        response: { 200: discoveryPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { limit: most, state } = request.query;
      const now = clock.now();
      const start = pageStart(request.query, DISCOVERIES_ORDER.kind);
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const found = await listDiscoveries(db, state ? [state] : KEPT, { after: start.after, limit: most + 1 }, now);
      const { rows, next } = cutPage(found, most, start.key, request, reply);
      return { items: rows.map(({ discovery }) => discoveryItemOf(discovery)), next, asOf: toIso(now) };
    },
  );

  app.get(
    "/discoveries.csv",
    {
      schema: {
        operationId: "exportDiscoveries",
        summary: "All such discoveries as a table, a row a discovery",
        tags: ["discoveries"],
        querystring: discoveriesExportQuery,
        response: { 200: textResponse("csv", "A header and a row a discovery."), ...problemResponses },
      },
    },
    async ({ query: { state } }, reply) =>
      sendExport(reply, "discoveries", "csv", csvOfParts(COLUMNS, discoveryParts(deps, state ? [state] : KEPT))),
  );

  app.get(
    "/discoveries/:id",
    {
      schema: {
        operationId: "readDiscovery",
        summary: "One discovery with what each source brings, how many channels may match, and what it does now",
        tags: ["discoveries"],
        params,
        querystring: nothing,
        response: { 200: discoveryDetail, ...problemResponses },
      },
    },
    async (request, reply) =>
      (await readDiscoveryDetail(db, request.params.id, clock.now())) ?? sendProblem(reply, unknownDiscovery),
  );

  app.post(
    "/discoveries",
    {
      schema: {
        operationId: "addDiscovery",
        summary: "Look for channels of a kind within a budget; with dryRun, only say what it may spend",
        tags: ["discoveries"],
        querystring: dryRun,
        body: discoveryBody,
        response: { 200: discoveryPreview, 201: discoveryDetail, ...problemResponses },
      },
      config: { scope: "write", problems: ["over-quota"] },
    },
    async (request, reply) => {
      const wish = discoveryWishOf(request.body);
      if (request.query.dryRun) {
        const among = await readBucketPromises(db, null);
        const refused = wish.paused ? null : overBudget(wish.budget, among);
        if (refused) return refuse(reply, refused);
        const { name, regions, sources } = wish;
        return { name, regions: [...regions], sources: [...sources], cost: discoveryCostOf(wish.budget, among) };
      }
      const now = clock.now();
      const added = await addWithinBudget(db, wish, now);
      if (added.kind !== "added") return refuse(reply, added);
      reply.header("location", `${API_PREFIX}/discoveries/${added.id}`);
      return reply.code(201).send((await readDiscoveryDetail(db, added.id, now)) as DiscoveryDetail);
    },
  );

  app.patch(
    "/discoveries/:id",
    {
      schema: {
        operationId: "editDiscovery",
        summary: "Change, pause or resume a discovery; what is left out stays",
        tags: ["discoveries"],
        params,
        querystring: nothing,
        body: discoveryPatch,
        response: { 200: discoveryDetail, ...problemResponses },
      },
      config: { scope: "write", problems: ["over-quota", "stale-version"] },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { version, budget, terms, channels, state, ...rest } = request.body;
      const change = {
        ...rest,
        ...(budget && { budget: { unitsPerDay: budget.default, searchesPerDay: budget.search } }),
        ...((terms || channels) && { seeds: { terms: terms ?? [], channels: channels ?? [] } }),
        ...(state && { paused: state === "paused" }),
      };
      const edited = await editWithinBudget(db, id, change, version ?? null);
      switch (edited.kind) {
        case "edited":
          return (await readDiscoveryDetail(db, id, clock.now())) ?? sendProblem(reply, unknownDiscovery);
        case "unknown":
          return sendProblem(reply, unknownDiscovery);
        case "stale":
          return sendProblem(
            reply,
            problem("stale-version", `It is at version ${edited.version} now: read it again, and decide anew.`),
          );
        case "overBudget":
          return refuse(reply, edited);
      }
    },
  );

  app.delete(
    "/discoveries/:id",
    {
      schema: {
        operationId: "removeDiscovery",
        summary: "Stop looking for good; what was found stays, unless it is to be purged",
        tags: ["discoveries"],
        params,
        querystring: purge,
        response: { 204: z.null().meta({ description: "Nobody looks any more." }), ...problemResponses },
      },
      config: { scope: "write" },
    },
    async (request, reply) => {
      const removed = await removeDiscovery(db, request.params.id, request.query.purge);
      return removed ? reply.code(204).send(null) : sendProblem(reply, unknownDiscovery);
    },
  );
}

const refuse = (reply: FastifyReply, refused: OverBudget): FastifyReply =>
  sendProblem(reply, problem("over-quota", overBudgetWords(refused)));

async function* discoveryParts(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  states: readonly DiscoveryState[],
): AsyncGenerator<DiscoveryItem[]> {
  const now = clock.now();
  const limit = DISCOVERIES_A_PART;
  for (let after: Position | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof listDiscoveries>> = await listDiscoveries(db, states, { after, limit }, now);
    yield rows.map(({ discovery }) => discoveryItemOf(discovery));
    const last = rows.at(-1);
    if (rows.length < limit || !last) return;
    after = last.position;
  }
}
