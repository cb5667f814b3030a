import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { createAdminToken } from "#storage/tokens.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";

let database: TestDatabase;
let storedToken: string;
const apps: Record<"loopback" | "lan" | "proxied", Api | null> = { loopback: null, lan: null, proxied: null };

beforeAll(async () => {
  database = await openTestDatabase("pglite");
  storedToken = await createAdminToken(database.db, NOW);
  apps.loopback = (await openApi(database.db)).app;
  apps.lan = (await openApi(database.db, { loopback: false })).app;
  apps.proxied = (await openApi(database.db, { publicHost: "tracker.example" })).app;
});
afterAll(() => database.close());

const READ = { method: "GET", url: "/api/v1/videos" } as const;
const WRITE = { method: "POST", url: "/api/v1/channels", payload: { channels: ["@someone"] } } as const;
const local = { host: "localhost:8686" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const ask = async (bound: keyof typeof apps, request: typeof READ | typeof WRITE, headers: Record<string, string>) => {
  const answer = await apps[bound]?.inject({ ...request, headers });
  if (!answer) throw new Error("the application is built");
  return answer;
};

describe("reads on loopback are open", () => {
  it.each(["localhost", "LOCALHOST:8686", "127.0.0.1", "127.0.0.1:8686", "[::1]:8686", "[::1]"])(
    "for Host %s",
    async (host) => {
      expect((await ask("loopback", READ, { host })).statusCode).toBe(200);
    },
  );

  it.each(["forwarded", "x-forwarded-for", "X-Forwarded-Proto", "x-forwarded-anything"])(
    "but not through a proxy that sends %s",
    async (name) => {
      expect((await ask("loopback", READ, { ...local, [name]: "1" })).statusCode).toBe(401);
      expect((await ask("loopback", READ, { ...local, [name]: "1", ...bearer(ADMIN_TOKEN) })).statusCode).toBe(200);
    },
  );

  it.each([
    "evil.example",
    "evil.example:8686",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost:8686@evil.example",
    "10.0.0.7",
  ])("and a foreign Host (%s) is refused whatever it brings", async (host) => {
    for (const headers of [{ host }, { host, ...bearer(ADMIN_TOKEN) }]) {
      const answer = await ask("loopback", READ, headers);
      expect(answer.statusCode).toBe(421);
      expect(answer.json().type).toBe("/problems/foreign-host");
    }
  });

  it("but the host of the public URL is ours, with a token", async () => {
    expect((await ask("proxied", READ, { host: "tracker.example" })).statusCode).toBe(401);
    expect((await ask("proxied", READ, { host: "tracker.example", ...bearer(ADMIN_TOKEN) })).statusCode).toBe(200);
  });
});

describe("a token is needed", () => {
  it("for every read off loopback, whatever the Host says", async () => {
    for (const host of ["localhost", "192.168.1.5:8686"]) {
      const refused = await ask("lan", READ, { host });
      expect(refused.statusCode).toBe(401);
      expect(refused.headers["www-authenticate"]).toMatch(/^Bearer/);
      expect((await ask("lan", READ, { host, ...bearer(storedToken) })).statusCode).toBe(200);
    }
  });

  it("for every write, on loopback too", async () => {
    expect((await ask("loopback", WRITE, local)).statusCode).toBe(401);
    expect((await ask("loopback", WRITE, { ...local, ...bearer(storedToken) })).statusCode).toBe(202);
    expect((await ask("loopback", WRITE, { ...local, ...bearer(ADMIN_TOKEN) })).statusCode).toBe(202);
  });

  it("for each resource of the API, by whatever spelling of its path", async () => {
    for (const url of [
      "/api/v1/quota",
      "/api/v1/plan",
      "/api/v1/channels",
      "/%61pi/v1/channels",
      "/api/v1/channels/requests",
    ]) {
      expect((await apps.lan?.inject({ url }))?.statusCode, url).toBe(401);
    }
  });

  it("but not for health, the documentation and the front page, which tell nothing of the data", async () => {
    for (const url of ["/healthz", "/openapi.json", "/api/v1/healthz", "/api/v1/openapi.json", "/docs/", "/"]) {
      expect((await apps.lan?.inject({ url }))?.statusCode, url).toBe(200);
    }
  });

  it("and a wrong one is refused even where none is needed", async () => {
    const wrong = [
      bearer("wrong"),
      bearer(`${ADMIN_TOKEN}x`),
      { authorization: `Basic ${ADMIN_TOKEN}` },
      { authorization: "" },
    ];
    for (const headers of wrong) {
      expect((await ask("loopback", READ, { ...local, ...headers })).statusCode).toBe(401);
      expect((await ask("loopback", WRITE, { ...local, ...headers })).statusCode).toBe(401);
    }
  });
});
