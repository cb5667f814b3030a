import { type Problem, problem } from "./problem.ts";
import { problemOf, RefusedInput } from "./refusals.ts";

/** What `statement_timeout` ends a query with. */
const QUERY_CANCELED = "57014";

/** SQLSTATE classes and system errors that mean the server is away, starting, stopping or full; never our SQL. */
const DATABASE_AWAY = /^(?:08...|57P..|53...|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/**
 * The problem for anything thrown while a request is answered. What is not recognised is a bug of ours: it is stated
 * without any of its internals.
 */
export function errorProblem(error: unknown): Problem {
  if (error instanceof RefusedInput) return problemOf(error);
  const code = codeOf(error);
  if (code === QUERY_CANCELED) {
    return problem("query-timeout", "The database took too long. Ask for less, or filter more.");
  }
  if (DATABASE_AWAY.test(code)) return problem("database-unavailable", "Try again in a few seconds.");
  switch (code) {
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return problem("unsupported-media-type", "Send the body as application/json, not compressed.");
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return problem("body-too-large", "Send fewer entries at a time.");
    case "FST_ERR_BAD_URL":
      return problem("malformed-request", "The URL is not valid percent-encoded UTF-8.");
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return problem("malformed-request", "The body is not valid JSON in UTF-8.");
    default:
      return refusalOf(error) ?? problem("internal-error", "The fault has been written to the log. Please report it.");
  }
}

/** What Fastify and its plugins refuse carries its status; one below 500 is no fault of ours, by whatever code. */
function refusalOf(error: unknown): Problem | null {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : 500;
  if (status < 400 || status >= 500) return null;
  switch (status) {
    // Whether a path that is forbidden leads to something is nobody's to know.
    case 403:
    case 404:
      return problem("not-found", "There is nothing at this path; /docs lists what there is.");
    case 414:
      return problem("headers-too-large", "The URL is too long.");
    default:
      return problem("malformed-request", "The request cannot be understood.");
  }
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "";
