import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/reply.ts";
import { seconds } from "#domain/time.ts";
import { classify, classifyFeed } from "#youtube/classify.ts";
import { CANARY, google, key, legacy, received } from "./error-answers.ts";

describe("an error of the Data API", () => {
  it.each<[string, number, unknown, Partial<Failure>]>([
    [
      "a scope the key cannot have",
      403,
      google(403, "insufficientPermissions", "Request had insufficient authentication scopes.", "PERMISSION_DENIED", {
        reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
      }),
      { kind: "refused", status: 403, reason: "insufficientPermissions" },
    ],
    [
      "a method that this project may not use",
      403,
      google(403, "forbidden", "The caller does not have permission", "PERMISSION_DENIED"),
      { kind: "refused", status: 403, reason: "forbidden" },
    ],
    [
      "403 with YouTube's own unavailable",
      403,
      google(
        403,
        "SERVICE_UNAVAILABLE",
        "The caller does not have permission",
        "PERMISSION_DENIED",
        undefined,
        "youtube.CoreErrorDomain",
      ),
      { kind: "refused", reason: "SERVICE_UNAVAILABLE" },
    ],
    [
      "an unknown playlist",
      404,
      legacy(
        404,
        "playlistNotFound",
        "The playlist identified with the request's <code>playlistId</code> parameter cannot be found.",
        "youtube.playlistItem",
      ),
      {
        kind: "refused",
        status: 404,
        reason: "playlistNotFound",
        detail: "404 The playlist identified with the request's playlistId parameter cannot be found.",
      },
    ],
    [
      "a private playlist",
      403,
      legacy(403, "playlistItemsNotAccessible", "The request is not properly authorized.", "youtube.playlistItem"),
      { kind: "refused", status: 403, reason: "playlistItemsNotAccessible" },
    ],
    [
      "a bad page token",
      400,
      legacy(400, "invalidPageToken", "The request specifies an invalid page token."),
      { kind: "refused", status: 400, reason: "invalidPageToken" },
    ],
    [
      "too many ids",
      400,
      legacy(400, "invalidFilters", "The request specifies an invalid filter parameter."),
      { kind: "refused", reason: "invalidFilters" },
    ],
    [
      "no filter",
      400,
      legacy(400, "missingRequiredParameter", "No filter selected. Expected one of: forUsername, id"),
      { kind: "refused", reason: "missingRequiredParameter" },
    ],
    [
      "an unknown part",
      400,
      legacy(400, "unknownPart", "'statistic'", "youtube.part"),
      { kind: "refused", reason: "unknownPart" },
    ],
    [
      "an invalid argument",
      400,
      google(400, "badRequest", "Request contains an invalid argument.", "INVALID_ARGUMENT"),
      { kind: "refused", reason: "badRequest" },
    ],
    [
      "an invalid search filter",
      400,
      legacy(400, "invalidSearchFilter", "The request contains an invalid combination.", "youtube.search"),
      { kind: "refused", reason: "invalidSearchFilter" },
    ],
    [
      "an unknown method",
      404,
      "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>",
      { kind: "refused", status: 404, reason: "http404" },
    ],
    [
      "an error without reasons",
      400,
      { error: "error message" },
      { kind: "refused", reason: "http400", detail: "400 error message" },
    ],
    ["a proxy's login page", 403, "<html>Please log in</html>", { kind: "unavailable" }],
    ["truncated JSON with 403", 403, '{"error":{"code":403,"mess', { kind: "unavailable" }],
    ["a server fault", 500, google(500, "backendError", "Backend Error", "INTERNAL"), { kind: "unavailable" }],
    [
      "an unavailable server",
      503,
      google(503, "backendError", "The service is currently unavailable.", "UNAVAILABLE"),
      { kind: "unavailable", detail: "503 The service is currently unavailable." },
    ],
    [
      "a bad gateway as HTML",
      502,
      "<html><body>Bad Gateway</body></html>",
      { kind: "unavailable", detail: "502 Bad Gateway" },
    ],
    [
      "an aborted transaction",
      409,
      google(409, "SERVICE_UNAVAILABLE", "The operation was aborted.", "ABORTED", undefined, "youtube.CoreErrorDomain"),
      { kind: "unavailable" },
    ],
    ["a redirect", 302, "", { kind: "unavailable" }],
  ])("%s", (_, status, body, expected) => {
    expect(classify(received(status, body), "batch", key)).toMatchObject(expected);
  });

  it("passes on how long YouTube asks us to wait", () => {
    const wait = seconds(120);
    expect(classify(received(503, "", wait), "default", key)).toMatchObject({ retryAfter: wait });
    expect(classify(received(429, "", wait), "default", key)).toMatchObject({ retryAfter: wait });
  });

  it("never repeats the key, whatever the body says where", () => {
    const field = fc.constantFrom(CANARY, `key=${CANARY}`, `projects/${CANARY}`, `projects/123456 ${CANARY}`);
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.array(field, { minLength: 6, maxLength: 6 }),
        (status, texts) => {
          const [message = "", reason = "", state = "", info = "", consumer = "", unit = ""] = texts;
          const body = google(status, reason, message, state, {
            reason: info,
            metadata: { consumer, quota_unit: unit },
          });
          expect(JSON.stringify(classify(received(status, body), "default", key))).not.toContain("canary");
        },
      ),
    );
  });

  it("is always one of the failures, whatever the body is", () => {
    const envelope = fc.record({
      error: fc.oneof(
        fc.jsonValue(),
        fc.record({ message: fc.jsonValue(), errors: fc.jsonValue(), details: fc.jsonValue() }),
      ),
    });
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), fc.oneof(fc.string(), fc.json(), envelope), (status, body) => {
        expect(classify(received(status, body), "default", key).kind).toMatch(
          /^(quotaSpent|keyRefused|rateLimited|unavailable|refused)$/,
        );
      }),
    );
  });
});

describe("an error of a feed", () => {
  it.each<[number, Partial<Failure>]>([
    [403, { kind: "rateLimited" }],
    [429, { kind: "rateLimited" }],
    [404, { kind: "refused", status: 404, reason: "http404" }],
    [500, { kind: "unavailable" }],
    [302, { kind: "unavailable" }],
  ])("%i", (status, expected) => {
    expect(classifyFeed(received(status, "<html>x</html>"))).toMatchObject(expected);
  });
});
