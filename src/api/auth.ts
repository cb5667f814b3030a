import { timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Db } from "#storage/database.ts";
import { readAdminTokenHashes, tokenHash } from "#storage/tokens.ts";
import { problem, sendProblem } from "./problem.ts";

/** Who may ask. */
export interface Access {
  /** Whether the server listens on loopback only: then reads need no token. */
  readonly loopback: boolean;
  /** The host (and port) of VIEWCURVE_PUBLIC_URL, by which a reverse proxy may name us; `null` = none. */
  readonly publicHost: string | null;
  /** `tokenHash` of VIEWCURVE_ADMIN_TOKEN, valid beside the stored tokens; `null` = none. */
  readonly adminTokenHash: Uint8Array | null;
}

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

const isLocalHost = (request: FastifyRequest): boolean => LOCAL_HOST.test(request.headers.host ?? "");

/** A proxy on this machine makes the whole world look like loopback; its headers give it away. */
const isForwarded = (request: FastifyRequest): boolean =>
  Object.keys(request.headers).some((name) => name === "forwarded" || name.startsWith("x-forwarded-"));

/**
 * Refuses (421) a host that is not ours while we listen on loopback: a page whose name an attacker points at
 * 127.0.0.1 would otherwise read everything through its visitor's browser. Off loopback all needs a token anyway.
 */
export const refuseForeignHost =
  ({ loopback, publicHost }: Access) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (!loopback || isLocalHost(request)) return undefined;
    if (publicHost !== null && request.headers.host?.toLowerCase() === publicHost.toLowerCase()) return undefined;
    return sendProblem(
      reply,
      problem("foreign-host", "Ask by localhost, 127.0.0.1 or [::1], or set VIEWCURVE_PUBLIC_URL."),
    );
  };

/** Lets open reads pass, and everything else with a valid token; a token that is sent must be valid, always. */
export const requireToken =
  (db: Db, access: Access) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const sent = request.headers.authorization;
    if (sent === undefined) {
      const reads = request.method === "GET" || request.method === "HEAD";
      if (reads && access.loopback && isLocalHost(request) && !isForwarded(request)) return undefined;
      reply.header("www-authenticate", 'Bearer realm="viewcurve"');
      return sendProblem(reply, problem("token-required", "Send the header Authorization: Bearer TOKEN."));
    }
    const token = /^Bearer +(\S+) *$/i.exec(sent)?.[1];
    if (token !== undefined && (await isValidToken(db, access, token))) return undefined;
    reply.header("www-authenticate", 'Bearer realm="viewcurve", error="invalid_token"');
    return sendProblem(reply, problem("token-refused", "The token sent is not a token of this installation."));
  };

async function isValidToken(db: Db, access: Access, token: string): Promise<boolean> {
  const hash = tokenHash(token);
  const valid = [...(access.adminTokenHash ? [access.adminTokenHash] : []), ...(await readAdminTokenHashes(db))];
  // Hashes have one length, and each is compared in constant time.
  return valid.some((known) => known.byteLength === hash.byteLength && timingSafeEqual(known, hash));
}
