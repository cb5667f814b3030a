import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { type Clock, systemClock } from "#clock.ts";
import { type Instant, minutes, plus } from "#domain/time.ts";
import type { Event } from "#events.ts";
import { beginSession, CODE_VALID, createLoginCode, SESSION_VALID } from "#storage/access/login-codes.ts";
import { createToken, revokeToken, tokenHash } from "#storage/access/tokens.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";

let database: TestDatabase;
let app: Api;
let lan: Api;
let events: Event[];
let now: Instant = NOW;
const clock: Clock = { ...systemClock, now: () => now };

beforeAll(async () => {
  database = await openTestDatabase("native");
  ({ app, events } = await openApi(database.db, { clock }));
  ({ app: lan } = await openApi(database.db, { clock, loopback: false, secureCookies: true }));
});
afterAll(() => database.close());

const HOST = { host: "localhost:8686" };

/** Signs in by a fresh link; gives the cookie as a browser sends it back. */
async function signIn(to: Api = app): Promise<string> {
  const code = await createLoginCode(database.db, now);
  const answer = await to.inject({ url: `/login?code=${code}`, headers: HOST });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, "/"]);
  return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}

const write = (headers: Record<string, string>, to: Api = app) =>
  to.inject({
    method: "POST",
    url: "/api/v1/channels",
    payload: { channels: ["@someone"] },
    headers: { ...HOST, ...headers },
  });

const OURS = { "sec-fetch-site": "same-origin" };

describe("a login link", () => {
  it("sets a cookie that no script reads and no other site sends, and goes to the front page", async () => {
    const code = await createLoginCode(database.db, now);
    const { headers } = await app.inject({ url: `/login?code=${code}`, headers: HOST });
    expect(headers["set-cookie"]).toMatch(
      /^viewcurve_session=vc_[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(headers).toMatchObject({ location: "/", "cache-control": "no-store", "referrer-policy": "no-referrer" });
    const secure = await lan.inject(`/login?code=${await createLoginCode(database.db, now)}`);
    expect(secure.headers["set-cookie"]).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it("is good once, for ten minutes, and for nothing else", async () => {
    const code = await createLoginCode(database.db, now);
    const late = await createLoginCode(database.db, now);
    const open = async (url: string) => (await app.inject({ url, headers: HOST })).statusCode;
    expect(await open(`/login?code=${code}`)).toBe(303);
    expect(await open(`/login?code=${code}`)).toBe(401);
    now = plus(NOW, CODE_VALID);
    expect(await open(`/login?code=${late}`)).toBe(401);
    now = NOW;
    expect(await open("/login")).toBe(400);
    expect(await open(`/login?code=${late}&code=${late}`)).toBe(400);
    expect(await open(`/login?code=${late}&next=https://evil.example`)).toBe(400);
    // A HEAD, as programs send that look at links before people do, does not use it up.
    expect((await app.inject({ method: "HEAD", url: `/login?code=${late}`, headers: HOST })).statusCode).toBe(405);
    const refused = await app.inject({ url: "/api/v1/keys", headers: { ...HOST, authorization: `Bearer ${late}` } });
    expect(refused.statusCode).toBe(401);
  });

  it("is refused under a foreign host", async () => {
    const code = await createLoginCode(database.db, now);
    expect((await app.inject({ url: `/login?code=${code}`, headers: { host: "evil.example" } })).statusCode).toBe(421);
  });
});

describe("a signed-in browser", () => {
  it("reads and changes everything from pages of ours, on loopback and off it", async () => {
    for (const to of [app, lan]) {
      const cookie = await signIn(to);
      const keys = await to.inject({ url: "/api/v1/keys", headers: { ...HOST, cookie } });
      expect(keys.statusCode).toBe(200);
      expect((await write({ cookie, ...OURS }, to)).statusCode).toBe(202);
      expect((await write({ cookie, origin: "http://localhost:8686" }, to)).statusCode).toBe(202);
    }
  });

  it.each([
    [{}],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "none" }],
    [{ "sec-fetch-site": "cross-site", origin: "http://localhost:8686" }],
    [{ origin: "http://evil.example" }],
    [{ origin: "http://localhost:9999" }],
    [{ origin: "http://localhost:8686.evil.example" }],
    [{ origin: "null" }],
    [{ origin: "localhost:8686" }],
    [{ referer: "http://localhost:8686/" }],
  ])("changes nothing from elsewhere: %j", async (headers) => {
    const cookie = await signIn();
    const answer = await write({ cookie, ...headers });
    expect([answer.statusCode, answer.json().type]).toEqual([403, "/problems/cross-site"]);
    expect((await app.inject({ url: "/api/v1/keys", headers: { ...HOST, cookie } })).statusCode).toBe(200);
    const out = await app.inject({ method: "POST", url: "/logout", headers: { ...HOST, cookie, ...headers } });
    expect(out.statusCode).toBe(403);
  });

  it("is signed out at once, and after thirty days", async () => {
    const cookie = await signIn();
    const keys = async () => (await app.inject({ url: "/api/v1/keys", headers: { ...HOST, cookie } })).statusCode;
    const out = await app.inject({ method: "POST", url: "/logout", headers: { ...HOST, cookie, ...OURS } });
    expect(out.statusCode).toBe(204);
    expect(out.headers["set-cookie"]).toMatch(/^viewcurve_session=; Max-Age=0; Path=\/;/);
    expect(await keys()).toBe(401);
    expect((await write({ cookie, ...OURS })).statusCode).toBe(401);
    // Signing out twice is no mistake.
    const again = await app.inject({ method: "POST", url: "/logout", headers: { ...HOST, cookie } });
    expect(again.statusCode).toBe(204);

    const second = await signIn();
    now = plus(NOW, SESSION_VALID);
    expect((await app.inject({ url: "/api/v1/keys", headers: { ...HOST, cookie: second } })).statusCode).toBe(401);
    // What is open stays open to a browser whose session is over.
    expect((await app.inject({ url: "/api/v1/quota", headers: { ...HOST, cookie: second } })).statusCode).toBe(200);
    now = NOW;
  });

  it("is no bearer of a token, and a token is no session", async () => {
    const cookie = await signIn();
    const session = cookie.split("=")[1] ?? "";
    const asBearer = { ...HOST, authorization: `Bearer ${session}` };
    expect((await app.inject({ url: "/api/v1/quota", headers: asBearer })).statusCode).toBe(401);
    const asCookie = { ...HOST, cookie: "viewcurve_session=an-admin-token-of-the-tests" };
    expect((await app.inject({ url: "/api/v1/keys", headers: asCookie })).statusCode).toBe(401);
  });
});

it("no code and no session is ever reported", () => {
  expect(JSON.stringify(events)).not.toMatch(/vc_/);
});

describe("a token given for a session", () => {
  const give = (token: string, headers: Record<string, string> = OURS, to: Api = app) =>
    to.inject({ method: "POST", url: "/login", payload: { token }, headers: { ...HOST, ...headers } });

  it("makes a cookie that no script reads, and that may do what the token may", async () => {
    const answer = await give(ADMIN_TOKEN);
    expect([answer.statusCode, answer.body]).toEqual([204, ""]);
    expect(answer.headers["set-cookie"]).toMatch(/^viewcurve_session=vc_[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
    const cookie = String(answer.headers["set-cookie"]).split(";")[0] ?? "";
    expect((await write({ cookie, ...OURS })).statusCode).toBe(202);

    const wish = { name: "a reader", scope: "read", expiresAt: null } as const;
    const { token } = await createToken(database.db, wish, now);
    const reader = String((await give(token)).headers["set-cookie"]).split(";")[0] ?? "";
    expect((await write({ cookie: reader, ...OURS })).statusCode).toBe(403);
    expect((await lan.inject({ url: "/api/v1/quota", headers: { ...HOST, cookie: reader } })).statusCode).toBe(200);
  });

  it("makes a session that ends when the token is revoked or over, and when the settings' token is another", async () => {
    const cookieOf = async (token: string) => String((await give(token)).headers["set-cookie"]).split(";")[0] ?? "";
    const ask = async (cookie: string, to: Api = app) => {
      const at = async (path: string) => await to.inject({ url: `/api/v1${path}`, headers: { ...HOST, cookie } });
      return [(await at("/tokens")).statusCode, (await at("/session")).json().scope];
    };
    const admin = { name: "an admin", scope: "admin", expiresAt: null } as const;
    const { id, token } = await createToken(database.db, admin, now);
    const brief = await createToken(database.db, { ...admin, expiresAt: plus(NOW, minutes(5)) }, now);
    const [revoked, over, settings] = [await cookieOf(token), await cookieOf(brief.token), await cookieOf(ADMIN_TOKEN)];
    for (const cookie of [revoked, over, settings]) expect(await ask(cookie)).toEqual([200, "admin"]);
    const sessions = async () => {
      const { items } = (await app.inject({ url: "/api/v1/tokens", headers: { ...HOST, cookie: settings } })).json();
      return (items as Record<string, string>[])
        .filter(({ madeBy }) => [id, brief.id, "settings"].includes(madeBy ?? ""))
        .map(({ madeBy, state }) => `${madeBy} ${state}`);
    };
    expect(await sessions()).toContain(`${id} valid`);
    await revokeToken(database.db, id, now);
    now = plus(NOW, minutes(5));
    for (const cookie of [revoked, over]) expect(await ask(cookie)).toEqual([401, null]);
    expect(await ask(settings)).toEqual([200, "admin"]);
    expect(await sessions()).toEqual(
      expect.arrayContaining([`${id} revoked`, `${brief.id} expired`, "settings valid"]),
    );
    const { app: changed } = await openApi(database.db, { clock, adminTokenHash: tokenHash("another of the tests") });
    expect(await ask(settings, changed)).toEqual([401, null]);
    // Also a session that is begun in the instant in which its token goes.
    const late = await beginSession(database.db, "admin", tokenHash(token), now);
    expect(await ask(`viewcurve_session=${late}`)).toEqual([401, null]);
    now = NOW;
  });

  it("is taken from pages of this server only, and when it is valid", async () => {
    expect((await give("nobody's")).json().type).toBe("/problems/token-refused");
    for (const headers of [{}, { "sec-fetch-site": "cross-site" }, { origin: "http://evil.example" }]) {
      const answer = await give(ADMIN_TOKEN, headers);
      expect([answer.json().type, answer.headers["set-cookie"]]).toEqual(["/problems/cross-site", undefined]);
    }
  });
});
