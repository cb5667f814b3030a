import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { seed } from "./seed.ts";

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
  database = await openTestDatabase("native");
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
      "delete /api/v1/discoveries/{id}",
      "delete /api/v1/exports/{id}",
      "delete /api/v1/keys/{id}",
      "delete /api/v1/projects/{id}",
      "delete /api/v1/saved-views/{name}",
      "delete /api/v1/tokens/{id}",
      "delete /api/v1/videos/{id}/follow",
      "delete /api/v1/watches/{id}",
      "get /api/v1/calls",
      "get /api/v1/calls.csv",
      "get /api/v1/categories",
      "get /api/v1/channels",
      "get /api/v1/channels.csv",
      "get /api/v1/channels.ndjson",
      "get /api/v1/channels/compare",
      "get /api/v1/channels/compare.csv",
      "get /api/v1/channels/requests",
      "get /api/v1/channels/{id}",
      "get /api/v1/channels/{id}/days",
      "get /api/v1/channels/{id}/days.csv",
      "get /api/v1/channels/{id}/uploads",
      "get /api/v1/channels/{id}/uploads.csv",
      "get /api/v1/channels/{id}/videos",
      "get /api/v1/collector",
      "get /api/v1/dictionary",
      "get /api/v1/dictionary.csv",
      "get /api/v1/discoveries",
      "get /api/v1/discoveries.csv",
      "get /api/v1/discoveries/{id}",
      "get /api/v1/discoveries/{id}/channels",
      "get /api/v1/discoveries/{id}/channels.csv",
      "get /api/v1/discoveries/{id}/channels.ndjson",
      "get /api/v1/events",
      "get /api/v1/exports",
      "get /api/v1/exports/{id}",
      "get /api/v1/exports/{id}/files/{name}",
      "get /api/v1/imports",
      "get /api/v1/insights/engaging",
      "get /api/v1/insights/engaging.csv",
      "get /api/v1/insights/forecasts/accuracy",
      "get /api/v1/insights/forecasts/accuracy.csv",
      "get /api/v1/insights/keywords",
      "get /api/v1/insights/keywords.csv",
      "get /api/v1/insights/keywords/network",
      "get /api/v1/insights/keywords/network.csv",
      "get /api/v1/insights/keywords/network.graphml",
      "get /api/v1/insights/outliers",
      "get /api/v1/insights/outliers.csv",
      "get /api/v1/insights/summaries/{id}",
      "get /api/v1/insights/summary/facts",
      "get /api/v1/insights/summary/facts.csv",
      "get /api/v1/insights/trending",
      "get /api/v1/insights/trending.csv",
      "get /api/v1/insights/typical",
      "get /api/v1/insights/typical.csv",
      "get /api/v1/insights/views",
      "get /api/v1/insights/views.csv",
      "get /api/v1/keys",
      "get /api/v1/keys/{id}",
      "get /api/v1/plan",
      "get /api/v1/projects",
      "get /api/v1/projects/{id}",
      "get /api/v1/quota",
      "get /api/v1/quota.csv",
      "get /api/v1/saved-views",
      "get /api/v1/saved-views/{name}",
      "get /api/v1/session",
      "get /api/v1/settings",
      "get /api/v1/settings.csv",
      "get /api/v1/stats",
      "get /api/v1/tags",
      "get /api/v1/tags/{tag}",
      "get /api/v1/tokens",
      "get /api/v1/videos",
      "get /api/v1/videos.csv",
      "get /api/v1/videos.ndjson",
      "get /api/v1/videos/facets",
      "get /api/v1/videos/{id}",
      "get /api/v1/videos/{id}/forecast",
      "get /api/v1/videos/{id}/series",
      "get /api/v1/videos/{id}/series.csv",
      "get /api/v1/videos/{id}/similar",
      "get /api/v1/watches",
      "get /api/v1/watches.csv",
      "get /api/v1/watches/{id}",
      "get /api/v1/watches/{id}/runs",
      "get /api/v1/watches/{id}/runs.csv",
      "get /api/v1/watches/{id}/runs.ndjson",
      "get /api/v1/watches/{id}/videos",
      "get /api/v1/watches/{id}/videos.csv",
      "get /healthz",
      "get /login",
      "get /readyz",
      "patch /api/v1/channels/{id}",
      "patch /api/v1/discoveries/{id}",
      "patch /api/v1/keys/{id}",
      "patch /api/v1/projects/{id}",
      "patch /api/v1/saved-views/{name}",
      "patch /api/v1/watches/{id}",
      "post /api/v1/channels",
      "post /api/v1/discoveries",
      "post /api/v1/exports",
      "post /api/v1/insights/summary",
      "post /api/v1/keys",
      "post /api/v1/keys/{id}/test",
      "post /api/v1/projects",
      "post /api/v1/tokens",
      "post /api/v1/videos/curves",
      "post /api/v1/videos/curves/aged",
      "post /api/v1/videos/lookup",
      "post /api/v1/watches",
      "post /login",
      "post /logout",
      "put /api/v1/saved-views/{name}",
      "put /api/v1/videos/{id}/follow",
    ]);
    const names = document.paths["/api/v1/videos"]?.["get"]?.parameters?.map((parameter) => parameter.name);
    expect(names).toEqual([
      "tag",
      "tagMode",
      "tagPrefix",
      "q",
      "channel",
      "watch",
      "category",
      "format",
      "language",
      "publishedAfter",
      "publishedBefore",
      "age",
      ..."duration views likes comments velocity heat engagement performance performanceInFormat outlier"
        .split(" ")
        .flatMap((measure) => [`${measure}Min`, `${measure}Max`]),
      "live",
      "gone",
      "changed",
      "madeForKids",
      "sort",
      "fields",
      "limit",
      "cursor",
      "page",
      "pageSize",
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
