import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { problemAnswer } from "#api/contract.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;
const authorization = `Bearer ${ADMIN_TOKEN}`;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 20);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

/** Asks and holds the answer against the form of a problem. */
async function refused(request: {
  url: string;
  method?: "GET" | "POST" | "PUT" | "OPTIONS" | "DELETE";
  payload?: string | Buffer;
  type?: string;
}) {
  const { url, method = "GET", payload, type } = request;
  const headers = { authorization, ...(type === undefined ? {} : { "content-type": type }) };
  const answer = await app.inject({ url, method, headers, ...(payload === undefined ? {} : { payload }) });
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const stated = problemAnswer.parse(answer.json());
  expect(stated.status).toBe(answer.statusCode);
  return { ...stated, parameters: stated.errors?.map((error) => error.parameter ?? error.pointer) ?? [] };
}

describe("a parameter that cannot be used is named", () => {
  it.each([
    ["videos?tags=a", "tags"],
    ["videos?Limit=5", "Limit"],
    ["videos?__proto__=1", "__proto__"],
    [`videos/${RICH_VIDEO}?fields=title`, "fields"],
    [`videos/${RICH_VIDEO}/series?until=2026-01-01`, "until"],
    ["channels/requests?limit=5", "limit"],
    [`channels/${CHANNELS[0]}?x`, "x"],
    ["quota?day=2026-01-01", "day"],
    ["plan?lane=sampling", "lane"],
  ])("unknown: %s", async (path, parameter) => {
    expect(await refused({ url: `/api/v1/${path}` })).toMatchObject({
      status: 400,
      type: "/problems/unknown-parameter",
      parameters: [parameter],
    });
  });

  it.each([
    ...["0", "201", "-1", "1.5", "abc", "", "1e2", "0x10", "%2B5", "99999999999999999999", "NaN"].map((value) => [
      `videos?limit=${value}`,
      "limit",
    ]),
    ["videos?limit=5&limit=6", "limit"],
    ["videos?sort=newest", "sort"],
    ["videos?sort=--views", "sort"],
    ["videos?tagMode=some", "tagMode"],
    ["videos?tag=", "tag"],
    ["videos?tag=%20%20", "tag"],
    ["videos?channel=@someone", "channel"],
    ["videos?format=reel", "format"],
    ["videos?performanceMin=Infinity", "performanceMin"],
    ["videos?performanceMin=-1", "performanceMin"],
    ["videos?performanceMin=2&performanceMax=1", "performanceMax"],
    ["videos?outlierMin=2&outlierMax=1.99", "outlierMax"],
    ...[
      "yesterday",
      "2026-02-30",
      "2026-13-01",
      "2026-1-1",
      "20260101",
      "2026-01-01T25:00:00Z",
      "2026-01-01T10:00:00",
      "0000-01-01",
      "9999-12-31T23:59:59-12:00",
      "1792",
    ].map((value) => [`videos?publishedAfter=${value}`, "publishedAfter"]),
    ["videos?publishedAfter=2026-02-01&publishedBefore=2026-01-01", "publishedBefore"],
    [`videos/${RICH_VIDEO}/series?from=2026-02-01&to=2026-01-01`, "to"],
    ["videos/tooshort", "id"],
    ["videos/way-too-long-id", "id"],
    ["channels/UCshort", "id"],
    ["channels?state=everything", "state"],
    ["videos?cursor=garbage", "cursor"],
    ["videos?cursor=", "cursor"],
  ])("malformed: %s", async (path, parameter) => {
    expect(await refused({ url: `/api/v1/${path}` })).toMatchObject({
      status: 400,
      type: "/problems/invalid-parameter",
      parameters: [parameter],
    });
  });

  it("however long it is", async () => {
    for (const long of ["x".repeat(501), "x".repeat(20_000), "%C3%A9".repeat(501)]) {
      for (const path of [`videos/${long}`, `videos/${long}/series`, `channels/${long}`]) {
        expect(await refused({ url: `/api/v1/${path}` })).toMatchObject({
          status: 400,
          type: "/problems/invalid-parameter",
          parameters: ["id"],
        });
      }
    }
  });

  it("and all of them at once", async () => {
    const { parameters } = await refused({ url: "/api/v1/videos?limit=0&sort=x&channel=y&channel=z" });
    expect(parameters).toEqual(["channel", "channel", "sort", "limit"]);
  });
});

describe("a cursor", () => {
  const cursorOf = async (path: string): Promise<string> => (await app.inject(`/api/v1/${path}`)).json().next;
  const forged = (position: unknown) => Buffer.from(JSON.stringify(position)).toString("base64url");

  it("continues only the sort and filter it came from", async () => {
    const cursor = await cursorOf("videos?limit=3&sort=-views");
    expect((await app.inject(`/api/v1/videos?limit=5&sort=-views&cursor=${cursor}`)).statusCode).toBe(200);
    for (const other of ["sort=views", "sort=-likes", "sort=-views&format=long", "sort=-views&tag=a"]) {
      expect((await refused({ url: `/api/v1/videos?${other}&cursor=${cursor}` })).parameters).toEqual(["cursor"]);
    }
  });

  it("that is forged cannot reach the database with what it cannot take", async () => {
    const [key] = JSON.parse(Buffer.from(await cursorOf("videos?limit=3"), "base64url").toString());
    const [viewsKey] = JSON.parse(Buffer.from(await cursorOf("videos?limit=3&sort=-views"), "base64url").toString());
    for (const position of [
      [key, 1.5, RICH_VIDEO],
      [key, 9e15, RICH_VIDEO],
      [key, Date.UTC(10_000, 0, 1), RICH_VIDEO],
      [key, -Date.UTC(3000, 0, 1), RICH_VIDEO],
      [key, "x", RICH_VIDEO],
      [key, 1, "\0"],
      [key],
      {},
      "x",
    ]) {
      expect((await refused({ url: `/api/v1/videos?cursor=${forged(position)}` })).status).toBe(400);
    }
    for (const position of [
      [viewsKey, 1.5, RICH_VIDEO],
      [viewsKey, 1e300, RICH_VIDEO],
      [viewsKey, "1; drop", RICH_VIDEO],
    ]) {
      expect((await refused({ url: `/api/v1/videos?sort=-views&cursor=${forged(position)}` })).status).toBe(400);
    }
  });
});

describe("a request that is broken", () => {
  it.each([
    "/api/v1/videos?tag=%",
    "/api/v1/videos?tag=%FF",
    "/api/v1/videos?tag=%ED%A0%80",
    "/api/v1/videos?tag=a%00b",
    "/api/v1/videos/%E0%A4%A",
    "/%ff",
  ])("in its encoding is refused: %s", async (url) => {
    expect(await refused({ url })).toMatchObject({ status: 400, type: "/problems/malformed-request" });
  });

  const post = (payload: string | Buffer, type = "application/json") =>
    refused({ method: "POST", url: "/api/v1/channels", payload, type });

  it.each(["", "{", "nul", "{'channels':[]}", "\u0000"])("in its JSON is refused: %j", async (body) => {
    expect(await post(body)).toMatchObject({ status: 400, type: "/problems/malformed-request" });
  });

  it("in its UTF-8 is refused", async () => {
    expect((await post(Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
  });

  it.each([
    ["[]", ""],
    ["null", ""],
    ["{}", "/channels"],
    ['{"channels":[]}', "/channels"],
    ['{"channels":["@a",5]}', "/channels/1"],
    ['{"channels":["@a"],"weight":0}', "/weight"],
    ['{"channels":["@a"],"weight":"1"}', "/weight"],
    ['{"channels":["@a"],"extra":1}', "/extra"],
    ['{"channels":["@a"],"__proto__":{}}', "/__proto__"],
  ])("in its body is refused: %s", async (body, pointer) => {
    expect(await post(body)).toMatchObject({ status: 400, type: "/problems/invalid-body", parameters: [pointer] });
  });

  it("in its media type is 415, and in its size 413", async () => {
    expect(await post("channels=@a", "application/x-www-form-urlencoded")).toMatchObject({ status: 415 });
    expect(await post("{}", "text/plain")).toMatchObject({ status: 415 });
    expect(await post(JSON.stringify({ channels: ["x".repeat(1_100_000)] }))).toMatchObject({ status: 413 });
  });
});

describe("methods", () => {
  it("that a resource has not are 405 and name those it has", async () => {
    const answer = await app.inject({ method: "PUT", url: "/api/v1/channels" });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS, POST"]);
    expect(
      (await refused({ method: "POST", url: `/api/v1/videos/${RICH_VIDEO}`, payload: "{}", type: "application/json" }))
        .status,
    ).toBe(405);
  });

  it("OPTIONS names them, and HEAD answers as GET without a body", async () => {
    const options = await app.inject({ method: "OPTIONS", url: `/api/v1/channels/${CHANNELS[0]}` });
    expect([options.statusCode, options.headers.allow]).toEqual([204, "DELETE, GET, HEAD, OPTIONS, PATCH"]);
    const head = await app.inject({ method: "HEAD", url: "/api/v1/videos" });
    expect([head.statusCode, head.body]).toEqual([200, ""]);
  });

  it("a path that is nothing is 404", async () => {
    const files = ["nothere.js", ".env", "..%2f..%2fpackage.json", "a%5c..%5cb", "a%0ab", "x".repeat(5000)];
    const paths = ["/api/v1", "/api/v1/nothing", "/api/v2/videos", "/favicon.ico"];
    for (const url of [...paths, ...files.map((file) => `/docs/static/${file}`)]) {
      expect(await refused({ url }), url).toMatchObject({ status: 404, type: "/problems/not-found" });
    }
    expect(await refused({ method: "POST", url: "/docs/static/nothere.js" })).toMatchObject({ status: 405 });
  });
});
