import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";

const ROOT = join(import.meta.dirname, "../..");
const HOST = { host: "localhost:8686" };

describe("the dashboard's files", () => {
  let database: TestDatabase;
  let app: Api;
  let unbuilt: Api;
  let empty = "";
  beforeAll(async () => {
    database = await openTestDatabase("native");
    ({ app } = await openApi(database.db));
    empty = await mkdtemp(join(tmpdir(), "viewcurve-unbuilt-"));
    await mkdir(join(empty, "assets"));
    ({ app: unbuilt } = await openApi(database.db, { dashboard: empty }));
  });
  afterAll(async () => {
    await rm(empty, { recursive: true });
    await database.close();
  });

  const get = (url: string, from: Api = app) => from.inject({ url, headers: HOST });

  it("are the page at each of its paths, never stored, and let no script run that is not the server's", async () => {
    const page = await readFile(join(ROOT, "dashboard/dist/index.html"), "utf8");
    const insights = ["/insights", "/insights/keywords?tag=a", "/collector", "/dictionary"];
    const others = ["/", "/videos?tag=a", "/videos/dQw4w9WgXcQ", "/channels", "/channels/x", "/compare", "/how/heat"];
    for (const path of [...others, ...insights]) {
      const { statusCode, headers, body } = await get(path);
      expect([path, statusCode, headers["cache-control"], headers["content-type"]]).toEqual([
        path,
        200,
        "no-store",
        "text/html; charset=utf-8",
      ]);
      expect(body).toBe(page);
      const policy = String(headers["content-security-policy"]).split(";");
      expect(policy.filter((part) => /^(?:script|default|connect)/.test(part.trim()))).toEqual([
        "default-src 'self'",
        "script-src 'self'",
        "script-src-attr 'none'",
      ]);
    }
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|https?:\/\//);
  });

  it("are kept for good by names that hold a digest, and have their types", async () => {
    const { body } = await get("/");
    const assets = [...body.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
    expect(assets.length).toBeGreaterThan(2);
    for (const path of assets) {
      const { statusCode, headers } = await get(path);
      expect([statusCode, headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
      expect(headers["content-type"]).toMatch(/^(?:text\/(?:javascript|css); charset=utf-8|image\/svg\+xml)$/);
    }
  });

  it("are nothing else: no other path is answered by the page, and none leads out of the folder", async () => {
    const strange = ["/nothing", "/videos/a/b", "/api", "/api/v1", "/api/v1/nothing", "/assets/", "/assets/nothing.js"];
    const outside = ["/assets/../index.html", "/assets/..%2f..%2fpackage.json", "/formulas/..%2fapi.md", "/how/a/b"];
    for (const path of [...strange, ...outside]) {
      const { statusCode, headers } = await get(path);
      expect([path, statusCode, headers["content-type"]]).toEqual([
        path,
        404,
        expect.stringContaining("application/problem+json"),
      ]);
    }
  });

  it("tell how each number is computed", async () => {
    const { statusCode, headers, body } = await get("/formulas/performance.md");
    expect([statusCode, headers["content-type"]]).toEqual([200, "text/markdown; charset=utf-8"]);
    expect(body).toBe(await readFile(join(ROOT, "docs/formulas/performance.md"), "utf8"));
  });

  it("say so where they were not built", async () => {
    const { statusCode, body } = await get("/", unbuilt);
    expect(statusCode).toBe(503);
    expect(body).toContain("npm ci");
    expect((await get("/api/v1/videos", unbuilt)).statusCode).toBe(200);
  });
});
