import { instant } from "#domain/time.ts";
import { ApiKey } from "#youtube/api-key.ts";
import type { Received } from "#youtube/request.ts";

export const CANARY = "canary_KEY-0123456789";
export const key = ApiKey.parse(CANARY) as ApiKey;

export const received = (status: number, body: unknown, retryAfter: Received["retryAfter"] = null): Received => ({
  kind: "received",
  status,
  retryAfter,
  text: typeof body === "string" ? body : JSON.stringify(body),
  at: instant(0),
  age: null,
});

/** YouTube's own family: no status, a domain of `youtube.*` or `usageLimits`. */
export const legacy = (code: number, reason: string, message: string, domain = "youtube.parameter") => ({
  error: { code, message, errors: [{ message, domain, reason }] },
});

/** The front end's family. */
export const google = (
  code: number,
  reason: string,
  message: string,
  status: string,
  info?: { reason: string; metadata?: Record<string, string> },
  domain = "global",
) => ({
  error: {
    code,
    message,
    errors: [{ message, domain, reason }],
    status,
    ...(info && {
      details: [
        { "@type": "type.googleapis.com/google.rpc.Help", links: [{ description: "x", url: "https://example.org" }] },
        { "@type": "type.googleapis.com/google.rpc.ErrorInfo", domain: "googleapis.com", ...info },
      ],
    }),
  },
});

export const spent = (metric: string, limit: string, unit: string, name = "Search Queries", window = "per day") =>
  google(
    429,
    "rateLimitExceeded",
    `Quota exceeded for quota metric '${name}' and limit '${name} ${window}' of service 'youtube.googleapis.com' for consumer 'project_number:368441505633'.`,
    "RESOURCE_EXHAUSTED",
    {
      reason: "RATE_LIMIT_EXCEEDED",
      metadata: {
        quota_limit: limit,
        quota_unit: unit,
        quota_metric: `youtube.googleapis.com/${metric}`,
        consumer: "projects/368441505633",
        quota_limit_value: "0",
      },
    },
  );
