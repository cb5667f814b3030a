import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { seed } from "./seed.ts";

const LISTED = "https://tools.example.org";

let database: TestDatabase;
let plain: Api;
let shared: Api;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 40);
  ({ app: plain } = await openApi(database.db));
  ({ app: shared } = await openApi(database.db, { corsOrigins: [LISTED, "http://localhost:5173"] }));
});
afterAll(() => database.close());

describe("pages of other sites", () => {
  const allowed = async (app: Api, origin: string) =>
    (await app.inject({ url: "/api/v1/videos", headers: { host: "localhost", origin } })).headers[
      "access-control-allow-origin"
    ];

  it("read nothing unless their origin is listed, exactly", async () => {
    expect(await allowed(plain, LISTED)).toBeUndefined();
    expect(await allowed(shared, LISTED)).toBe(LISTED);
    for (const origin of [
      "https://evil.example",
      `${LISTED}.evil.example`,
      "https://example.org",
      "null",
      "*",
      `${LISTED}:8443`,
    ]) {
      expect(await allowed(shared, origin), origin).toBeUndefined();
    }
  });

  it("never have cookies count for them", async () => {
    for (const method of ["GET", "OPTIONS"] as const) {
      const headers = { host: "localhost", origin: LISTED, "access-control-request-method": "POST" };
      const answer = await shared.inject({ method, url: "/api/v1/videos", headers });
      expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
    }
  });

  it("are told before they write what they may send, without a token", async () => {
    const preflight = {
      host: "localhost",
      origin: LISTED,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    };
    const answer = await shared.inject({ method: "OPTIONS", url: "/api/v1/channels", headers: preflight });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": LISTED,
      "access-control-allow-methods": "GET, HEAD, POST, PATCH, DELETE",
      "access-control-allow-headers": "authorization, content-type, if-none-match",
    });
    const write = { method: "POST" as const, url: "/api/v1/channels", payload: { channels: ["@a"] } };
    const headers = { host: "localhost", origin: LISTED };
    expect((await shared.inject({ ...write, headers })).statusCode).toBe(401);
    const authorization = `Bearer ${ADMIN_TOKEN}`;
    expect((await shared.inject({ ...write, headers: { ...headers, authorization } })).statusCode).toBe(202);
  });

  it("change nothing for others: a path that is nothing is 404, and OPTIONS names a resource's methods", async () => {
    for (const app of [plain, shared]) {
      expect((await app.inject({ url: "/api/v1/nothing" })).statusCode).toBe(404);
      const options = await app.inject({ method: "OPTIONS", url: "/api/v1/channels" });
      expect([options.statusCode, options.headers.allow]).toEqual([204, "GET, HEAD, OPTIONS, POST"]);
    }
  });
});

describe("a compressed answer", () => {
  const get = (url: string, encoding: string, more: Record<string, string> = {}) =>
    plain.inject({ url, headers: { "accept-encoding": encoding, ...more } });

  it("is the plain one, for whoever accepts it", async () => {
    const whole = await plain.inject("/api/v1/videos");
    expect(whole.headers["content-encoding"]).toBeUndefined();
    const br = await get("/api/v1/videos", "br, gzip");
    const gzip = await get("/api/v1/videos", "gzip");
    expect([br.headers["content-encoding"], gzip.headers["content-encoding"]]).toEqual(["br", "gzip"]);
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(whole.body);
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(whole.body);
    expect(br.rawPayload.length).toBeLessThan(whole.rawPayload.length / 4);
    expect(br.headers["vary"]).toContain("accept-encoding");
    expect((await get("/api/v1/videos", "foo")).body).toBe(whole.body);
    expect((await get("/healthz", "br")).headers["content-encoding"]).toBeUndefined();
  });

  it("has the ETag of the plain one, and is 304 when it is unchanged", async () => {
    const whole = await plain.inject("/api/v1/videos");
    const etag = String(whole.headers["etag"]);
    expect(etag).toMatch(/^W\//);
    expect((await get("/api/v1/videos", "br")).headers["etag"]).toBe(etag);
    for (const encoding of ["br", "gzip", "identity"]) {
      const again = await get("/api/v1/videos", encoding, { "if-none-match": etag });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
    }
  });

  it("is a problem where the plain one is, and bodies are read as they are", async () => {
    const wrong = await get(`/api/v1/videos?${"x".repeat(600)}=1&${"y".repeat(600)}=1`, "gzip");
    expect([wrong.statusCode, wrong.headers["content-encoding"]]).toEqual([400, "gzip"]);
    expect(JSON.parse(gunzipSync(wrong.rawPayload).toString()).type).toBe("/problems/unknown-parameter");
    const zipped = await plain.inject({
      method: "POST",
      url: "/api/v1/channels",
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        "content-type": "application/json",
        "content-encoding": "gzip",
      },
      payload: '{"channels":["@a"]}',
    });
    expect(zipped.statusCode).toBe(415);
  });
});

describe("the documentation page", () => {
  it("works under its own content policy: nothing inline, nothing from elsewhere", async () => {
    const page = await plain.inject("/docs/");
    const policy = String(page.headers["content-security-policy"]);
    const directives = new Map(policy.split(";").map((one) => [one.split(" ")[0], one.split(" ").slice(1)]));
    expect(directives.get("script-src")).toEqual(["'self'"]);
    expect(directives.get("default-src")).toEqual(["'self'"]);
    for (const [name, sources] of directives) {
      if (name !== "img-src") expect(sources.join(" "), name).not.toMatch(/https?:/);
    }
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    expect(page.body).not.toMatch(/\son\w+=/);
    expect(page.body).not.toMatch(/(?:https?:)?\/\/[a-z]/i);
    const script = await plain.inject("/docs/static/swagger-initializer.js");
    expect(script.body.replaceAll(/^ *\/\/.*$/gm, "")).not.toMatch(/\beval\(|new Function|https?:\/\//);
  });
});
