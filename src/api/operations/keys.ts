import type { FastifyReply } from "fastify";
import { z } from "zod";
import { API_PREFIX } from "#api/api-prefix.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import {
  addKey,
  isTesting,
  type KeyChange,
  type ListedKey,
  listKeys,
  pauseKey,
  type RevealableKey,
  readKey,
  removeKey,
  requestKeyTest,
  resumeKey,
} from "#storage/keys/keys.ts";
import { acknowledgeSeveralProjects } from "#storage/keys/projects.ts";
import type { Vault } from "#storage/keys/vault.ts";
import { type KeyAnswer, keyAnswer, keyBody, keyParams, keyPatch, keysAnswer } from "./keys-contract.ts";

/** What keys are taken in by: how they are read, and what seals them. */
export interface KeyIntake {
  /** `null` when the text cannot be a key. */
  readonly parse: (text: string) => RevealableKey | null;
  readonly vault: Vault;
}

export interface KeyRouteDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly keyIntake: KeyIntake;
}

const unknownKey = problem("not-found", "No key of this fingerprint is stored here.");

/** Said where a second project is wanted, and nobody has acknowledged what that means. */
export const secondProject = problem(
  "acknowledgement-needed",
  "It would be a second project, and YouTube's terms want one project per client: read docs/policy.md, then send acknowledgeSeveralProjects: true.",
);

export function keyRoutes(app: Api, { db, clock, keyIntake }: KeyRouteDependencies): void {
  const about = { tags: ["keys"], querystring: nothing };

  app.get(
    "/keys",
    {
      schema: {
        ...about,
        operationId: "listKeys",
        summary: "All keys, masked, with what YouTube says of them",
        response: { 200: keysAnswer, ...problemResponses },
      },
      config: { scope: "admin" },
    },
    async () => {
      const now = clock.now();
      return { items: (await listKeys(db)).map((key) => answerOf(key, now)), asOf: toIso(now) };
    },
  );

  app.get(
    "/keys/:id",
    {
      schema: {
        ...about,
        operationId: "readKey",
        summary: "One key, masked; ask again to see what became of its test",
        params: keyParams,
        response: { 200: keyAnswer, ...problemResponses },
      },
      config: { scope: "admin" },
    },
    async (request, reply) => {
      const key = await readKey(db, request.params.id);
      return key ? answerOf(key, clock.now()) : sendProblem(reply, unknownKey);
    },
  );

  app.post(
    "/keys",
    {
      schema: {
        ...about,
        operationId: "addKey",
        summary: "Store a key, sealed; the collector uses it within seconds",
        body: keyBody,
        response: { 200: keyAnswer, 201: keyAnswer, ...problemResponses },
      },
      config: { scope: "admin", problems: ["acknowledgement-needed", "already-there", "other-secret"] },
    },
    async (request, reply) => {
      const { project, acknowledgeSeveralProjects: acknowledges } = request.body;
      const key = keyIntake.parse(request.body.key);
      if (!key) return sendProblem(reply, NO_KEY);
      const now = clock.now();
      if (acknowledges) await acknowledgeSeveralProjects(db, now);
      const added = await addKey(db, keyIntake.vault, { projectId: project, key }, now);
      switch (added.kind) {
        case "needsAcknowledgement":
          return sendProblem(reply, secondProject);
        case "otherSecret":
          return sendProblem(reply, OTHER_SECRET);
        case "alreadyThere":
          if (added.projectId === project) return sendKey(reply.code(200), db, added.fingerprint, now);
          return sendProblem(
            reply,
            problem("already-there", `The key is stored already, in the project ${added.projectId}.`),
          );
        case "added":
          reply.header("location", `${API_PREFIX}/keys/${added.fingerprint}`);
          return sendKey(reply.code(201), db, added.fingerprint, now);
      }
    },
  );

  app.post(
    "/keys/:id/test",
    {
      schema: {
        ...about,
        operationId: "testKey",
        summary: "Ask for a key to be tried by one call; `Location` shows what comes of it, within seconds",
        params: keyParams,
        response: { 202: keyAnswer, ...problemResponses },
      },
      config: { scope: "admin", problems: ["key-paused"] },
    },
    async (request, reply) => {
      const now = clock.now();
      const asked = await requestKeyTest(db, await whole(db, request.params.id), now);
      reply.header("location", `${API_PREFIX}/keys/${request.params.id}`);
      return sendChange(reply, asked, db, 202, now);
    },
  );

  app.patch(
    "/keys/:id",
    {
      schema: {
        ...about,
        operationId: "pauseKey",
        summary: "Take a key out of use, or back into it",
        params: keyParams,
        body: keyPatch,
        response: { 200: keyAnswer, ...problemResponses },
      },
      config: { scope: "admin", problems: ["key-paused"] },
    },
    async (request, reply) => {
      const now = clock.now();
      const fingerprint = await whole(db, request.params.id);
      const changed = request.body.paused ? await pauseKey(db, fingerprint, now) : await resumeKey(db, fingerprint);
      return sendChange(reply, changed, db, 200, now);
    },
  );

  app.delete(
    "/keys/:id",
    {
      schema: {
        ...about,
        operationId: "removeKey",
        summary: "Forget a key; what it has spent stays in the ledger",
        params: keyParams,
        response: { 204: z.null().meta({ description: "It is forgotten." }), ...problemResponses },
      },
      config: { scope: "admin" },
    },
    async (request, reply) => {
      const removed = await removeKey(db, await whole(db, request.params.id));
      return removed.kind === "changed" ? reply.code(204).send(null) : sendProblem(reply, unknownKey);
    },
  );
}

const NO_KEY = problem("invalid-body", "/key: must be an API key: letters, digits, - and _ only", [
  { pointer: "/key", message: "must be an API key: letters, digits, - and _ only" },
]);

const OTHER_SECRET = problem(
  "other-secret",
  "The stored keys are sealed by another secret than this process has: restart it with the one in force.",
);

/** A fingerprint as commands take the beginning of one: here only a whole one is meant, and nothing else is found. */
const whole = async (db: Db, fingerprint: string): Promise<string> =>
  (await readKey(db, fingerprint))?.fingerprint ?? "";

async function sendChange(reply: FastifyReply, change: KeyChange, db: Db, status: number, now: Instant) {
  switch (change.kind) {
    case "changed":
      return sendKey(reply.code(status), db, change.fingerprint, now);
    case "paused":
      return sendProblem(
        reply,
        problem("key-paused", "A paused key is not used, not even to try it: resume it first."),
      );
    case "unknown":
    case "ambiguous":
      return sendProblem(reply, unknownKey);
  }
}

/** Answers with a key as it stands; somebody may have removed it a moment ago. */
async function sendKey(reply: FastifyReply, db: Db, fingerprint: string, now: Instant): Promise<FastifyReply> {
  const key = await readKey(db, fingerprint);
  return key ? reply.send(answerOf(key, now)) : sendProblem(reply, unknownKey);
}

const answerOf = (key: ListedKey, now: Instant): KeyAnswer => ({
  fingerprint: key.fingerprint,
  project: key.projectId,
  masked: key.masked,
  state: isTesting(key, now) ? "testing" : key.state,
  reason: key.reason,
  refusedAt: isoOrNull(key.refusedAt),
  testAt: isoOrNull(key.testAt),
  testedAt: isoOrNull(key.testedAt),
  testSaid: key.testSaid,
  addedAt: toIso(key.addedAt),
  asOf: toIso(now),
});
