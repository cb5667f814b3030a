import type { ErrorBody } from "./error-body.ts";

/** Reasons that speak of the key or its project and not of the request: Google's ErrorInfo names, then the legacy ones. */
const KEY_REASONS = new Set([
  "API_KEY_INVALID",
  "API_KEY_SERVICE_BLOCKED",
  "API_KEY_HTTP_REFERRER_BLOCKED",
  "API_KEY_IP_ADDRESS_BLOCKED",
  "API_KEY_ANDROID_APP_BLOCKED",
  "API_KEY_IOS_APP_BLOCKED",
  "BILLING_DISABLED",
  "CONSUMER_INVALID",
  "CONSUMER_SUSPENDED",
  "CREDENTIALS_MISSING",
  "SERVICE_DISABLED",
  "SERVICE_NOT_VISIBLE",
  "USER_PROJECT_DENIED",
  "keyInvalid",
  "keyExpired",
  "accessNotConfigured",
  "ipRefererBlocked",
  "dailyLimitExceededUnreg",
  "userRateLimitExceededUnreg",
]);

/**
 * What the message says when no reason is told. A bare `forbidden` is not enough: it may mean the one method or
 * playlist, and setting the key aside for that would stop everything.
 */
const KEY_MESSAGE =
  /\bAPI[ _]key\b|has been suspended|has not been used in project|requests (to|from) .* (is|are) blocked/i;

/** Why the key or its project may not call, in YouTube's own word; `null` when the error is not about them. */
export function keyRefusal(httpStatus: number, body: ErrorBody): string | null {
  if (httpStatus !== 400 && httpStatus !== 401 && httpStatus !== 403) return null;
  // The newer names are the more telling: for a bad key the legacy reason is just `badRequest`.
  const named = [...body.detailReasons, ...body.reasons].find((reason) => KEY_REASONS.has(reason));
  if (named) return named;
  if (httpStatus !== 401 && !KEY_MESSAGE.test(body.message)) return null;
  return body.detailReasons[0] ?? body.reasons[0] ?? body.status ?? `http${httpStatus}`;
}

/**
 * Google's name of the project a key belongs to, `projects/NUMBER`, where an error tells it. The other form of a
 * consumer, `api_key:…`, is a secret and no name.
 */
export function consumerOf(body: ErrorBody): string | null {
  const told = `${body.metadata["consumer"] ?? ""} ${body.message}`;
  const number = /\b(?:projects\/|project_number:|project[= ])(\d{1,20})\b/.exec(told)?.[1];
  return number === undefined ? null : `projects/${number}`;
}
