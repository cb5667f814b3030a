import type { Bucket } from "#domain/quota.ts";
import type { ErrorBody } from "./error-body.ts";

const QUOTA_REASONS = new Set([
  "quotaExceeded",
  "dailyLimitExceeded",
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "RATE_LIMIT_EXCEEDED",
  "RESOURCE_QUOTA_EXCEEDED",
]);

/**
 * Which limit was exceeded, when the error is about one: the day's units, or the calls of a short time. A spent
 * search bucket says `rateLimitExceeded` with 429 like a true rate limit, and only `quota_unit`, the limit's name or
 * the message tells (docs/youtube-api.md); the legacy reasons come last, because they tell the two apart only where nothing
 * else is said.
 */
export function exceededLimit(httpStatus: number, body: ErrorBody): "day" | "moment" | null {
  const reasons = [...body.reasons, ...body.detailReasons];
  const isQuota =
    httpStatus === 429 || body.status === "RESOURCE_EXHAUSTED" || reasons.some((reason) => QUOTA_REASONS.has(reason));
  if (!isQuota) return null;
  const unit = body.metadata["quota_unit"] ?? "";
  const limit = body.metadata["quota_limit"] ?? "";
  if (/\/d\b/.test(unit) || /PerDay/i.test(limit)) return "day";
  if (/\/(min|s|100s)\b/.test(unit) || /Per(Minute|Second|100Seconds)/i.test(limit)) return "moment";
  if (/\bper day\b/i.test(body.message)) return "day";
  if (/\bper (minute|second|\d+ seconds)\b/i.test(body.message)) return "moment";
  return reasons.includes("quotaExceeded") || reasons.includes("dailyLimitExceeded") ? "day" : "moment";
}

/** The bucket that the error names by its metric; the one the call draws from when it names none we know. */
export function exceededBucket(body: ErrorBody, bucketOfCall: Bucket): Bucket {
  const metric = body.metadata["quota_metric"] ?? /quota metric '([^']*)'/i.exec(body.message)?.[1] ?? "";
  if (/search/i.test(metric)) return "search";
  if (/\/default$|^queries$/i.test(metric)) return "default";
  return bucketOfCall;
}
