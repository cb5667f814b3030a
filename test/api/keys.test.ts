import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { keyAnswer, keysAnswer } from "#api/operations/keys-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, plus } from "#domain/time.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import { writeKeyFacts } from "#storage/keys/key-tests.ts";
import { openVault } from "#storage/keys/vault.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOTHING } from "../storage/settlements.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";

const CANARY = "AIzaCanaryOfTheKeysApi-0000000000000001";
const OTHER = "AIzaCanaryOfTheKeysApi-0000000000000002";
const SECRET = "CanaryOfTheKeysApi";

let database: TestDatabase;
let app: Api;
let said: string;

beforeAll(async () => {
  database = await openTestDatabase("native");
  ({ app } = await openApi(database.db));
  said = "";
});
afterAll(() => database.close());

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Asks with the token; everything that is ever answered is kept. */
async function ask(method: Method, path: string, payload?: object) {
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(payload ? { payload } : {}),
  });
  said += `${answer.body} ${JSON.stringify(answer.headers)}`;
  return { status: answer.statusCode, body: answer.body === "" ? null : answer.json(), headers: answer.headers };
}

const version = async () => (await readPulse(database.db, NOW)).version;

describe("keys", () => {
  let fingerprint = "";

  it("are an administrator's: nothing of them is read without a token, on loopback either", async () => {
    for (const [method, url] of [
      ["GET", "/api/v1/keys"],
      ["GET", "/api/v1/keys/00"],
      ["POST", "/api/v1/keys"],
      ["PATCH", "/api/v1/keys/00"],
      ["POST", "/api/v1/keys/00/test"],
      ["DELETE", "/api/v1/keys/00"],
      ["GET", "/api/v1/projects"],
      ["POST", "/api/v1/projects"],
      ["PATCH", "/api/v1/projects/default"],
      ["DELETE", "/api/v1/projects/default"],
    ] as const) {
      expect((await app.inject({ method, url })).statusCode, `${method} ${url}`).toBe(401);
    }
  });

  it("go in, and come out masked; added again they are the same", async () => {
    const before = await version();
    const added = await ask("POST", "/keys", { key: ` ${CANARY}\n` });
    expect(added.status).toBe(201);
    expect(keyAnswer.parse(added.body)).toMatchObject({ masked: "AIza…0001", project: "default", state: "usable" });
    fingerprint = added.body.fingerprint;
    expect(added.headers["location"]).toBe(`/api/v1/keys/${fingerprint}`);
    expect(await version()).toBeGreaterThan(before);
    expect((await ask("POST", "/keys", { key: CANARY })).status).toBe(200);
    const elsewhere = await ask("POST", "/keys", { key: CANARY, project: "other" });
    expect([elsewhere.status, elsewhere.body.type]).toEqual([409, "/problems/already-there"]);
    const listed = keysAnswer.parse((await ask("GET", "/keys")).body);
    expect(listed.items.map(({ masked }) => masked)).toEqual(["AIza…0001"]);
    expect((await ask("GET", `/keys/${fingerprint}`)).body).toEqual(listed.items[0]);
  });

  it("of a second project are a conflict until it is acknowledged", async () => {
    const refused = await ask("POST", "/keys", { key: OTHER, project: "other" });
    expect([refused.status, refused.body.type]).toEqual([409, "/problems/acknowledgement-needed"]);
    expect((await ask("GET", "/projects/other")).status).toBe(404);
    const added = await ask("POST", "/keys", { key: OTHER, project: "other", acknowledgeSeveralProjects: true });
    expect(added.status).toBe(201);
    expect((await ask("DELETE", `/keys/${added.body.fingerprint}`)).status).toBe(204);
    expect((await ask("DELETE", `/keys/${added.body.fingerprint}`)).status).toBe(404);
  });

  it("are tried when somebody asks, which shows until it is done, and leaves them in use", async () => {
    const asked = await ask("POST", `/keys/${fingerprint}/test`);
    expect([asked.status, asked.body.state, asked.body.testAt]).toEqual([202, "testing", toIso(NOW)]);
    expect(asked.headers["location"]).toBe(`/api/v1/keys/${fingerprint}`);
    expect((await readPulse(database.db, NOW)).budgets).toHaveLength(3);
    // What the collector records of it.
    const keyTested = { fingerprint, kind: "refused", said: "API_KEY_INVALID" } as const;
    const keyTests = [{ fingerprint, projectId: "default", refused: true, dueAt: plus(NOW, days(1)), attempts: 0 }];
    await writeKeyFacts(database.db, fingerprint, {
      ...NOTHING,
      at: NOW,
      keyTested,
      keyRefused: "API_KEY_INVALID",
      keyTests,
    });
    expect((await ask("GET", `/keys/${fingerprint}`)).body).toMatchObject({
      state: "refused",
      reason: "API_KEY_INVALID",
      testSaid: "API_KEY_INVALID",
      testedAt: toIso(NOW),
      testAt: toIso(plus(NOW, days(1))),
    });
  });

  it("rest while they are paused, and are not even tried", async () => {
    expect((await ask("PATCH", `/keys/${fingerprint}`, { paused: true })).body).toMatchObject({ state: "paused" });
    const refused = await ask("POST", `/keys/${fingerprint}/test`);
    expect([refused.status, refused.body.type]).toEqual([409, "/problems/key-paused"]);
    expect((await ask("PATCH", `/keys/${fingerprint}`, { paused: true })).status).toBe(200);
    // What YouTube said of it before is not forgotten.
    expect((await ask("PATCH", `/keys/${fingerprint}`, { paused: false })).body).toMatchObject({ state: "refused" });
  });

  it.each([
    ["no key", { key: "this is a sentence" }],
    ["nothing", {}],
    ["another type", { key: 5 }],
    ["a project without a name", { key: OTHER, project: "-" }],
    ["the key in the wrong place", { key: OTHER, [OTHER]: true }],
    ["an acknowledgement that is none", { key: OTHER, acknowledgeSeveralProjects: false }],
  ])("are refused when what comes is %s", async (_what, payload) => {
    const answer = await ask("POST", "/keys", payload);
    expect([answer.status, answer.body.type]).toEqual([400, "/problems/invalid-body"]);
  });

  it("that are not there are not found, and what is no fingerprint is refused", async () => {
    for (const [method, path, payload] of [
      ["GET", "", undefined],
      ["POST", "/test", undefined],
      ["PATCH", "", { paused: true }],
      ["DELETE", "", undefined],
    ] as const) {
      expect((await ask(method, `/keys/00${path}`, payload)).status).toBe(404);
      // The beginning of a fingerprint names nothing here.
      expect((await ask(method, `/keys/${fingerprint.slice(0, 8)}${path}`, payload)).status).toBe(404);
      expect((await ask(method, `/keys/xyz${path}`, payload)).status).toBe(400);
    }
    expect((await ask("PATCH", `/keys/${fingerprint}`, {})).status).toBe(400);
    expect((await ask("PATCH", `/keys/${fingerprint}`, { paused: "yes" })).status).toBe(400);
    expect((await ask("GET", "/keys?masked=no")).status).toBe(400);
  });

  it("sent by twenty at once are stored once", async () => {
    const text = "AIzaCanaryOfTheKeysApi-0000000000000003";
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask("POST", "/keys", { key: text })));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    const { items } = keysAnswer.parse((await ask("GET", "/keys")).body);
    expect(items.filter(({ masked }) => masked === "AIza…0003")).toHaveLength(1);
  });

  it("are sealed by nobody whose secret is not the installation's", async () => {
    const stranger = await openApi(database.db, {
      keyIntake: { vault: openVault("another secret"), parse: (text) => ({ reveal: () => text, masked: "…" }) },
    });
    const answer = await stranger.app.inject({
      method: "POST",
      url: "/api/v1/keys",
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      payload: { key: OTHER },
    });
    expect([answer.statusCode, answer.json().type]).toEqual([409, "/problems/other-secret"]);
  });

  it("are repeated by no answer", () => {
    expect(said).toContain("AIza…0001");
    expect(said).not.toContain(SECRET);
  });
});
