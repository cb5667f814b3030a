import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { Dataset } from "#exports/datasets.ts";
import { openApi } from "../api/open-api.ts";
import { seed } from "../api/seed.ts";
import { askDuckDb, exported } from "../exports/open-exports.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const PAGE = join(import.meta.dirname, "../../docs/notebook.md");

describe("docs/notebook.md", () => {
  let database: TestDatabase;
  let app: Api;
  let page = "";

  beforeAll(async () => {
    database = await openTestDatabase("pglite");
    await seed(database.db, 60);
    ({ app } = await openApi(database.db));
    page = await readFile(PAGE, "utf8");
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  it("has only requests that are answered, with what it reads of them", async () => {
    const paths = [...page.matchAll(/"(?:http:\/\/127\.0\.0\.1:8686\/api\/v1)?(\/[a-z][^"]*)"/g)].map(
      ([, path = ""]) => path,
    );
    expect(paths.length).toBe(4);
    for (const path of paths) {
      const answer = await app.inject(`/api/v1${path}`);
      expect([path, answer.statusCode]).toEqual([path, 200]);
      if (path.includes(".ndjson"))
        expect(JSON.parse(answer.body.split("\n")[0] ?? "")).toHaveProperty("performance.value");
      else expect(answer.json()).toHaveProperty(path.endsWith("=age") ? "ages" : "snapshots");
    }
  });

  it("has only statements that run on what its commands write", async () => {
    const files = new Map<string, string>();
    for (const [, dataset = "", filter = ""] of page.matchAll(
      /^viewcurve export (\S+) --format parquet --filter '(\S+)'/gm,
    )) {
      const asked = {
        dataset: dataset as Dataset,
        format: "parquet",
        filter: Object.fromEntries(new URLSearchParams(filter)),
      } as const;
      const { file, writing } = await exported(database.db, asked);
      expect((await writing).rows).toBeGreaterThan(10);
      files.set(`${dataset}/${dataset}.parquet`, file);
    }
    expect(files.size).toBe(2);
    const blocks = [...page.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
    const inPython = [...page.matchAll(/duckdb\.sql\("(.*)"\)/g)].map(([, statement = ""]) => statement);
    for (const statement of [...blocks, ...inPython]) {
      const placed = [...files].reduce((text, [name, file]) => text.replaceAll(`'${name}'`, `'${file}'`), statement);
      expect((await askDuckDb(placed)).length, statement).toBeGreaterThan(0);
    }
  });
});
