import { z } from "zod";
import { API_PREFIX } from "#api/api-prefix.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { BUCKET_UNITS_DEFAULT } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { type ListedProject, listProjects, readProject } from "#storage/keys/project-reads.ts";
import { acknowledgeSeveralProjects, changeLimits, createProject, removeProject } from "#storage/keys/projects.ts";
import { secondProject } from "./keys.ts";
import {
  type ProjectAnswer,
  projectAnswer,
  projectBody,
  projectParams,
  projectPatch,
  projectsAnswer,
} from "./keys-contract.ts";

const unknownProject = problem("not-found", "No project of this name is known here.");

export function projectRoutes(app: Api, { db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  const about = { tags: ["keys"], querystring: nothing };

  app.get(
    "/projects",
    {
      schema: {
        ...about,
        operationId: "listProjects",
        summary: "All projects with their limits, and what is used of them today",
        response: { 200: projectsAnswer, ...problemResponses },
      },
      config: { scope: "admin" },
    },
    async () => {
      const now = clock.now();
      return { items: (await listProjects(db, now)).map((project) => answerOf(project, now)), asOf: toIso(now) };
    },
  );

  app.get(
    "/projects/:id",
    {
      schema: {
        ...about,
        operationId: "readProject",
        summary: "One project",
        params: projectParams,
        response: { 200: projectAnswer, ...problemResponses },
      },
      config: { scope: "admin" },
    },
    async (request, reply) => {
      const now = clock.now();
      const project = await readProject(db, request.params.id, now);
      return project ? answerOf(project, now) : sendProblem(reply, unknownProject);
    },
  );

  app.post(
    "/projects",
    {
      schema: {
        ...about,
        operationId: "addProject",
        summary: "Make a project that has no key yet",
        body: projectBody,
        response: { 201: projectAnswer, ...problemResponses },
      },
      config: { scope: "admin", problems: ["acknowledgement-needed", "already-there"] },
    },
    async (request, reply) => {
      const { id, limits = {}, acknowledgeSeveralProjects: acknowledges } = request.body;
      const now = clock.now();
      if (acknowledges) await acknowledgeSeveralProjects(db, now);
      const created = await createProject(db, id, { ...BUCKET_UNITS_DEFAULT, ...given(limits) }, now);
      switch (created.kind) {
        case "needsAcknowledgement":
          return sendProblem(reply, secondProject);
        case "alreadyThere":
          return sendProblem(reply, problem("already-there", "There is a project of this name already: change it."));
        case "created": {
          const project = await readProject(db, id, now);
          if (!project) return sendProblem(reply, unknownProject);
          reply.header("location", `${API_PREFIX}/projects/${id}`);
          return reply.code(201).send(answerOf(project, now));
        }
      }
    },
  );

  app.patch(
    "/projects/:id",
    {
      schema: {
        ...about,
        operationId: "changeProject",
        summary: "Change a project's limits, from the present quota day on",
        params: projectParams,
        body: projectPatch,
        response: { 200: projectAnswer, ...problemResponses },
      },
      config: { scope: "admin" },
    },
    async (request, reply) => {
      const now = clock.now();
      const { id } = request.params;
      const isThere = await changeLimits(db, id, given(request.body.limits), now);
      const project = isThere ? await readProject(db, id, now) : null;
      return project ? answerOf(project, now) : sendProblem(reply, unknownProject);
    },
  );

  app.delete(
    "/projects/:id",
    {
      schema: {
        ...about,
        operationId: "removeProject",
        summary: "Forget a project without keys; what it has used stays in the ledger",
        params: projectParams,
        response: { 204: z.null().meta({ description: "It is forgotten." }), ...problemResponses },
      },
      config: { scope: "admin", problems: ["project-has-keys"] },
    },
    async (request, reply) => {
      switch (await removeProject(db, request.params.id)) {
        case "removed":
          return reply.code(204).send(null);
        case "unknown":
          return sendProblem(reply, unknownProject);
        case "hasKeys":
          return sendProblem(reply, problem("project-has-keys", "The project has keys: remove them first."));
      }
    },
  );
}

/** The limits that were given: an absent one is no limit of `undefined`. */
const given = (limits: z.infer<typeof projectPatch>["limits"]) =>
  Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));

const answerOf = ({ id, consumer, createdAt, keys, today }: ListedProject, now: Instant): ProjectAnswer => {
  const limitOf = (name: string) => today.find(({ bucket }) => bucket === name)?.limit ?? 0;
  return {
    id,
    consumer,
    createdAt: toIso(createdAt),
    keys,
    limits: { default: limitOf("default"), search: limitOf("search"), batch: limitOf("batch") },
    today: today.map(({ bucket, used, left, spentAt }) => ({ bucket, used, left, spentAt: isoOrNull(spentAt) })),
    asOf: toIso(now),
  };
};
