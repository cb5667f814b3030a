import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 60);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const ask = async (path: string) => {
  const answer = await app.inject(`/api/v1/insights/${path}`);
  return { status: answer.statusCode, body: answer.json() };
};

describe("an insight's scope and window", () => {
  it("are repeated in the answer, each list sorted and once, whatever their order in the question", async () => {
    const [first, second] = CHANNELS.slice(0, 2).toSorted();
    const { body } = await ask(`trending?channel=${second}&channel=${first}&channel=${second}&tag=BAKING&format=short`);
    expect(body.scope).toEqual({
      ...{ channels: [first, second], watch: null, tag: "baking", categories: [], formats: ["short"] },
    });
  });

  it.each([
    ["trending?window=3h", "window"],
    ["trending?sort=views", "sort"],
    ["outliers?to=2026-11-20", "to"],
    ["views?window=24h&from=2026-11-01", "window"],
    ["views?to=2026-11-10", "from"],
    ["views?from=2026-11-10&to=2026-11-01", "to"],
    ["views?from=2026-11-10T10:30:00Z", "from"],
    ["views?from=2020-01-01", "from"],
    ["views?from=2027-01-01", "from"],
    ["views?window=400d", "window"],
    ["views?window=30m", "window"],
    ["views?step=hour&from=2026-11-01&to=2026-11-02", "step"],
    ["typical?window=7d&from=2026-11-01", "window"],
    ["views?channel=nobody", "channel"],
  ])("that cannot be looked at are refused by name: %s", async (path, parameter) => {
    const { status, body } = await ask(path);
    expect({ status, named: body.errors?.map((error: { parameter: string }) => error.parameter) }).toEqual({
      status: 400,
      named: expect.arrayContaining([parameter]),
    });
  });
});

describe("view trends", () => {
  it("of the last days end with the last whole UTC day, and by the hour with the last full hour", async () => {
    const daily = await ask("views?window=2d&step=day");
    expect(daily.body.window).toEqual({ from: "2026-11-18T00:00:00.000Z", to: "2026-11-20T00:00:00.000Z" });
    const hourly = await ask("views?window=24h");
    expect(hourly.body).toMatchObject({
      step: "hour",
      window: { from: "2026-11-19T08:00:00.000Z", to: "2026-11-20T08:00:00.000Z" },
    });
    expect(hourly.body.items).toHaveLength(24);
  });

  it("of single videos say of how many their hours are told, and say so when nothing was sampled", async () => {
    const { body } = await ask("views?window=24h&tag=rivers&category=99");
    expect(body).toMatchObject({
      step: "hour",
      views: 0,
      before: null,
      sampled: { videos: 0, of: 0 },
      reason: "noSamples",
    });
  });
});
