import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/reply.ts";
import { classify } from "#youtube/classify.ts";
import { google, key, legacy, received, spent } from "./error-answers.ts";

const QUOTA =
  'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.';

describe("an error about quota: the day's units are told from a short rate limit by", () => {
  it.each<[string, number, unknown, Partial<Failure>]>([
    [
      "a spent default bucket (403)",
      403,
      legacy(403, "quotaExceeded", QUOTA, "youtube.quota"),
      { kind: "quotaSpent", bucket: "batch", consumer: null },
    ],
    [
      "a spent search bucket (429)",
      429,
      spent("search_list", "defaultSearchListPerDayPerProject", "1/d/{project}"),
      { kind: "quotaSpent", bucket: "search", consumer: "projects/368441505633" },
    ],
    [
      "a spent default bucket (429)",
      429,
      spent("default", "defaultPerDayPerProject", "1/d/{project}", "Queries"),
      { kind: "quotaSpent", bucket: "default" },
    ],
    [
      "a spent batch bucket (429)",
      429,
      spent("video_batch_get_stats", "x", "1/d/{project}", "Batch"),
      { kind: "quotaSpent", bucket: "batch" },
    ],
    [
      "a spent bucket told by the limit's name only",
      429,
      spent("search_list", "defaultSearchListPerDayPerProject", "", "Search Queries", ""),
      { kind: "quotaSpent", bucket: "search" },
    ],
    [
      "a spent bucket told by the unit only",
      429,
      spent("search_list", "x", "1/d/{project}", "Search Queries", ""),
      { kind: "quotaSpent", bucket: "search" },
    ],
    [
      "a spent bucket told by the message only",
      429,
      google(
        429,
        "rateLimitExceeded",
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service 'youtube.googleapis.com' for consumer 'project_number:12345'.",
        "RESOURCE_EXHAUSTED",
      ),
      { kind: "quotaSpent", bucket: "default", consumer: "projects/12345" },
    ],
    [
      "the daily limit of 2019",
      403,
      legacy(
        403,
        "dailyLimitExceeded",
        "Daily Limit Exceeded. The quota will be reset at midnight Pacific Time (PT). You may monitor your quota usage in https://console.developers.google.com/apis/api/youtube.googleapis.com/quotas?project=12345",
        "usageLimits",
      ),
      { kind: "quotaSpent", bucket: "batch", consumer: "projects/12345" },
    ],
    [
      "a per-minute limit (429)",
      429,
      spent("default", "defaultPerMinutePerProject", "1/min/{project}", "Queries", "per minute"),
      { kind: "rateLimited", retryAfter: null },
    ],
    [
      "a per-minute limit told by the message only",
      429,
      google(
        429,
        "rateLimitExceeded",
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'youtube.googleapis.com' for consumer 'project_number:1'.",
        "RESOURCE_EXHAUSTED",
      ),
      { kind: "rateLimited" },
    ],
    [
      "a per-minute limit told as quotaExceeded",
      403,
      legacy(403, "quotaExceeded", "Quota exceeded: Queries per minute per user", "youtube.quota"),
      { kind: "rateLimited" },
    ],
    [
      "an exhausted resource",
      429,
      google(429, "rateLimitExceeded", "Resource has been exhausted (e.g. check quota).", "RESOURCE_EXHAUSTED"),
      { kind: "rateLimited" },
    ],
    [
      "a rate limit of 2019",
      403,
      legacy(403, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits"),
      { kind: "rateLimited" },
    ],
    [
      "a user's rate limit of 2019",
      403,
      legacy(403, "userRateLimitExceeded", "User Rate Limit Exceeded", "usageLimits"),
      { kind: "rateLimited" },
    ],
    ["429 as HTML", 429, "<html><body>Too many</body></html>", { kind: "rateLimited", detail: "429 Too many" }],
  ])("%s", (_, status, body, expected) => {
    expect(classify(received(status, body), "batch", key)).toMatchObject(expected);
  });
});
