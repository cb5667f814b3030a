import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { WatchId } from "#domain/watch.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { seed } from "./seed.ts";
import { seedWatch } from "./seed-watches.ts";
import { clientOf } from "./watch-client.ts";
import { ADD_WATCH, ADD_WATCH_EXAMPLE, watchExamples } from "./watch-examples.ts";

const example = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../docs/api/${name}`, import.meta.url), "utf8"));

describe("the examples of watches in docs/api", () => {
  let database: TestDatabase;
  let app: Api;
  let id: WatchId;

  beforeAll(async () => {
    database = await openTestDatabase("native");
    await seed(database.db, 40);
    id = await seedWatch(database.db);
    ({ app } = await openApi(database.db));
  });
  afterAll(() => database.close());

  it("are what the API answers", async () => {
    for (const [name, url] of Object.entries(watchExamples(id))) {
      expect((await app.inject(url)).json(), name).toEqual(await example(name));
    }
  });

  it("show what a new one is answered", async () => {
    const answer = await clientOf(app).post(ADD_WATCH);
    expect({ request: ADD_WATCH, answer: answer.json() }).toEqual(await example(ADD_WATCH_EXAMPLE));
  });
});
