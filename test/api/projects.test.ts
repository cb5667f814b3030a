import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { projectAnswer } from "#api/operations/keys-contract.ts";
import type { Lease } from "#storage/collecting/lease.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { addProject, entry, lease } from "../storage/charges.ts";
import { NOTHING } from "../storage/settlements.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";

let database: TestDatabase;
let app: Api;
let held: Lease;
let calls = 0;

beforeAll(async () => {
  database = await openTestDatabase("native");
  ({ app } = await openApi(database.db));
  held = await lease(database.db);
});
afterAll(() => database.close());

async function ask(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, payload?: object) {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const answer = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.body === "" ? null : answer.json() };
}

const spend = async (projectId: string, times: number): Promise<string[]> => {
  const kinds: string[] = [];
  for (let n = 0; n < times; n++) {
    kinds.push((await chargeCall(database.db, held, entry(++calls, { projectId }), NOW)).kind);
  }
  return kinds;
};

const batchOf = async (id: string) =>
  projectAnswer.parse((await ask("GET", `/projects/${id}`)).body).today.find(({ bucket }) => bucket === "batch");

describe("a project", () => {
  it("is made with YouTube's usual limits or its own, and a second one wants an acknowledgement", async () => {
    const first = await ask("POST", "/projects", { id: "one" });
    expect(first.status).toBe(201);
    expect(projectAnswer.parse(first.body).limits).toEqual({ default: 10_000, search: 100, batch: 10_000 });
    const again = await ask("POST", "/projects", { id: "one" });
    expect([again.status, again.body.type]).toEqual([409, "/problems/already-there"]);
    const second = { id: "two", limits: { search: 5 } };
    const refused = await ask("POST", "/projects", second);
    expect([refused.status, refused.body.type]).toEqual([409, "/problems/acknowledgement-needed"]);
    const made = await ask("POST", "/projects", { ...second, acknowledgeSeveralProjects: true });
    expect(made.body.limits).toEqual({ default: 10_000, search: 5, batch: 10_000 });
    expect((await ask("GET", "/projects")).body.items.map(({ id }: { id: string }) => id)).toEqual(["one", "two"]);
  });

  it("changes its limits at once for the day that has begun, and never below what is used", async () => {
    await addProject(database.db, "p", 5);
    expect(await spend("p", 3)).toEqual(["charged", "charged", "charged"]);
    expect((await ask("PATCH", "/projects/p", { limits: { batch: 2 } })).status).toBe(200);
    expect(await batchOf("p")).toMatchObject({ used: 3, left: 0 });
    expect(await spend("p", 1)).toEqual(["spent"]);
    expect((await ask("PATCH", "/projects/p", { limits: { batch: 4 } })).body.limits.batch).toBe(4);
    expect(await spend("p", 2)).toEqual(["charged", "spent"]);
    // Before the first charge of the day too.
    await ask("PATCH", "/projects/p", { limits: { default: 1 } });
    expect((await chargeCall(database.db, held, entry(++calls, { bucket: "default" }), NOW)).kind).toBe("charged");
    expect((await chargeCall(database.db, held, entry(++calls, { bucket: "default" }), NOW)).kind).toBe("spent");
  });

  it("that YouTube called spent is tried by one call after its limit was raised, and opens if that is answered", async () => {
    await addProject(database.db, "q", 10);
    await spend("q", 1);
    const by = { projectId: "q", fingerprint: "key of q" };
    await recordSettlement(database.db, held, { ...by, number: calls }, { ...NOTHING, at: NOW, spent: "batch" });
    await ask("PATCH", "/projects/q", { limits: { batch: 5 } });
    expect(await spend("q", 1)).toEqual(["spent"]);
    await ask("PATCH", "/projects/q", { limits: { batch: 20 } });
    expect(await spend("q", 2)).toEqual(["charged", "spent"]);
    const settled = { ...by, number: calls - 1, probes: "batch" as const };
    await recordSettlement(database.db, held, settled, { ...NOTHING, at: NOW });
    expect(await batchOf("q")).toMatchObject({ used: 2, left: 18 });
  });

  it("keeps to one limit while it is changed under a storm of charges", async () => {
    await addProject(database.db, "r", 10);
    const charges = Array.from({ length: 60 }, () =>
      chargeCall(database.db, held, entry(++calls, { projectId: "r" }), NOW),
    );
    const change = ask("PATCH", "/projects/r", { limits: { batch: 30 } });
    await Promise.all([...charges, change]);
    await spend("r", 40);
    expect(await batchOf("r")).toMatchObject({ used: 30, left: 0 });
  });

  it("with keys stays; without, it goes, and what it used is not given back to the next of its name", async () => {
    const refused = await ask("DELETE", "/projects/r");
    expect([refused.status, refused.body.type]).toEqual([409, "/problems/project-has-keys"]);
    await database.db.deleteFrom("api_key").where("project_id", "=", "r").execute();
    expect((await ask("DELETE", "/projects/r")).status).toBe(204);
    expect((await ask("DELETE", "/projects/r")).status).toBe(404);
    const again = await ask("POST", "/projects", { id: "r", limits: { batch: 31 } });
    expect(again.status).toBe(201);
    expect(await batchOf("r")).toMatchObject({ used: 30, left: 1 });
  });

  it("is made once by twenty that ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask("POST", "/projects", { id: "crowd" })));
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  });

  it.each([
    ["POST", "/projects", {}],
    ["POST", "/projects", { id: "a b" }],
    ["POST", "/projects", { id: "x".repeat(64) }],
    ["POST", "/projects", { id: "ok", limits: { default: -1 } }],
    ["POST", "/projects", { id: "ok", limits: { videos: 1 } }],
    ["PATCH", "/projects/one", {}],
    ["PATCH", "/projects/one", { limits: {} }],
    ["PATCH", "/projects/one", { limits: { default: 1.5 } }],
    ["PATCH", "/projects/one", { limits: { default: 1e12 } }],
    ["PATCH", "/projects/one", { limits: { default: 1 }, id: "other" }],
  ] as const)("is refused: %s %s %j", async (method, path, payload) => {
    const answer = await ask(method, path, payload);
    expect([answer.status, answer.body.type]).toEqual([400, "/problems/invalid-body"]);
  });

  it("that is not there is not found", async () => {
    expect((await ask("GET", "/projects/nobody")).status).toBe(404);
    expect((await ask("PATCH", "/projects/nobody", { limits: { default: 1 } })).status).toBe(404);
    expect((await ask("DELETE", "/projects/nobody")).status).toBe(404);
    expect((await ask("GET", "/projects/a%20b")).status).toBe(400);
  });
});
