import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  discoveryDetail,
  discoveryPage,
  discoveryPreview,
  type FoundChannel,
  foundChannel,
  foundChannelPage,
} from "#api/discoveries/discoveries-contract.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import { estimatePopulation } from "#planning/frontier/population.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { discoveriesOf } from "./discovery-client.ts";
import { ADD_DISCOVERY, ADD_DISCOVERY_EXAMPLES, discoveryExamples } from "./discovery-examples.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, seed } from "./seed.ts";
import { SEEDED_MATCHING, SEEDED_OTHERS, seedDiscovery, seededChannelId } from "./seed-discoveries.ts";

/** Of the form of a discovery's id, and nobody's. */
const UNKNOWN = "AAAAAAAAAAAA";

const wish = (over: object = {}) => ({ budget: { default: 100 }, ...over });

describe("discoveries", () => {
  let database: TestDatabase;
  let seeded: DiscoveryId;
  let client: ReturnType<typeof discoveriesOf>;

  beforeAll(async () => {
    database = await openTestDatabase("pglite");
    await seed(database.db, 40);
    seeded = await seedDiscovery(database.db);
    client = discoveriesOf((await openApi(database.db)).app);
  });
  afterAll(() => database.close());

  /** The id of a discovery that must be addable. */
  async function add(payload: object): Promise<string> {
    const answer = await client.post(payload);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json().id;
  }

  /** Every channel of a list, page by page. */
  async function pagesOf(query: string): Promise<FoundChannel[]> {
    const items: FoundChannel[] = [];
    for (let cursor = ""; ; ) {
      const page = foundChannelPage.parse((await client.get(`/${seeded}/channels?${query}&limit=7${cursor}`)).json());
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = `&cursor=${page.next}`;
    }
  }

  it("answer as docs/api shows", async () => {
    const example = async (name: string) =>
      JSON.parse(await readFile(new URL(`../../docs/api/${name}`, import.meta.url), "utf8"));
    for (const [name, url] of Object.entries(discoveryExamples(seeded))) {
      expect((await client.get(url.replace("/api/v1/discoveries", ""))).json(), name).toEqual(await example(name));
    }
    for (const [name, query] of Object.entries(ADD_DISCOVERY_EXAMPLES).toReversed()) {
      const answer = (await client.post(ADD_DISCOVERY, query)).json();
      expect({ request: ADD_DISCOVERY, answer }, name).toEqual(await example(name));
      if (query === "") expect((await client.remove(answer.id, "?purge=true")).statusCode).toBe(204);
    }
  });

  it("tell what was spent, what each source brought, and how many channels may match, with an interval", async () => {
    const discovery = discoveryDetail.parse((await client.get(`/${seeded}`)).json());
    expect(discovery).toMatchObject({
      spent: { today: { default: 40, search: 1 }, total: { default: 240, search: 6 } },
      found: 52,
      matching: SEEDED_MATCHING,
      perUnit: { value: 39 / 240, n: 240, reason: null },
      describing: { described: SEEDED_MATCHING + 8, waiting: 5 },
      resting: "floor",
      why: expect.stringContaining("New charts"),
      expected: { perUnit: 0.008, n: 240, reason: null },
    });
    expect(discovery.bySource.find(({ source }) => source === "subscriptions")).toEqual({
      source: "subscriptions",
      bucket: "default",
      pages: 150,
      refused: 90,
      open: 2,
      shown: 2400,
      found: 14,
      matching: 12,
      perUnit: { value: 0.08, n: 150, reason: null, derived: true },
    });
    expect(discovery.bySource.find(({ source }) => source === "uploads")).toMatchObject({
      pages: 0,
      perUnit: { value: null, n: 0, reason: "nothingSpent" },
    });
    const channels = await pagesOf("matching=true");
    const estimate = estimatePopulation(
      channels.map((one) => ({ pages: one.timesShown, subscribers: one.subscribers })),
    );
    expect(discovery.population).toMatchObject({
      ...{ channels: estimate?.channels, low: estimate?.low, high: estimate?.high },
      ...{ n: SEEDED_MATCHING, reason: null, derived: true, foundShare: SEEDED_MATCHING / (estimate?.channels ?? 0) },
    });
    expect(discovery.population.foundShareLow).toBeLessThan(discovery.population.foundShare ?? 0);
  });

  it("that have found nothing yet say so instead of numbers", async () => {
    const id = await add(wish());
    expect(discoveryDetail.parse((await client.get(`/${id}`)).json())).toMatchObject({
      name: "Any channel",
      sources: ["chart", "subscriptions", "featured", "commenters", "uploads"],
      population: { channels: null, low: null, high: null, foundShare: null, n: 0, reason: "tooFewChannels" },
      perUnit: { value: null, n: 0, reason: "nothingSpent" },
      expected: { perUnit: null, reason: "nothingSpent" },
      why: "It begins as soon as a collector runs that has units for it.",
    });
    await client.remove(id);
  });

  it("that do not fit into what all projects have are refused with the numbers, also beside each other", async () => {
    const refused = await client.post(wish({ budget: { default: 12_000 } }));
    expect([refused.statusCode, refused.json().type]).toEqual([409, "/problems/over-quota"]);
    expect(refused.json().detail).toBe(
      "12,000 units a day do not fit: all usable projects have 10,000, of which other discoveries may spend 200. Up to 9,800 would fit.",
    );
    const most = await add(wish({ budget: { default: 9_800, search: 95 } }));
    expect((await client.post(wish(), "?dryRun=true")).json().detail).toContain("Pause another discovery");
    expect((await client.patch(seeded, { budget: { search: 6 } })).json().detail).toContain(
      "6 searches a day do not fit",
    );
    // A paused one is promised nothing, until it goes on.
    expect((await client.patch(most, { state: "paused" })).statusCode).toBe(200);
    const other = await add(wish({ budget: { default: 5_000 } }));
    expect((await client.patch(most, { name: "renamed" })).statusCode).toBe(200);
    expect((await client.patch(most, { state: "active" })).json().type).toBe("/problems/over-quota");
    for (const id of [most, other]) expect((await client.remove(id)).statusCode).toBe(204);
    const both = await Promise.all([6_000, 6_000].map((units) => client.post(wish({ budget: { default: units } }))));
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409]);
    for (const answer of both) if (answer.statusCode === 201) await client.remove(answer.json().id);
  });

  it("say what they may spend, and store nothing, on a dry run", async () => {
    const before = discoveryPage.parse((await client.get("")).json()).items.length;
    const answer = await client.post(wish({ budget: { default: 1_000, search: 10 } }), "?dryRun=true");
    expect(answer.statusCode).toBe(200);
    expect(discoveryPreview.parse(answer.json()).cost).toEqual({
      default: { perDay: 1_000, limit: 10_000, promised: 200, shareOfBucket: 0.1, derived: true },
      search: { perDay: 10, limit: 100, promised: 5, shareOfBucket: 0.1, derived: true },
    });
    expect((await client.get("")).json().items).toHaveLength(before);
  });

  it("are changed, paused, resumed and removed; what is left out stays, and what was found does", async () => {
    const id = await add(wish({ terms: ["a"], budget: { default: 100, search: 1 }, until: 10 }));
    const change = {
      name: "b",
      budget: { search: 2 },
      until: null,
      terms: ["c"],
      onFound: { kind: "track", weight: 2 },
    };
    const { version } = (await client.get(`/${id}`)).json();
    expect((await client.patch(id, { ...change, version })).json()).toMatchObject({
      name: "b",
      budget: { default: 100, search: 2 },
      until: null,
      terms: ["a", "c"],
      onFound: { kind: "track", weight: 2 },
      floor: 0.01,
    });
    expect((await client.patch(id, { floor: 0.2, version })).json().type).toBe("/problems/stale-version");
    expect((await client.patch(id, { state: "paused" })).json()).toMatchObject({ state: "paused", resting: null });
    expect((await client.patch(id, { state: "active" })).json().why).toContain("It begins");
    expect((await client.remove(id)).statusCode).toBe(204);
    for (const again of [await client.remove(id), await client.patch(id, { name: "x" })])
      expect(again.statusCode).toBe(404);
    expect((await client.get(`/${id}`)).json()).toMatchObject({ state: "removed", name: "b" });
    expect((await client.get("")).json().items.map((item: { id: string }) => item.id)).toEqual([seeded]);
    expect((await client.get("?state=removed")).json().items.length).toBeGreaterThan(0);
  });

  it("list what they found, each channel once, the best first, and what does not match when it is asked for", async () => {
    const best = await pagesOf("matching=true");
    expect(new Set(best.map(({ id }) => id)).size).toBe(SEEDED_MATCHING);
    expect(best.map(({ timesShown }) => timesShown)).toEqual(
      best.map(({ timesShown }) => timesShown).toSorted((a, b) => b - a),
    );
    expect(best[0]).toMatchObject({ id: seededChannelId(0), foundBy: "seed", matches: true, misses: [] });
    const all = await pagesOf("matching=all&sort=-settledAt");
    expect(all).toHaveLength(SEEDED_MATCHING + SEEDED_OTHERS);
    expect(all.filter(({ matches }) => matches === false).every(({ misses }) => misses[0] === "size")).toBe(true);
    // No handle is a channel before somebody asked whose it is; what waits has no title.
    expect(all.at(-1)).toMatchObject({ matches: null, title: null, settledAt: null });
  });

  it.each([
    ["tracked=true", [CHANNELS[0]]],
    ["subscribersMin=27000", [38, 39].map(seededChannelId)],
    ["subscribersMax=2000&country=DE", [seededChannelId(0)]],
    ["category=28&subscribersMax=4000", [0, 4].map(seededChannelId)],
    ["source=seed", [seededChannelId(0)]],
    ["language=fr", []],
  ])("give of them what a filter means: %s", async (query, ids) => {
    expect((await pagesOf(query)).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it("give all of a list as CSV and NDJSON, and run no formula of a stranger's title", async () => {
    const listed = await pagesOf("matching=all&sort=title");
    const ndjson = await client.get(`/${seeded}/channels.ndjson?matching=all&sort=title`);
    const lines = ndjson.body.trim().split("\n");
    expect(lines.map((line) => foundChannel.parse(JSON.parse(line)))).toEqual(listed);
    const csv = await client.get(`/${seeded}/channels.csv`);
    expect(csv.headers["content-type"]).toContain("text/csv");
    expect(csv.body.split("\r\n")[0]).toBe(Object.keys(foundChannel.shape).join(","));
    expect(csv.body).toContain(`,"'=HYPERLINK(""http://x"")",'@kanal20,`);
    expect(csv.body.trim().split("\r\n")).toHaveLength(SEEDED_MATCHING + 1);
  });

  it("refuse parameters that mean nothing, changes of what stays, and ids of nobody", async () => {
    for (const query of ["subscribersMin=2&subscribersMax=1", "sort=best", "matching=no", "category=3", "page=2"]) {
      expect((await client.get(`/${seeded}/channels?${query}`)).statusCode, query).toBe(400);
    }
    expect((await client.get(`/${seeded}/channels.csv?limit=5`)).statusCode).toBe(400);
    for (const change of [
      {},
      { filters: {} },
      { state: "removed" },
      { sources: ["chart"] },
      { budget: { default: 0 } },
    ]) {
      expect((await client.patch(seeded, change)).statusCode, JSON.stringify(change)).toBe(400);
    }
    for (const path of ["", "/channels", "/channels.csv", "/channels.ndjson"]) {
      expect((await client.get(`/${UNKNOWN}${path}`)).statusCode, path).toBe(404);
      expect((await client.get(`/short${path}`)).statusCode, path).toBe(400);
    }
    expect((await client.remove(UNKNOWN)).statusCode).toBe(404);
  });

  it("keep what they found when they are removed, and lose it when they are purged", async () => {
    expect((await client.remove(seeded)).statusCode).toBe(204);
    expect(await pagesOf("")).toHaveLength(SEEDED_MATCHING);
    expect((await client.remove(seeded, "?purge=true")).statusCode).toBe(204);
    expect(await pagesOf("matching=all")).toEqual([]);
  });
});
