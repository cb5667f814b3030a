import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { Event } from "#events.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;
let events: Event[];

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 60);
  ({ app, events } = await openApi(database.db));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe("pages", () => {
  it("follow one another by the Link header, and meet each video once", async () => {
    const ids: string[] = [];
    let url: string | undefined =
      "/api/v1/videos?sort=performance&limit=7&tag=baking&tag=vlog&channel=UCuAXFkgsw1L7xaCfnd5JJOw&publishedAfter=2026-01-01";
    const whole = (await app.inject(url.replace("limit=7", "limit=200"))).json();
    while (url) {
      const answer: Awaited<ReturnType<typeof app.inject>> = await app.inject(url);
      const { items, next } = answer.json();
      ids.push(...items.map((item: { id: string }) => item.id));
      const link: string | undefined = answer.headers.link?.toString();
      url = /^<([^>]+)>; rel="next"$/.exec(link ?? "")?.[1];
      expect(url === undefined).toBe(next === null);
    }
    expect(ids).toEqual(whole.items.map((item: { id: string }) => item.id));
    expect(ids.length).toBeGreaterThan(7);
  });

  it("say whether their sort may change under the reader", async () => {
    expect((await app.inject("/api/v1/videos?sort=-views")).json().approximate).toBe(true);
    expect((await app.inject("/api/v1/videos")).json().approximate).toBe(false);
  });
});

describe("caching and headers", () => {
  it("an unchanged answer is 304", async () => {
    const first = await app.inject("/api/v1/videos");
    const again = await app.inject({ url: "/api/v1/videos", headers: { "if-none-match": String(first.headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  it("pages work over plain HTTP: nothing sends a browser to HTTPS", async () => {
    const { headers } = await app.inject("/docs/");
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });
});

describe("faults", () => {
  const failing = async (error: unknown) => {
    const { app: broken, events } = await openApi(database.db, { readPlanning: () => Promise.reject(error) });
    const answer = await broken.inject("/api/v1/plan");
    return { answer, events };
  };

  it("of ours are 500 without internals, and reported with them", async () => {
    const { answer, events } = await failing(new Error("secret of the house"));
    expect([answer.statusCode, answer.json().type]).toEqual([500, "/problems/internal-error"]);
    expect(answer.body).not.toContain("secret");
    expect(events).toMatchObject([
      { kind: "requestFailed", route: "GET /api/v1/plan", message: expect.stringContaining("secret of the house") },
    ]);
  });

  it("of the database are 503: too slow, or away", async () => {
    const types = [];
    for (const code of ["57014", "57P01", "08006", "ECONNREFUSED", "53300"]) {
      const { answer } = await failing(Object.assign(new Error("x"), { code }));
      expect(answer.statusCode).toBe(503);
      types.push(answer.json().type);
    }
    expect(types).toEqual(["/problems/query-timeout", ...Array(4).fill("/problems/database-unavailable")]);
  });
});

describe("on a socket", () => {
  beforeAll(async () => {
    await app.listen({ host: "127.0.0.1", port: 0 });
  });
  const ask = async (text: string): Promise<string> => {
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, "127.0.0.1");
    socket.write(text);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    await once(socket, "close");
    return answer;
  };

  it("a path that climbs out of its folder, which no client would send, is nothing", async () => {
    for (const path of ["../../x", "%2e%2e/x", "%2e%2e/%2e%2e/package.json", "a/../../x", ".//x", "a%5c..%5cb"]) {
      const answer = await ask(`GET /docs/static/${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect(answer, path).toMatch(/^HTTP\/1\.1 404 .*application\/problem\+json.*not-found/s);
    }
    expect(events).toEqual([]);
  });

  it("a URL that is too large is refused with a problem, and so is what is not HTTP", async () => {
    const large = await ask(
      `GET /api/v1/videos?tag=${"x".repeat(1_000_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(large).toMatch(/^HTTP\/1\.1 431 .*application\/problem\+json.*headers-too-large/s);
    expect(await ask("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 .*malformed-request/s);
    expect(events).toEqual([]);
  });
});
