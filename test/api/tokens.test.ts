import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newTokenAnswer, tokensAnswer } from "#api/access/tokens-contract.ts";
import type { Api } from "#api/app-type.ts";
import { problemAnswer } from "#api/contract.ts";
import type { Clock } from "#clock.ts";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { hours, type Instant, plus } from "#domain/time.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";

let database: TestDatabase;
let app: Api;
let now: Instant = NOW;
const clock: Clock = { ...systemClock, now: () => now };

beforeAll(async () => {
  database = await openTestDatabase("native");
  ({ app } = await openApi(database.db, { clock }));
});
afterAll(() => database.close());

const ask = (method: "GET" | "POST" | "DELETE", path: string, token = ADMIN_TOKEN, payload?: object) =>
  app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload ? { payload } : {}),
  });
const make = async (body: object) => newTokenAnswer.parse((await ask("POST", "/tokens", ADMIN_TOKEN, body)).json());
const example = async (name: string) =>
  JSON.parse(await readFile(new URL(`../../docs/api/${name}`, import.meta.url), "utf8"));

describe("tokens", () => {
  it("are told once and listed without their text, as the examples show", async () => {
    const { request, answer } = await example("add-token.json");
    const posted = await ask("POST", "/tokens", ADMIN_TOKEN, request);
    expect([posted.statusCode, posted.headers["cache-control"]]).toEqual([201, "no-store"]);
    const made = newTokenAnswer.parse(posted.json());
    // What is drawn by lot has the same form.
    expect(made.token).toHaveLength(answer.token.length);
    expect(made.id).toHaveLength(answer.id.length);
    expect({ ...made, token: answer.token, id: answer.id }).toEqual(answer);
    const listed = await ask("GET", "/tokens");
    expect(listed.body).not.toContain(made.token);
    expect(listed.body.replaceAll(made.id, answer.id)).toEqual(JSON.stringify(await example("tokens.json")));
  });

  it.each([
    ["read", [200, 403, 403]],
    ["write", [200, 202, 403]],
    ["admin", [200, 202, 200]],
  ] as const)("of the scope %s do what it names and what is less", async (scope, statuses) => {
    const { token } = await make({ name: "x", scope });
    const answers = [
      await ask("GET", "/quota", token),
      await ask("POST", "/channels", token, { channels: ["@someone"] }),
      await ask("GET", "/keys", token),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(statuses);
    for (const answer of answers.filter(({ statusCode }) => statusCode === 403)) {
      const stated = problemAnswer.parse(answer.json());
      expect(stated.type).toBe("/problems/scope-too-small");
      expect(stated.detail).toMatch(new RegExp(`the scope (?:write|admin); yours has ${scope}`));
    }
  });

  it("may purge a channel only with the scope admin, though they may stop tracking it with write", async () => {
    const { token } = await make({ name: "x", scope: "write" });
    const path = "/channels/UCuAXFkgsw1L7xaCfnd5JJOw";
    expect((await ask("DELETE", path, token)).statusCode).toBe(404);
    expect((await ask("DELETE", `${path}?purge=true`, token)).json().type).toBe("/problems/scope-too-small");
  });

  it("are refused from the moment they are revoked, and from the moment they expire", async () => {
    const revoked = await make({ name: "x", scope: "read" });
    expect((await ask("GET", "/quota", revoked.token)).statusCode).toBe(200);
    expect((await ask("DELETE", `/tokens/${revoked.id}`)).statusCode).toBe(204);
    expect((await ask("GET", "/quota", revoked.token)).json().type).toBe("/problems/token-refused");
    expect((await ask("DELETE", `/tokens/${revoked.id}`)).statusCode).toBe(404);

    const expiring = await make({ name: "y", scope: "read", expiresAt: toIso(plus(NOW, hours(1))) });
    expect((await ask("GET", "/quota", expiring.token)).statusCode).toBe(200);
    now = plus(NOW, hours(1));
    expect((await ask("GET", "/quota", expiring.token)).json().type).toBe("/problems/token-refused");
    const states = tokensAnswer.parse((await ask("GET", "/tokens")).json()).items;
    now = NOW;
    expect(states.find(({ id }) => id === expiring.id)).toMatchObject({ state: "expired" });
    expect(states.find(({ id }) => id === revoked.id)).toMatchObject({ state: "revoked" });
  });

  it.each([
    [{}, ["/name", "/scope"]],
    [{ name: "", scope: "read" }, ["/name"]],
    [{ name: "a\nb", scope: "read" }, ["/name"]],
    [{ name: "x".repeat(101), scope: "read" }, ["/name"]],
    [{ name: "x", scope: "root" }, ["/scope"]],
    [{ name: "x", scope: "read", expiresAt: "tomorrow" }, ["/expiresAt"]],
    [{ name: "x", scope: "read", expiresAt: toIso(NOW) }, ["/expiresAt"]],
    [{ name: "x", scope: "read", expiresAt: "9999-99-99T00:00:00.000Z" }, ["/expiresAt"]],
    [{ name: "x", scope: "read", token: "mine" }, ["/token"]],
  ])("are not made of %j", async (body, pointers) => {
    const answer = await ask("POST", "/tokens", ADMIN_TOKEN, body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });
});
