import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { problemAnswer } from "#api/contract.ts";
import { ADMIN_WISH, createToken } from "#storage/access/tokens.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";

const REQUESTS_A_MINUTE = 6_000;
const GUESSES_A_MINUTE = 10;

let database: TestDatabase;
const open: Api[] = [];

beforeAll(async () => {
  database = await openTestDatabase("native");
});
afterAll(async () => {
  await Promise.all(open.map((app) => app.close()));
  await database.close();
});

const server = async (changed: Parameters<typeof openApi>[1]): Promise<Api> => {
  const { app } = await openApi(database.db, changed);
  open.push(app);
  return app;
};
const ask = (app: Api, address: string, headers: Record<string, string> = {}, method: "GET" | "POST" = "GET") =>
  app.inject({ method, url: "/api/v1/channels/requests", headers, remoteAddress: address });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function expectRefused(answer: Awaited<ReturnType<typeof ask>>): Promise<void> {
  expect(answer.statusCode).toBe(429);
  expect(problemAnswer.parse(answer.json()).type).toBe("/problems/too-many-requests");
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  expect(Number(answer.headers["retry-after"])).toBeLessThanOrEqual(60);
}

describe("requests are limited", () => {
  it("by address without a token, by token with one, and nobody pays for another", async () => {
    const app = await server({ loopback: false });
    const first = await ask(app, "203.0.113.1");
    expect(first.headers).toMatchObject({
      "ratelimit-policy": '"requests";q=6000;w=60',
      ratelimit: expect.stringMatching(/^"requests";r=5999;t=\d+$/),
    });
    for (let i = 1; i < REQUESTS_A_MINUTE; i += 1) {
      expect((await ask(app, "203.0.113.1")).statusCode).toBe(401);
    }
    await expectRefused(await ask(app, "203.0.113.1"));
    // Another address, and a token from the same one, are others.
    expect((await ask(app, "203.0.113.2")).statusCode).toBe(401);
    expect((await ask(app, "203.0.113.1", bearer(ADMIN_TOKEN))).statusCode).toBe(200);
  });

  it("but not what this machine itself reads", async () => {
    const app = await server({});
    const headers = { host: "localhost" };
    for (let i = 0; i <= REQUESTS_A_MINUTE; i += 1) {
      const answer = await app.inject({ url: "/api/v1/openapi.json?x=1", headers });
      if (answer.statusCode === 429) throw new Error("the machine's own reads are limited");
    }
    const read = await ask(app, "127.0.0.1", headers);
    expect([read.statusCode, read.headers["ratelimit"]]).toEqual([200, undefined]);
  });
});

describe("guesses are limited", () => {
  it("to ten a minute and address: then not even a right token is believed", async () => {
    const app = await server({ loopback: false });
    const { token } = await createToken(database.db, ADMIN_WISH, NOW);
    for (let i = 0; i < GUESSES_A_MINUTE; i += 1) {
      expect((await ask(app, "203.0.113.9", bearer(`guess-${i}`))).statusCode).toBe(401);
    }
    for (const sent of ["guess-11", token, ADMIN_TOKEN])
      await expectRefused(await ask(app, "203.0.113.9", bearer(sent)));
    expect((await app.inject({ url: "/login?code=guess", remoteAddress: "203.0.113.9" })).statusCode).toBe(429);
    expect((await ask(app, "203.0.113.10", bearer(token))).statusCode).toBe(200);
  });

  it("of login codes too, and what is sent without a token costs nobody a guess", async () => {
    const app = await server({ loopback: false });
    for (let i = 0; i < 50; i += 1) expect((await ask(app, "203.0.113.9")).statusCode).toBe(401);
    for (let i = 0; i < GUESSES_A_MINUTE; i += 1) {
      const answer = await app.inject({ url: `/login?code=guess-${i}`, remoteAddress: "203.0.113.9" });
      expect(answer.statusCode).toBe(401);
    }
    await expectRefused(await ask(app, "203.0.113.9", bearer(ADMIN_TOKEN)));
  });

  it("by a browser's old cookie never: an open tab locks nobody out", async () => {
    const app = await server({ loopback: false });
    const cookie = "viewcurve_session=vc_of-last-month";
    for (let i = 0; i < 50; i += 1) expect((await ask(app, "203.0.113.9", { cookie })).statusCode).toBe(401);
    expect((await ask(app, "203.0.113.9", bearer(ADMIN_TOKEN))).statusCode).toBe(200);
  });

  it("by network where addresses are as many as one likes", async () => {
    const app = await server({ loopback: false });
    for (let i = 0; i < GUESSES_A_MINUTE; i += 1) await ask(app, `2001:db8:0:7::${i}`, bearer(`guess-${i}`));
    await expectRefused(await ask(app, "2001:DB8::7:a:b:c:d", bearer(ADMIN_TOKEN)));
    expect((await ask(app, "2001:db8:0:8::1", bearer(ADMIN_TOKEN))).statusCode).toBe(200);
  });
});

describe("the address that counts", () => {
  const guessTenTimes = async (app: Api, peer: string, forwarded: (i: number) => string) => {
    for (let i = 0; i < GUESSES_A_MINUTE; i += 1) {
      await ask(app, peer, { ...bearer(`guess-${i}`), host: "tracker.example", "x-forwarded-for": forwarded(i) });
    }
  };
  const known = (app: Api, peer: string, from: string) =>
    ask(app, peer, { ...bearer(ADMIN_TOKEN), host: "tracker.example", "x-forwarded-for": from });

  it("is the last one that our own proxy names", async () => {
    const app = await server({ publicHost: "tracker.example" });
    // The client writes the first one itself.
    await guessTenTimes(app, "127.0.0.1", (i) => `10.0.0.${i}, 203.0.113.5`);
    await expectRefused(await known(app, "127.0.0.1", "198.51.100.1, 203.0.113.5"));
    expect((await known(app, "127.0.0.1", "203.0.113.6")).statusCode).toBe(200);
  });

  it("is the peer's, whatever it writes, without a public address or from another machine", async () => {
    const without = await server({ loopback: false });
    await guessTenTimes(without, "127.0.0.1", (i) => `203.0.113.${i}`);
    await expectRefused(await known(without, "127.0.0.1", "203.0.113.99"));
    const elsewhere = await server({ loopback: false, publicHost: "tracker.example" });
    await guessTenTimes(elsewhere, "192.0.2.1", (i) => `203.0.113.${i}`);
    await expectRefused(await known(elsewhere, "192.0.2.1", "203.0.113.99"));
  });
});

describe("headers sent twice", () => {
  it("are refused, as whoever stands between may have read the other one", async () => {
    const app = await server({ loopback: false });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as { port: number };
    const send = (lines: readonly string[]) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, "127.0.0.1");
        let text = "";
        socket.on("data", (chunk) => {
          text += chunk;
        });
        socket.on("close", () => resolve(text));
        socket.write(`GET /api/v1/quota HTTP/1.1\r\n${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`);
      });
    const right = `Authorization: Bearer ${ADMIN_TOKEN}`;
    expect(await send(["Host: localhost", right])).toMatch(/^HTTP\/1\.1 200/);
    for (const second of ["Authorization: Bearer other", right, "authorization: Basic eA=="]) {
      expect(await send(["Host: localhost", right, second])).toMatch(/^HTTP\/1\.1 400 .*malformed-request/s);
    }
    expect(await send(["Host: localhost", "Host: evil.example", right])).toMatch(/^HTTP\/1\.1 400/);
  });
});
