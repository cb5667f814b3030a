import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Scope } from "#domain/scope.ts";
import type { Instant } from "#domain/time.ts";
import { findToken, tokenHash } from "#storage/access/tokens.ts";
import type { Db } from "#storage/database.ts";

/** The cookie of a signed-in browser. */
export const SESSION_COOKIE = "viewcurve_session";

/** What a request brings to be let in by. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "cookie"; readonly session: string }
  /** An Authorization that is no bearer token. */
  | { readonly kind: "unreadable" }
  /** Headers that another program on the way may have read otherwise than we would. */
  | { readonly kind: "ambiguous" };

/** Who asks: a token or session by its id, with what it may do. */
export interface Visitor {
  readonly id: string;
  readonly scope: Scope;
  /** What its owner called the token; `null` = the token of the settings. */
  readonly name: string | null;
  /** A browser sends its cookie whoever's page makes it ask; a bearer token is only sent by whoever has it. */
  readonly byCookie: boolean;
}

/** Tokens are taken from the Authorization header or the session cookie only: addresses end up in logs and histories. */
export function credentialsIn(request: FastifyRequest): Credentials {
  // Node keeps the first of several and drops the others in silence, and a proxy may have judged the last one.
  if (timesSent(request, "authorization") > 1 || timesSent(request, "host") > 1) return { kind: "ambiguous" };
  const sent = request.headers.authorization;
  if (sent !== undefined) {
    const token = /^Bearer +(\S+) *$/i.exec(sent)?.[1];
    return token === undefined ? { kind: "unreadable" } : { kind: "bearer", token };
  }
  const session = request.cookies[SESSION_COOKIE];
  return session ? { kind: "cookie", session } : { kind: "none" };
}

function timesSent(request: FastifyRequest, name: string): number {
  const { rawHeaders } = request.raw;
  let times = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === name) times += 1;
  return times;
}

/**
 * Whose credentials these are; `null` when they are nobody's, or no longer.
 *
 * @param settingsHash `tokenHash` of VIEWCURVE_ADMIN_TOKEN, valid beside the stored tokens; `null` = none.
 */
export async function visitorOf(
  db: Db,
  sent: Extract<Credentials, { kind: "bearer" | "cookie" }>,
  settingsHash: Uint8Array | null,
  now: Instant,
): Promise<Visitor | null> {
  if (sent.kind === "cookie") {
    const session = await findToken(db, sent.session, "session", now, settingsHash);
    return session && { id: session.id, name: session.name, scope: session.scope, byCookie: true };
  }
  // Hashes have one length, and are compared in constant time.
  if (settingsHash !== null && timingSafeEqual(settingsHash, tokenHash(sent.token))) {
    return { id: "settings", name: null, scope: "admin", byCookie: false };
  }
  const token = await findToken(db, sent.token, "token", now);
  return token && { id: token.id, name: token.name, scope: token.scope, byCookie: false };
}
