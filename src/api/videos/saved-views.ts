import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import {
  deleteView,
  listSavedViews,
  readSavedView,
  renameView,
  SAVED_VIEWS_MAX,
  type SavedView,
  saveView,
} from "#storage/videos/saved-views.ts";
import {
  type SavedViewAnswer,
  viewAnswer,
  viewBody,
  viewParams,
  viewPatch,
  viewsAnswer,
} from "./saved-views-contract.ts";

const unknownView = problem("not-found", "No view has this name. GET /api/v1/saved-views lists those there are.");
const tooMany = problem("conflict", `There are ${SAVED_VIEWS_MAX} views, and no more are kept: delete one first.`);

/** Views that a team shares. Whoever may write may change anybody's. */
export function savedViewRoutes(app: Api, { db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  const about = { tags: ["views"], querystring: nothing };
  const config = { scope: "write" } as const;
  const one = { 200: viewAnswer, ...problemResponses };

  app.get(
    "/saved-views",
    {
      schema: {
        ...about,
        operationId: "listViews",
        summary: "Pages of the dashboard that were saved under a name",
        response: { 200: viewsAnswer, ...problemResponses },
      },
    },
    async () => ({ items: (await listSavedViews(db)).map(answerOf), asOf: toIso(clock.now()) }),
  );

  app.get(
    "/saved-views/:name",
    { schema: { ...about, operationId: "readView", summary: "One saved view", params: viewParams, response: one } },
    async (request, reply) => {
      const view = await readSavedView(db, request.params.name);
      return view ? answerOf(view) : sendProblem(reply, unknownView);
    },
  );

  app.put(
    "/saved-views/:name",
    {
      schema: {
        ...about,
        operationId: "saveView",
        summary: "Save a page under a name, in place of what had the name",
        params: viewParams,
        body: viewBody,
        response: one,
      },
      config: { ...config, problems: ["conflict"] },
    },
    async (request, reply) => {
      const saved = await saveView(
        db,
        { name: request.params.name, ...request.body, savedBy: request.grantedTo },
        clock.now(),
      );
      return saved.kind === "saved" ? answerOf(saved.view) : sendProblem(reply, tooMany);
    },
  );

  app.patch(
    "/saved-views/:name",
    {
      schema: {
        ...about,
        operationId: "renameView",
        summary: "Give a view another name",
        params: viewParams,
        body: viewPatch,
        response: one,
      },
      config: { ...config, problems: ["already-there"] },
    },
    async (request, reply) => {
      const wish = { to: request.body.name, savedBy: request.grantedTo };
      const renamed = await renameView(db, request.params.name, wish, clock.now());
      switch (renamed.kind) {
        case "renamed":
          return answerOf(renamed.view);
        case "unknown":
          return sendProblem(reply, unknownView);
        case "taken":
          return sendProblem(
            reply,
            problem("already-there", "Another view has this name: delete it first, or choose another."),
          );
      }
    },
  );

  app.delete(
    "/saved-views/:name",
    {
      schema: {
        ...about,
        operationId: "deleteView",
        summary: "Forget a view",
        params: viewParams,
        response: { 204: z.null().meta({ description: "It is forgotten." }), ...problemResponses },
      },
      config,
    },
    async (request, reply) => {
      const isGone = await deleteView(db, request.params.name);
      return isGone ? reply.code(204).send(null) : sendProblem(reply, unknownView);
    },
  );
}

const answerOf = ({ createdAt, changedAt, ...view }: SavedView): SavedViewAnswer => ({
  ...view,
  createdAt: toIso(createdAt),
  changedAt: toIso(changedAt),
});
