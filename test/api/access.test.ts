import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { ADMIN_WISH, createToken } from "#storage/access/tokens.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";

let database: TestDatabase;
let storedToken: string;
const apps: Record<"loopback" | "lan" | "proxied", Api | null> = { loopback: null, lan: null, proxied: null };

beforeAll(async () => {
  database = await openTestDatabase("native");
  storedToken = (await createToken(database.db, ADMIN_WISH, NOW)).token;
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

describe("a token", () => {
  const inject = (url: string, headers: Record<string, string> = {}) =>
    apps.loopback?.inject({ url, headers: { ...local, ...headers } });

  it("in an address is not taken, and the parameter is refused", async () => {
    for (const name of ["token", "access_token", "api_key", "key"]) {
      expect((await inject(`/api/v1/quota?${name}=${ADMIN_TOKEN}`))?.statusCode).toBe(400);
      expect((await inject(`/api/v1/keys?${name}=${ADMIN_TOKEN}`))?.statusCode).toBe(401);
    }
  });

  it("is compared whole: no beginning of it and nothing longer is taken", async () => {
    for (const wrong of [storedToken.slice(0, -1), `${storedToken}A`, storedToken.toLowerCase(), "vc_"]) {
      expect((await apps.lan?.inject({ ...READ, headers: bearer(wrong) }))?.statusCode).toBe(401);
    }
  });
});

/** What each operation wants beyond `read`. Whoever adds one decides, and writes it down here. */
const WRITERS = [
  ...["trackChannels", "changeChannel", "untrackChannel", "addWatch", "editWatch", "removeWatch"],
  ...["saveView", "renameView", "deleteView"],
  ...["requestExport", "removeExport", "followVideo", "unfollowVideo"],
  ...["addDiscovery", "editDiscovery", "removeDiscovery"],
];
const ADMINS = [
  ...["listKeys", "readKey", "addKey", "testKey", "pauseKey", "removeKey"],
  ...["listProjects", "readProject", "addProject", "changeProject", "removeProject"],
  ...["listTokens", "addToken", "revokeToken", "readSettings", "exportSettings"],
];
const OPEN = ["isAlive", "isReady", "logIn", "logInByToken", "logOut"];

describe("every operation", () => {
  const operations = async () => {
    const document = (await apps.lan?.inject("/openapi.json"))?.json();
    return Object.entries<Record<string, { operationId: string; security: Record<string, string[]>[] }>>(
      document.paths,
    ).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
  };

  it("documents the scope that it wants", async () => {
    for (const { operationId, security } of await operations()) {
      const scope = ADMINS.includes(operationId) ? "admin" : WRITERS.includes(operationId) ? "write" : "read";
      const wanted = [{ token: [scope] }, { session: [scope] }];
      const expected = OPEN.includes(operationId) ? [] : scope === "read" ? [{}, ...wanted] : wanted;
      expect({ operationId, security }).toEqual({ operationId, security: expected });
    }
  });

  it("is refused without a token and with a smaller scope, and let in with its own", async () => {
    const scopes = ["read", "write", "admin"] as const;
    const tokens = await Promise.all(
      scopes.map(async (scope) => (await createToken(database.db, { name: "x", scope, expiresAt: null }, NOW)).token),
    );
    let refused = 0;
    for (const { path, method, operationId, security } of await operations()) {
      const wanted = scopes.indexOf(security.at(-1)?.["session"]?.[0] as "read");
      if (wanted < 0) continue;
      // What is let in is refused for its unknown parameter: nothing is changed by asking.
      const url = `${path.replace(/\{(?:id|tag|name)\}/, "x")}?unheard-of=1`;
      const answer = (headers: Record<string, string>) =>
        apps.lan?.inject({ method: method.toUpperCase() as "GET", url, headers });
      expect((await answer({}))?.statusCode, operationId).toBe(401);
      for (const [i, token] of tokens.entries()) {
        const status = (await answer(bearer(token)))?.statusCode;
        if (i < wanted) expect(status, operationId).toBe(403);
        else expect([400, 415], operationId).toContain(status);
        if (i < wanted) refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(ADMINS.length);
  });
});
