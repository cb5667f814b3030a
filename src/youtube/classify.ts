import type { Bucket } from "#domain/quota.ts";
import type { Failure } from "#domain/reply.ts";
import type { ApiKey } from "./api-key.ts";
import { type ErrorBody, readErrorBody } from "./error-body.ts";
import { consumerOf, keyRefusal } from "./key-error.ts";
import { plainText } from "./plain-text.ts";
import { exceededBucket, exceededLimit } from "./quota-error.ts";
import type { Received } from "./request.ts";

/** Statuses that may pass by themselves: timeouts, aborted transactions, too early. */
const PASSING = new Set([408, 409, 421, 425]);

/** Statuses of HTML pages and empty bodies that are about the way here (a proxy, a login page), not about the call. */
const OF_THE_WAY = new Set([401, 402, 403, 407, 451]);

/** How a call to the Data API failed, from an answer whose status is not 2xx (docs/youtube-api.md). */
export function classify(received: Received, bucket: Bucket, key: ApiKey): Failure {
  const { status, retryAfter, text } = received;
  const body = readErrorBody(text);
  const detail = plainText(`${status} ${body ? body.message : text}`, key);
  // Redirects are not followed: a key must not travel to where an answer points.
  if (status < 400 || status >= 500 || PASSING.has(status)) return { kind: "unavailable", retryAfter, detail };
  if (body) return classifyBody(body, received, bucket, detail);
  if (status === 429) return { kind: "rateLimited", retryAfter, detail };
  if (OF_THE_WAY.has(status)) return { kind: "unavailable", retryAfter, detail };
  // Google's front end answers a method it does not know with an HTML page.
  return { kind: "refused", status, reason: `http${status}`, detail };
}

function classifyBody(body: ErrorBody, { status, retryAfter }: Received, bucket: Bucket, detail: string): Failure {
  const limit = exceededLimit(status, body);
  if (limit === "day") {
    return { kind: "quotaSpent", bucket: exceededBucket(body, bucket), consumer: consumerOf(body), detail };
  }
  if (limit === "moment") return { kind: "rateLimited", retryAfter, detail };
  const refusal = keyRefusal(status, body);
  if (refusal) return { kind: "keyRefused", reason: refusal, consumer: consumerOf(body), detail };
  const reason = body.reasons[0] ?? body.detailReasons[0] ?? body.status ?? `http${status}`;
  return { kind: "refused", status, reason, detail };
}

/**
 * How a feed failed. 403 and 429 are blocks of our address (for hours, and without `Retry-After`); a 404 proves
 * nothing, because all feeds give it for hours on most days (docs/youtube-api.md).
 */
export function classifyFeed({ status, retryAfter, text }: Received): Failure {
  const detail = plainText(`${status} ${text}`, null);
  if (status === 403 || status === 429) return { kind: "rateLimited", retryAfter, detail };
  if (status < 400 || status >= 500 || PASSING.has(status)) return { kind: "unavailable", retryAfter, detail };
  return { kind: "refused", status, reason: `http${status}`, detail };
}
