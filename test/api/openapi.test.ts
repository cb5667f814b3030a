import { Validator } from "@seriousme/openapi-schema-validator";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { problemAnswer } from "#api/contract.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed } from "./seed.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

let database: TestDatabase;
let app: Api;
let document: Document;

beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 40);
  ({ app } = await openApi(database.db));
  document = (await app.inject("/openapi.json")).json();
});
afterAll(() => database.close());

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1, says another validator", async () => {
    const result = await new Validator().validate(structuredClone(document) as never);
    expect(result.errors).toBeUndefined();
    expect([result.valid, document.openapi]).toEqual([true, "3.1.0"]);
  });

  it("is the same beside the resources", async () => {
    expect((await app.inject("/api/v1/openapi.json")).json()).toEqual(document);
  });

  it("has every operation and every parameter", () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(operations.toSorted()).toEqual([
      "delete /api/v1/channels/{id}",
      "delete /api/v1/keys/{id}",
      "delete /api/v1/projects/{id}",
      "delete /api/v1/watches/{id}",
      "get /api/v1/calls",
      "get /api/v1/channels",
      "get /api/v1/channels/requests",
      "get /api/v1/channels/{id}",
      "get /api/v1/keys",
      "get /api/v1/keys/{id}",
      "get /api/v1/plan",
      "get /api/v1/projects",
      "get /api/v1/projects/{id}",
      "get /api/v1/quota",
      "get /api/v1/videos",
      "get /api/v1/videos/{id}",
      "get /api/v1/videos/{id}/series",
      "get /api/v1/watches",
      "get /api/v1/watches/{id}",
      "get /api/v1/watches/{id}/runs",
      "get /api/v1/watches/{id}/runs.ndjson",
      "get /api/v1/watches/{id}/videos",
      "get /healthz",
      "get /readyz",
      "patch /api/v1/keys/{id}",
      "patch /api/v1/projects/{id}",
      "patch /api/v1/watches/{id}",
      "post /api/v1/channels",
      "post /api/v1/keys",
      "post /api/v1/keys/{id}/test",
      "post /api/v1/projects",
      "post /api/v1/watches",
    ]);
    const names = document.paths["/api/v1/videos"]?.["get"]?.parameters?.map((parameter) => parameter.name);
    expect(names).toEqual([
      "tag",
      "tagMode",
      "channel",
      "watch",
      "format",
      "publishedAfter",
      "publishedBefore",
      "performanceMin",
      "performanceMax",
      "outlierMin",
      "outlierMax",
      "sort",
      "limit",
      "cursor",
    ]);
  });

  it("says things once and plainly: no twins for input, no safe-integer bounds, no expressions for dates", () => {
    const text = JSON.stringify(document);
    expect(Object.keys(document.components.schemas).filter((name) => name.endsWith("Input"))).toEqual([]);
    expect(text).not.toContain("9007199254740991");
    expect(text).not.toContain("\\\\d{4}");
  });

  it("is shown by a page that loads nothing from elsewhere", async () => {
    const page = await app.inject("/docs/");
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect((await app.inject("/docs/static/swagger-initializer.js")).body).toContain('"validatorUrl":null');
    for (const [, path] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await app.inject(new URL(path ?? "", "http://localhost/docs/").pathname)).statusCode, path).toBe(200);
    }
  });
});

describe("no input yields a 5xx", () => {
  const awkward = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      "",
      "0",
      "-1",
      "1e309",
      "NaN",
      "null",
      "true",
      "[]",
      "{}",
      "\0",
      "'",
      '"; drop table video; --',
      "%",
      "%00",
      "../..",
      "2026-02-29",
      "9999-12-31",
      "-infinity",
      "UC",
      "a,b",
    ),
    fc.constantFrom(RICH_VIDEO, ...CHANNELS, "2026-01-01", "1", "0.5", "-performance", "any", "long"),
    fc.integer().map(String),
    fc.double().map(String),
    // Longer than any bound of a parameter, and than the router once took.
    fc
      .tuple(fc.constantFrom("x", "é", "%", "../", "0", ","), fc.integer({ min: 400, max: 3000 }))
      .map(([text, times]) => text.repeat(times)),
  );

  it("from any operation, whatever its parameters hold", async () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    const requests = fc.constantFrom(...operations).chain(({ path, method, operation }) => {
      const names =
        operation.parameters?.filter((parameter) => parameter.in === "query").map((parameter) => parameter.name) ?? [];
      return fc.record({
        method: fc.constant(method.toUpperCase() as "GET" | "POST" | "DELETE"),
        path: fc.constant(path),
        id: awkward,
        query: fc.array(
          fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom("x", ...names) }, awkward), awkward),
          { maxLength: 4 },
        ),
        encode: fc.boolean(),
        body: fc.option(
          fc.oneof(
            fc.json(),
            fc.array(awkward, { maxLength: 3 }).map((channels) => JSON.stringify({ channels })),
          ),
          { nil: undefined },
        ),
      });
    });
    await fc.assert(
      fc.asyncProperty(requests, async ({ method, path, id, query, encode, body }) => {
        // Half of the time the text is put into the URL as it is, as far as a URL can be made of it.
        const written = (text: string) =>
          encode ? encodeURIComponent(text.toWellFormed()) : encodeURI(text.toWellFormed());
        const search = query.map(([name, value]) => `${written(name)}=${written(value)}`).join("&");
        const answer = await app.inject({
          method,
          url: `${path.replace("{id}", written(id))}?${search}`,
          headers: {
            authorization: `Bearer ${ADMIN_TOKEN}`,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { payload: body }),
        });
        expect(answer.statusCode, answer.body).toBeLessThan(500);
        if (answer.statusCode >= 400) problemAnswer.parse(answer.json());
      }),
      { numRuns: 3000 },
    );
  });
});
