import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SavedViewsAnswer, viewsAnswer } from "#api/videos/saved-views-contract.ts";
import type { Scope } from "#domain/scope.ts";
import { createToken } from "#storage/access/tokens.ts";
import { SAVED_VIEWS_MAX } from "#storage/videos/saved-views.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";

let database: TestDatabase;
let api: Awaited<ReturnType<typeof openApi>>;
const tokens: Partial<Record<Scope, string>> = {};
beforeAll(async () => {
  database = await openTestDatabase("native");
  for (const scope of ["read", "write"] as const) {
    tokens[scope] = (await createToken(database.db, { name: `Ana (${scope})`, scope, expiresAt: null }, NOW)).token;
  }
  api = await openApi(database.db);
});
afterAll(() => database.close());

const VIEW = { path: "/videos", query: "tag=bread&sort=-outlier" };

const ask = (method: "PUT" | "PATCH" | "DELETE", name: string, payload?: object, scope: Scope = "write") =>
  api.app.inject({
    method,
    url: `/api/v1/saved-views/${encodeURIComponent(name)}`,
    headers: { authorization: `Bearer ${tokens[scope]}` },
    ...(payload ? { payload } : {}),
  });
const list = async (): Promise<SavedViewsAnswer["items"]> =>
  viewsAnswer.parse((await api.app.inject("/api/v1/saved-views")).json()).items;

describe("saved views", () => {
  it("are shared: what one saves, all find, changed, renamed and deleted as the last one left it", async () => {
    expect((await ask("PUT", "Outliers", VIEW)).json()).toMatchObject({ ...VIEW, savedBy: "Ana (write)" });
    await ask("PUT", "Outliers", { ...VIEW, query: "tag=bread" });
    expect(await list()).toMatchObject([{ name: "Outliers", query: "tag=bread" }]);
    expect((await ask("PATCH", "Outliers", { name: "Bread" })).json()).toMatchObject({ name: "Bread" });
    expect((await ask("PATCH", "Outliers", { name: "Bread" })).statusCode).toBe(404);
    expect((await list()).map(({ name }) => name)).toEqual(["Bread"]);
    expect((await ask("DELETE", "Bread")).statusCode).toBe(204);
    expect((await ask("DELETE", "Bread")).statusCode).toBe(404);
    expect(await list()).toEqual([]);
  });

  it("keep their names apart: a view is never renamed over another", async () => {
    await ask("PUT", "one", VIEW);
    await ask("PUT", "two", { path: "/channels" });
    const answer = await ask("PATCH", "one", { name: "two" });
    expect([answer.statusCode, answer.json().type]).toEqual([409, "/problems/already-there"]);
    expect((await list()).map(({ name, path }) => [name, path])).toEqual([
      ["one", "/videos"],
      ["two", "/channels"],
    ]);
    for (const name of ["one", "two"]) await ask("DELETE", name);
  });

  it("want the scope write to be changed, and no more", async () => {
    for (const method of ["PUT", "PATCH", "DELETE"] as const) {
      const answer = await ask(method, "x", method === "DELETE" ? undefined : { ...VIEW, name: "x" }, "read");
      expect([method, answer.statusCode]).toEqual([method, 403]);
    }
  });

  it.each([
    ["//evil.example/videos", ""],
    ["https://evil.example", ""],
    ["javascript:alert(1)", ""],
    ["/videos\\evil", ""],
    ["videos", ""],
    ["/videos", "a=b#c"],
    ["/videos", "a=<b>\u2028"],
  ])("lead to no other server and run nothing: %s?%s is refused", async (path, query) => {
    const answer = await ask("PUT", "x", { path, query });
    expect([answer.statusCode, answer.json().type]).toEqual([400, "/problems/invalid-body"]);
  });

  it("take any name that is a text, and give it back as it was", async () => {
    const names = [
      `<img src=x onerror="alert(1)">`,
      "../../etc/passwd",
      "a/b?c#d%2e",
      "朝の散歩 🍞",
      "' or 1=1 --",
      "می\u200Cخواهم 👩\u200D🍳",
    ];
    for (const name of names) expect((await ask("PUT", name, VIEW)).statusCode, name).toBe(200);
    expect((await list()).map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    for (const name of ["", " x", "a\u0000b", "a\nb", "\u202Eb", "x".repeat(101)]) {
      expect((await ask("PUT", name, VIEW)).statusCode, JSON.stringify(name)).toBeGreaterThanOrEqual(400);
    }
    for (const name of names) await ask("DELETE", name);
  });

  it("have no name that an address takes for the list itself", async () => {
    await ask("PUT", "dotted", VIEW);
    for (const name of [".", ".."]) expect((await ask("PATCH", "dotted", { name })).statusCode, name).toBe(400);
    await ask("DELETE", "dotted");
  });

  it("are not more than a list shows", async () => {
    const row = { ...VIEW, created_at: new Date(NOW).toISOString(), changed_at: new Date(NOW).toISOString() };
    const rows = Array.from({ length: SAVED_VIEWS_MAX }, (_, n) => ({ ...row, name: `view ${n}`, saved_by: null }));
    await database.db
      .insertInto("saved_view")
      .values(rows as never)
      .execute();
    expect((await ask("PUT", "one more", VIEW)).json().type).toBe("/problems/conflict");
    expect((await ask("PUT", "view 7", { path: "/channels" })).statusCode).toBe(200);
    await database.db.deleteFrom("saved_view").execute();
  });
});
