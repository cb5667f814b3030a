import { z } from "zod";
import { API_PREFIX } from "#api/api-prefix.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { refusedBody } from "#api/http/refusals.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, parseInstant } from "#domain/time.ts";
import { createToken, listTokens, revokeToken, type StoredToken, tokenState } from "#storage/access/tokens.ts";
import type { Db } from "#storage/database.ts";
import { newTokenAnswer, type TokenAnswer, tokenBody, tokenParams, tokensAnswer } from "./tokens-contract.ts";

interface TokenRouteDependencies {
  readonly db: Db;
  readonly clock: Clock;
  /** `AccessDependencies.adminTokenHash` */
  readonly adminTokenHash: Uint8Array | null;
}

/** Making, listing and revoking tokens: an administrator's. */
export function tokenRoutes(app: Api, { db, clock, adminTokenHash }: TokenRouteDependencies): void {
  const about = { tags: ["access"], querystring: nothing };
  const config = { scope: "admin" } as const;

  app.get(
    "/tokens",
    {
      schema: {
        ...about,
        operationId: "listTokens",
        summary: "All tokens and browser sessions with what they may do, the newest first",
        response: { 200: tokensAnswer, ...problemResponses },
      },
      config,
    },
    async () => {
      const now = clock.now();
      return { items: (await listTokens(db)).map((token) => answerOf(token, adminTokenHash, now)), asOf: toIso(now) };
    },
  );

  app.post(
    "/tokens",
    {
      schema: {
        ...about,
        operationId: "addToken",
        summary: "Make a token; its text is answered this once",
        body: tokenBody,
        response: { 201: newTokenAnswer, ...problemResponses },
      },
      config,
    },
    async (request, reply) => {
      const now = clock.now();
      const { name, scope, expiresAt: until } = request.body;
      const expiresAt = until === null ? null : parseInstant(until);
      if (expiresAt !== null && expiresAt <= now) {
        throw refusedBody([{ path: ["expiresAt"], message: "must lie in the future" }]);
      }
      const { id, token } = await createToken(db, { name, scope, expiresAt }, now);
      const stored: StoredToken = {
        ...{ id, name, scope, kind: "token", createdAt: now, expiresAt },
        lastUsedAt: null,
        revokedAt: null,
        maker: null,
      };
      reply.header("location", `${API_PREFIX}/tokens`).header("cache-control", "no-store");
      return reply.code(201).send({ token, ...answerOf(stored, adminTokenHash, now) });
    },
  );

  app.delete(
    "/tokens/:id",
    {
      schema: {
        ...about,
        operationId: "revokeToken",
        summary: "Refuse a token or a session from now on, for good",
        params: tokenParams,
        response: { 204: z.null().meta({ description: "It is revoked." }), ...problemResponses },
      },
      config,
    },
    async (request, reply) => {
      const isRevoked = await revokeToken(db, request.params.id, clock.now());
      if (isRevoked) return reply.code(204).send(null);
      return sendProblem(reply, problem("not-found", "No token of this id is there, or it was revoked already."));
    },
  );
}

const answerOf = (token: StoredToken, settingsHash: Uint8Array | null, now: Instant): TokenAnswer => ({
  id: token.id,
  name: token.name,
  scope: token.scope,
  kind: token.kind,
  state: tokenState(token, now, settingsHash),
  createdAt: toIso(token.createdAt),
  expiresAt: isoOrNull(token.expiresAt),
  lastUsedAt: isoOrNull(token.lastUsedAt),
  revokedAt: isoOrNull(token.revokedAt),
  madeBy: token.maker && (token.maker.isStored ? token.maker.id : "settings"),
});
