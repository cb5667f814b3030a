import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { add, type Client, clientOf, search, UNKNOWN } from "./watch-client.ts";

describe("a watch", () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await openTestDatabase("native");
    client = clientOf((await openApi(database.db)).app);
  });
  afterAll(() => database.close());

  const REFUSED: readonly (readonly [string, object, string])[] = [
    ["nothing to search for", { kind: "search", filters: { regionCode: "GB" } }, "/filters"],
    ["an unknown filter", search("a", { filters: { q: "a", duration: "long" } }), "/filters/duration"],
    ["a region of three letters", search("a", { filters: { q: "a", regionCode: "GBR" } }), "/filters/regionCode"],
    [
      "a language by its name",
      search("a", { filters: { q: "a", relevanceLanguage: "English" } }),
      "/filters/relevanceLanguage",
    ],
    [
      "a category by its name",
      search("a", { filters: { q: "a", videoCategoryId: "sports" } }),
      "/filters/videoCategoryId",
    ],
    ["a topic that is none", search("a", { filters: { q: "a", topicId: "sports" } }), "/filters/topicId"],
    ["an event type that is none", search("a", { filters: { q: "a", eventType: "past" } }), "/filters/eventType"],
    ["a channel that is none", search("a", { filters: { channelId: "@handle" } }), "/filters/channelId"],
    ["an order that is none", search("a", { filters: { q: "a", order: "newest" } }), "/filters/order"],
    ["a blank query", search("  "), "/filters/q"],
    ["half a character", search("\ud800"), "/filters/q"],
    ["a cadence without a unit", search("a", { every: "30" }), "/every"],
    ["a cadence below a minute", search("a", { every: "59s" }), "/every"],
    ["a cadence above a month", search("a", { every: "31d" }), "/every"],
    ["bounds that cross", search("a", { everyMin: "2h", everyMax: "1h" }), "/everyMin"],
    ["a share of nothing", search("a", { share: 0 }), "/share"],
    ["a past before the first video", search("a", { since: "9000d" }), "/since"],
    ["a past to come", search("a", { since: "2027-01-01" }), "/since"],
    ["a past that is no date", search("a", { since: "yesterday" }), "/since"],
    ["a chart of a query", { kind: "chart", filters: { regionCode: "DE", q: "a" } }, "/filters/q"],
    ["a chart of the past", { kind: "chart", filters: { regionCode: "DE" }, since: "30d" }, "/since"],
    ["a chart of nowhere", { kind: "chart", filters: {} }, "/filters/regionCode"],
    ["another kind", { kind: "feed", filters: { q: "a" } }, "/kind"],
  ];

  it.each(REFUSED)("cannot be %s: 400 names the place", async (_what, payload, pointer) => {
    const answer = await client.post(payload);
    expect(answer.statusCode, answer.body).toBe(400);
    expect(answer.json().errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it("is edited within the same bounds", async () => {
    const id = await add(client, search("bounds"));
    const pointer = async (payload: object) => {
      const answer = await client.patch(id, payload);
      expect(answer.statusCode, answer.body).toBe(400);
      return answer.json().errors[0].pointer;
    };
    expect(await pointer({ filters: { q: "a", regionCode: "GBR" } })).toBe("/filters/regionCode");
    expect(await pointer({ filters: {} })).toBe("/filters");
    expect(await pointer({ everyMax: "5m" })).toBe("/everyMin");
    expect(await pointer({ since: "30d" })).toBe("/since");
    expect(await pointer({ state: "removed" })).toBe("/state");
    expect((await client.remove(id)).statusCode).toBe(204);
  });

  it("that is not known is 404, and so is a removed one to whoever would change it", async () => {
    const id = await add(client, search("was there"));
    await client.remove(id);
    for (const other of [UNKNOWN, id]) {
      expect((await client.patch(other, { name: "x" })).statusCode).toBe(404);
      expect((await client.remove(other)).statusCode).toBe(404);
    }
    for (const path of ["", "/runs", "/runs.ndjson", "/videos"]) {
      expect((await client.get(`/${UNKNOWN}${path}`)).statusCode, path).toBe(404);
      expect((await client.get(`/short${path}`)).statusCode, path).toBe(400);
    }
  });
});
