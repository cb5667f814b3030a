import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/reply.ts";
import { classify } from "#youtube/classify.ts";
import { CANARY, google, key, legacy, received } from "./error-answers.ts";

const UNREGISTERED =
  "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.";
const DISABLED =
  "YouTube Data API v3 has not been used in project 1080266325902 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/youtube.googleapis.com/overview?project=1080266325902 then retry.";
const CONSUMER = { service: "youtube.googleapis.com", consumer: "projects/1080266325902" };

describe("an error about the key or its project sets only the key aside:", () => {
  it.each<[string, number, unknown, Partial<Failure>]>([
    [
      "a bad key",
      400,
      google(400, "badRequest", "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT", {
        reason: "API_KEY_INVALID",
      }),
      { kind: "keyRefused", reason: "API_KEY_INVALID" },
    ],
    [
      "an expired key",
      400,
      google(400, "badRequest", "API key expired. Please renew the API key.", "INVALID_ARGUMENT", {
        reason: "API_KEY_INVALID",
      }),
      { kind: "keyRefused", reason: "API_KEY_INVALID", detail: "400 API key expired. Please renew the API key." },
    ],
    [
      "an expired key without details",
      400,
      google(400, "badRequest", "API key expired. Please renew the API key.", "INVALID_ARGUMENT"),
      { kind: "keyRefused", reason: "badRequest" },
    ],
    [
      "a bad key of 2019",
      400,
      legacy(400, "keyInvalid", "Bad Request", "usageLimits"),
      { kind: "keyRefused", reason: "keyInvalid" },
    ],
    [
      "no key",
      403,
      google(403, "forbidden", UNREGISTERED, "PERMISSION_DENIED"),
      { kind: "keyRefused", reason: "forbidden" },
    ],
    [
      "no key, as worded in 2023",
      403,
      google(403, "forbidden", "The request is missing a valid API key.", "PERMISSION_DENIED"),
      { kind: "keyRefused" },
    ],
    [
      "no key, counted as unregistered",
      403,
      legacy(
        403,
        "dailyLimitExceededUnreg",
        "Daily Limit for Unauthenticated Use Exceeded. Continued use requires signup.",
        "usageLimits",
      ),
      { kind: "keyRefused", reason: "dailyLimitExceededUnreg" },
    ],
    [
      "an API that is not enabled",
      403,
      google(
        403,
        "accessNotConfigured",
        DISABLED,
        "PERMISSION_DENIED",
        { reason: "SERVICE_DISABLED", metadata: CONSUMER },
        "usageLimits",
      ),
      { kind: "keyRefused", reason: "SERVICE_DISABLED", consumer: "projects/1080266325902" },
    ],
    [
      "an API that is not enabled, without details",
      403,
      legacy(403, "accessNotConfigured", DISABLED, "usageLimits"),
      { kind: "keyRefused", reason: "accessNotConfigured", consumer: "projects/1080266325902" },
    ],
    [
      "a key for other APIs",
      403,
      google(
        403,
        "forbidden",
        "Requests to this API youtube method youtube.api.v3.V3DataSearchService.List are blocked.",
        "PERMISSION_DENIED",
        { reason: "API_KEY_SERVICE_BLOCKED", metadata: CONSUMER },
      ),
      { kind: "keyRefused", reason: "API_KEY_SERVICE_BLOCKED" },
    ],
    [
      "a key for other APIs, without details",
      403,
      google(
        403,
        "forbidden",
        "Requests to this API youtube method youtube.api.v3.V3DataSearchService.List are blocked.",
        "PERMISSION_DENIED",
      ),
      { kind: "keyRefused", reason: "forbidden" },
    ],
    [
      "a key for other referrers",
      403,
      google(403, "forbidden", "Requests from referer <empty> are blocked.", "PERMISSION_DENIED", {
        reason: "API_KEY_HTTP_REFERRER_BLOCKED",
      }),
      { kind: "keyRefused", reason: "API_KEY_HTTP_REFERRER_BLOCKED" },
    ],
    [
      "a key for other addresses",
      403,
      google(403, "forbidden", "The provided API key has an IP address restriction.", "PERMISSION_DENIED", {
        reason: "API_KEY_IP_ADDRESS_BLOCKED",
      }),
      { kind: "keyRefused", reason: "API_KEY_IP_ADDRESS_BLOCKED" },
    ],
    [
      "a key for other addresses, of 2019",
      403,
      legacy(
        403,
        "ipRefererBlocked",
        "There is a per-IP or per-Referer restriction configured on your key.",
        "usageLimits",
      ),
      { kind: "keyRefused", reason: "ipRefererBlocked" },
    ],
    [
      "a suspended project",
      403,
      google(
        403,
        "forbidden",
        `Permission denied: Consumer 'api_key:${CANARY}' has been suspended.`,
        "PERMISSION_DENIED",
        { reason: "CONSUMER_SUSPENDED", metadata: { consumer: "projects/55555" } },
      ),
      {
        kind: "keyRefused",
        reason: "CONSUMER_SUSPENDED",
        consumer: "projects/55555",
        detail: "403 Permission denied: Consumer 'api_key:[key]' has been suspended.",
      },
    ],
    [
      "a suspended project that is named by its number",
      403,
      google(
        403,
        "forbidden",
        "Permission denied: Consumer 'project_number:55555' has been suspended.",
        "PERMISSION_DENIED",
      ),
      { kind: "keyRefused", consumer: "projects/55555" },
    ],
    [
      "a suspended project that only the message tells",
      403,
      google(
        403,
        "forbidden",
        `Permission denied: Consumer 'api_key:${CANARY}' has been suspended.`,
        "PERMISSION_DENIED",
      ),
      { kind: "keyRefused", consumer: null },
    ],
    [
      "a call that wants a login",
      401,
      google(401, "required", "Login Required.", "UNAUTHENTICATED"),
      { kind: "keyRefused", reason: "required" },
    ],
  ])("%s", (_, status, body, expected) => {
    expect(classify(received(status, body), "batch", key)).toMatchObject(expected);
  });
});
