import type { FastifyReply } from "fastify";

/**
 * Every problem an answer can state (RFC 9457). The names are stable: clients switch on `type`, which is
 * `/problems/NAME`; titles and details are for people.
 */
const PROBLEMS = {
  "unknown-parameter": { status: 400, title: "A parameter is not known here" },
  "invalid-parameter": { status: 400, title: "A parameter has a value that cannot be used" },
  "invalid-body": { status: 400, title: "The body cannot be used" },
  "malformed-request": { status: 400, title: "The request is malformed" },
  "token-required": { status: 401, title: "A token is required" },
  "token-refused": { status: 401, title: "The token is not valid" },
  "login-refused": { status: 401, title: "The login link is not valid" },
  "scope-too-small": { status: 403, title: "The token may not do this" },
  "cross-site": { status: 403, title: "The request comes from another site's page" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "The resource does not take this method" },
  conflict: { status: 409, title: "It contradicts what is there" },
  "acknowledgement-needed": { status: 409, title: "It has to be acknowledged first" },
  "already-there": { status: 409, title: "It is there already" },
  "key-paused": { status: 409, title: "The key is paused" },
  "other-secret": { status: 409, title: "The keys are sealed by another secret" },
  "project-has-keys": { status: 409, title: "The project has keys" },
  "request-timeout": { status: 408, title: "The request took too long to arrive" },
  "already-watched": { status: 409, title: "The same is watched already" },
  "too-many-exports": { status: 409, title: "Too many exports wait" },
  "over-quota": { status: 409, title: "The quota does not suffice" },
  "stale-version": { status: 409, title: "Somebody else has changed it meanwhile" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body must be application/json" },
  "foreign-host": { status: 421, title: "This server does not answer for that host" },
  "headers-too-large": { status: 431, title: "The URL and headers are too large" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "internal-error": { status: 500, title: "A fault of Viewcurve" },
  "too-many-listeners": { status: 503, title: "Too many listen to events" },
  "insight-pending": { status: 503, title: "It is being made" },
  "query-timeout": { status: 503, title: "The question took too long to answer" },
  "database-unavailable": { status: 503, title: "The database cannot be reached" },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

/** What is wrong with one input: a parameter by its name, or a place in the body by its JSON pointer. */
export interface InputError {
  readonly parameter?: string;
  readonly pointer?: string;
  readonly message: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly InputError[];
}

export function problem(name: ProblemName, detail: string, errors?: readonly InputError[]): Problem {
  const { status, title } = PROBLEMS[name];
  return { type: `/problems/${name}`, title, status, detail, ...(errors && { errors }) };
}

/** The HTTP status of a problem. */
export const statusOf = (name: ProblemName): number => PROBLEMS[name].status;

/** Answers with a problem; nothing of it may be kept by a cache. */
export function sendProblem(reply: FastifyReply, stated: Problem): FastifyReply {
  return reply
    .code(stated.status)
    .header("cache-control", "no-store")
    .type("application/problem+json; charset=utf-8")
    .serializer(JSON.stringify)
    .send(stated);
}
