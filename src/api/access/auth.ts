import type { FastifyReply, FastifyRequest } from "fastify";
import { type Problem, type ProblemName, problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { type Scope, suffices } from "#domain/scope.ts";
import type { Db } from "#storage/database.ts";
import { type Credentials, credentialsIn, type Visitor, visitorOf } from "./credentials.ts";
import { addressOf, isFromHere, type Reach } from "./hosts.ts";
import type { RateLimits } from "./rate-limits.ts";
import { isSameOrigin } from "./same-origin.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a token must be allowed to do here. Reads that do not say want `read`, all else that does not say `admin`. */
    readonly scope?: Scope;
    /** Problems of this operation beside those that its form lets expect (operation-problems.ts). */
    readonly problems?: readonly ProblemName[];
  }
  interface FastifyRequest {
    /** What the token or session that was sent may do; `null` = none was. */
    granted: Scope | null;
    /** What its owner called the token or session; `null` = it is the one of the settings, or none was sent. */
    grantedTo: string | null;
  }
}

/** Who may ask. */
interface Access extends Reach {
  /** `tokenHash` of VIEWCURVE_ADMIN_TOKEN, valid beside the stored tokens; `null` = none. */
  readonly adminTokenHash: Uint8Array | null;
}

export interface AccessDependencies extends Access {
  readonly db: Db;
  readonly clock: Clock;
}

const READS = ["GET", "HEAD"];

/** What a route wants of who asks. A write that forgot to say so is closed to all but administrators. */
export const scopeNeeded = (method: string, config: { readonly scope?: Scope }): Scope =>
  config.scope ?? (READS.includes(method) ? "read" : "admin");

const tokenRequired = problem("token-required", "Send the header Authorization: Bearer TOKEN.");
const tokenRefused = problem(
  "token-refused",
  "The token is none of this installation's, was revoked, or has expired: viewcurve tokens add makes another.",
);
const ambiguous = problem("malformed-request", "Send one Host and one Authorization header.");
const crossSite = problem(
  "cross-site",
  "A browser's session may change things from pages of this server only. Programs send a token.",
);

/**
 * Lets pass what is open to this machine, and everything else with a valid token or session of the scope that the route
 * wants; a token that is sent must be valid, always.
 */
export const requireScope =
  (deps: AccessDependencies, limits: RateLimits) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const needed = scopeNeeded(request.method, request.routeOptions.config);
    const isOpen = needed === "read" && isFromHere(request, deps);
    const sent = credentialsIn(request);
    // What a person's own machine asks without a token is neither looked up nor counted.
    if (isOpen && sent.kind === "none") return undefined;
    const known = await admit(request, reply, sent, deps, limits);
    if (known.kind === "refused" && !(isOpen && sent.kind === "cookie")) return refuse(reply, known.problem);
    if (known.kind === "refused") return undefined;
    const { visitor } = known;
    const isElsewhere = visitor.byCookie && !READS.includes(request.method) && !isSameOrigin(request);
    if (isOpen) {
      // It may do what anybody here may; and more, where it is known that the person behind the cookie wants it.
      if (!isElsewhere) request.granted = visitor.scope;
      return undefined;
    }
    const tooMany = await limits.count(request, reply, visitor.id);
    if (tooMany) return sendProblem(reply, tooMany);
    request.granted = visitor.scope;
    request.grantedTo = visitor.name;
    const tooSmall = scopeProblem(request, needed);
    if (tooSmall) return sendProblem(reply, tooSmall);
    return isElsewhere ? sendProblem(reply, crossSite) : undefined;
  };

/** Why a request with a token may not do this; `null` when it may. For handlers that want more than their route says. */
export const scopeProblem = ({ granted }: FastifyRequest, needed: Scope): Problem | null =>
  granted !== null && suffices(granted, needed)
    ? null
    : problem("scope-too-small", `This wants a token of the scope ${needed}; yours has ${granted ?? "none"}.`);

type Admission =
  | { readonly kind: "known"; readonly visitor: Visitor }
  | { readonly kind: "refused"; readonly problem: Problem };

/** Tells who asks. Whoever brings nothing valid is counted by address. */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  sent: Credentials,
  deps: AccessDependencies,
  limits: RateLimits,
): Promise<Admission> {
  const address = addressOf(request, deps);
  const refused = async (stated: Problem): Promise<Admission> => ({
    kind: "refused",
    problem: (await limits.count(request, reply, address)) ?? stated,
  });
  switch (sent.kind) {
    case "none":
      return refused(tokenRequired);
    case "ambiguous":
      return refused(ambiguous);
    case "unreadable":
      return refused(tokenRefused);
    case "cookie": {
      // Sessions have 256 random bits: no address needs to be kept from guessing, and no open tab locks its owner out.
      const visitor = await visitorOf(deps.db, sent, deps.adminTokenHash, deps.clock.now());
      return visitor ? { kind: "known", visitor } : refused(tokenRequired);
    }
    case "bearer": {
      const guesser = await limits.refuseGuesser(request, reply, address);
      if (guesser) return { kind: "refused", problem: guesser };
      const visitor = await visitorOf(deps.db, sent, deps.adminTokenHash, deps.clock.now());
      if (visitor) return { kind: "known", visitor };
      await limits.noteGuess(request, address);
      return refused(tokenRefused);
    }
  }
}

function refuse(reply: FastifyReply, stated: Problem): FastifyReply {
  if (stated.status === 401) {
    const error = stated === tokenRefused ? ', error="invalid_token"' : "";
    reply.header("www-authenticate", `Bearer realm="viewcurve"${error}`);
  }
  return sendProblem(reply, stated);
}
