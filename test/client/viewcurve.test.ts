import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { VideoItem } from "#api/contract.ts";
import type { FoundChannel } from "#api/discoveries/discoveries-contract.ts";
import { ProblemError } from "#client/problem-error.ts";
import { type Viewcurve, viewcurve } from "#client/viewcurve.ts";
import { ADMIN_TOKEN, openApi } from "../api/open-api.ts";
import { CHANNELS, RICH_VIDEO, seed } from "../api/seed.ts";
import { SEEDED_MATCHING, seedDiscovery } from "../api/seed-discoveries.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";

/** What the client calls the operations of each method; what is no JSON is downloaded. */
const METHODS = {
  Reads: "get",
  Posts: "post",
  Puts: "put",
  Patches: "patch",
  Deletes: "delete",
  Downloads: "get",
};

let database: TestDatabase;
let app: Api;
let url: string;
let reader: Viewcurve;
let admin: Viewcurve;

beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 60);
  ({ app } = await openApi(database.db));
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  reader = viewcurve(url);
  admin = viewcurve(`${url}/`, { token: ADMIN_TOKEN });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const collected = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe("the client", () => {
  it("meets every item of a list once, page by page, and an export's lines are the same", async () => {
    const query = { sort: "-publishedAt", channel: [...CHANNELS], publishedAfter: new Date("2025-01-01") } as const;
    const paged = await collected(reader.items("/videos", { query: { ...query, limit: 7 } }));
    expect(paged.length).toBeGreaterThan(20);
    expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
    expect(await collected(reader.lines("/videos.ndjson", { query }))).toEqual(paged);
    expectTypeOf(paged).toEqualTypeOf<VideoItem[]>();
  });

  it("reads what a discovery has found, page by page and as lines, and begins another", async () => {
    const path = { id: await seedDiscovery(database.db) };
    const found = await collected(reader.items("/discoveries/{id}/channels", { path, query: { limit: 9 } }));
    expect(found).toHaveLength(SEEDED_MATCHING);
    expectTypeOf(found).toEqualTypeOf<FoundChannel[]>();
    const lines = reader.lines("/discoveries/{id}/channels.ndjson", { path, query: { tracked: false } });
    expect(await collected(lines)).toEqual(found.filter(({ tracked }) => !tracked));
    const body = { filters: { language: "de" }, budget: { default: 100 } };
    expect(await admin.post("/discoveries", { query: { dryRun: true }, body })).toMatchObject({ name: "de" });
    expect(await admin.delete("/discoveries/{id}", { path, query: { purge: true } })).toBeNull();
  });

  it("asks for no page that nobody wants", async () => {
    let asked = 0;
    const counting = viewcurve(url, {
      fetch: (input, init) => {
        asked += 1;
        return fetch(input, init);
      },
    });
    for await (const page of counting.pages("/videos", { query: { limit: 5 } })) if (page.next) break;
    expect(asked).toBe(1);
  });

  it("fills in paths and gives what the server answers, typed", async () => {
    const video = await reader.get("/videos/{id}", { path: { id: RICH_VIDEO } });
    expect(video.id).toBe(RICH_VIDEO);
    expectTypeOf(video.performance.value).toEqualTypeOf<number | null>();
    const { items } = await admin.post("/videos/lookup", { body: { ids: [RICH_VIDEO] } });
    expect(items).toHaveLength(1);
    // @ts-expect-error: a misspelt parameter does not compile, and is refused by the server
    await expect(reader.get("/videos", { query: { performnceMin: 2 } })).rejects.toThrow(ProblemError);
    // @ts-expect-error: a path's part is not left out
    await expect(reader.get("/videos/{id}", {})).rejects.toThrow("needs path.id");
  });

  it("rejects with the server's problem, naming what is wrong", async () => {
    const refused = await reader.get("/videos", { query: { performanceMin: 2, performanceMax: 1 } }).catch((e) => e);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({
      status: 400,
      type: "/problems/invalid-parameter",
      errors: [{ parameter: "performanceMax" }],
    });
    const shut = await viewcurve(url)
      .post("/channels", { body: { channels: ["@a"] } })
      .catch((e) => e);
    expect(shut).toMatchObject({ status: 401, type: "/problems/token-required" });
  });

  it("writes with a token, and gives null where nothing is left to say", async () => {
    const added = await admin.post("/tokens", { body: { name: "reader", scope: "read" } });
    expect(await admin.delete("/tokens/{id}", { path: { id: added.id } })).toBeNull();
  });

  it("ends a request when its signal says so", async () => {
    const gone = new AbortController();
    gone.abort(new Error("nobody waits"));
    await expect(reader.get("/videos", { signal: gone.signal })).rejects.toThrow("nobody waits");
  });

  it("says what a proxy answered that knows no problems, and when to ask again", async () => {
    const proxy = createServer((_request, response) => {
      response.writeHead(502, { "retry-after": "7" }).end("<html>");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => proxy.once("listening", resolve));
    const { port } = proxy.address() as AddressInfo;
    const refused = await viewcurve(`http://127.0.0.1:${port}`)
      .get("/stats")
      .catch((e) => e);
    proxy.close();
    expect(refused).toMatchObject({ status: 502, type: "about:blank", retryAfter: 7 });
  });

  it("takes no part of a row for a row when a download breaks off", async () => {
    const cut = viewcurve("http://nowhere", { fetch: async () => new Response('{"id":"a"}\n{"id":"b') });
    await expect(collected(cut.lines("/videos.ndjson"))).rejects.toThrow("broke off");
  });

  it("knows every operation of the server's document, and no other", async () => {
    const folder = new URL("../../src/client/", import.meta.url);
    const files = ["routes.ts", "downloads.ts"].map((name) => readFile(new URL(name, folder), "utf8"));
    const source = (await Promise.all(files)).join("\n");
    const { paths } = (await app.inject("/openapi.json")).json() as { paths: Record<string, object> };
    const known = Object.entries(METHODS).flatMap(([name, method]) => {
      const body = new RegExp(`export interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? "";
      const found = [...body.matchAll(/^ {2}"([^"]+)":/gm)].map(([, path]) => `${method} ${path}`);
      expect(found, name).not.toEqual([]);
      return found;
    });
    const told = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    const below = told.filter((operation) => operation.includes(" /api/v1/"));
    expect(known.toSorted()).toEqual(below.map((operation) => operation.replace("/api/v1", "")).toSorted());
    // Beside the API there is what browsers and those that watch over processes ask.
    expect(told.filter((operation) => !below.includes(operation)).toSorted()).toEqual([
      "get /healthz",
      "get /login",
      "get /readyz",
      "post /login",
      "post /logout",
    ]);
  });

  it("reaches what changes by PUT, whatever its name is", async () => {
    const path = { name: "Baking / outliers" };
    const saved = await admin.put("/saved-views/{name}", { path, body: { path: "/videos", query: "tag=baking" } });
    expect(await reader.get("/saved-views/{name}", { path })).toEqual(saved);
    expectTypeOf(saved.query).toEqualTypeOf<string>();
    expect(await admin.delete("/saved-views/{name}", { path })).toBeNull();
  });
});
