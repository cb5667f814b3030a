import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed } from "./seed.ts";

const FOLDER = new URL("../../docs/api/", import.meta.url);

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 40);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

/** Each example with the request that it is the answer to, over the seeded database. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "videos.json": "/api/v1/videos?tag=baking&sort=-performance&limit=2",
  "video.json": `/api/v1/videos/${RICH_VIDEO}`,
  "series.json": `/api/v1/videos/${RICH_VIDEO}/series`,
  "channels.json": "/api/v1/channels?limit=1",
  "channel.json": `/api/v1/channels/${CHANNELS[0]}`,
  "channel-requests.json": "/api/v1/channels/requests",
  "quota.json": "/api/v1/quota",
  "plan.json": "/api/v1/plan",
  "problem.json": "/api/v1/videos?performanceMin=2&performanceMax=1&limit=0",
};

const TRACK = { channels: ["@handle0", "not a channel"], weight: 2, watched: true };

const example = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, FOLDER), "utf8"));

describe("the examples in docs/api", () => {
  it.each(Object.entries(EXAMPLES))("%s is what %s answers", async (name, url) => {
    expect((await app.inject(url)).json()).toEqual(await example(name));
  });

  it("track-channels.json is what POST /channels answers", async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await app.inject({ method: "POST", url: "/api/v1/channels", payload: TRACK, headers });
    expect({ request: TRACK, answer: answer.json() }).toEqual(await example("track-channels.json"));
  });

  it("are all of them", async () => {
    expect((await readdir(FOLDER)).toSorted()).toEqual([...Object.keys(EXAMPLES), "track-channels.json"].toSorted());
  });

  it("name every resource in docs/api.md, and every problem", async () => {
    const page = await readFile(new URL("../api.md", FOLDER), "utf8");
    for (const name of await readdir(FOLDER)) expect(page, name).toContain(`(api/${name})`);
    const source = await readFile(new URL("../../src/api/problem.ts", FOLDER), "utf8");
    const names = [...source.matchAll(/^ {2}"([a-z-]+)": \{ status/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(page, name).toContain(`\`${name}\``);
  });
});
