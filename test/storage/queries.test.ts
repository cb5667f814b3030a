import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readState } from "#collector/read-state.ts";
import { retentionLines } from "#domain/retention.ts";
import { days, minus, minutes, plus } from "#domain/time.ts";
import { renewLease } from "#storage/collecting/lease.ts";
import { readChangedRows } from "#storage/collecting/planner-rows.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import { listWaitingPushes } from "#storage/collecting/pushes.ts";
import type { Db } from "#storage/database.ts";
import { listPurges, nextPurged, purgeStep, requestPurge } from "#storage/retention/purge.ts";
import { deleteOldOfChannels, findOldChannels, nextChannels } from "#storage/retention/retention-channels.ts";
import { deleteOldMeasures } from "#storage/retention/retention-measures.ts";
import { deleteOldRuns } from "#storage/retention/retention-runs.ts";
import { removeOld } from "#storage/retention/retention-steps.ts";
import { deleteOldOfVideos, findOldVideos, nextVideos } from "#storage/retention/retention-videos.ts";
import { tidyLogs } from "#storage/retention/tidy-logs.ts";
import { refreshEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { enqueueStaleRescores, listRescoreTasks, rescoreChannel } from "#storage/scores/scores.ts";
import { refreshTypical } from "#storage/scores/typical.ts";
import { enqueueStaleTypicals, listTypicalTasks } from "#storage/scores/typical-tasks.ts";
import { refreshVelocityTypical } from "#storage/scores/velocity-typical.ts";
import { fillSearchTerms } from "#storage/search/search-fill.ts";
import { BEFORE_ALL_IDS } from "#storage/sql/id-range.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { NOW } from "../api/now.ts";
import { ADMIN_TOKEN, openApi } from "../api/open-api.ts";
import { CHANNELS, RICH_VIDEO, seed } from "../api/seed.ts";
import { seedDiscovery } from "../api/seed-discoveries.ts";
import { seedWatch } from "../api/seed-watches.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { recordQueries } from "../harness/recorded-queries.ts";
import { readableSql } from "../harness/sql-text.ts";
import { channelId, NOON, Recorder, sampled, videoDescription, videoId } from "./settlements.ts";

let database: TestDatabase;
let collected: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase("pglite");
  collected = await openTestDatabase("pglite");
  await seed(database.db, 40);
});
afterAll(() => Promise.all([database.close(), collected.close()]));

const CHANNEL = CHANNELS[0] ?? "";

/** What is read: each operation, and lists in each way that reads them differently. */
const reads = (watch: string, discovery: string): readonly string[] => [
  "/readyz",
  "/api/v1/videos",
  "/api/v1/videos?sort=-views&limit=5",
  "/api/v1/videos?sort=views&viewsMin=10&page=2",
  "/api/v1/videos?tag=bread",
  "/api/v1/videos?tag=bread&tag=baking&tagMode=all&performanceMin=2&sort=-performance",
  "/api/v1/videos?tagPrefix=br",
  '/api/v1/videos?q=bread -"how rises"',
  "/api/v1/videos?q=bread&sort=relevance",
  "/api/v1/videos?q=bread&channel=UCuAXFkgsw1L7xaCfnd5JJOw&sort=-outlier",
  `/api/v1/videos?channel=${CHANNEL}&format=short&language=pt&category=10&publishedAfter=2026-11-01&age=7d&gone=false&changed=true&live=false&madeForKids=false`,
  `/api/v1/videos?watch=${watch}`,
  "/api/v1/videos.csv?heatMin=1",
  "/api/v1/videos/facets?tag=bread",
  "/api/v1/saved-views",
  `/api/v1/videos/${RICH_VIDEO}`,
  `/api/v1/videos/${RICH_VIDEO}/series`,
  `/api/v1/videos/${RICH_VIDEO}/series?bucket=1d`,
  `/api/v1/videos/${RICH_VIDEO}/series?bucket=age`,
  `/api/v1/videos/${RICH_VIDEO}/similar`,
  "/api/v1/channels",
  "/api/v1/channels?q=bread&country=DE&sort=-subscribers&page=1",
  "/api/v1/channels.csv",
  "/api/v1/channels/requests",
  `/api/v1/channels/compare?ids=${CHANNELS[0]},${CHANNELS[1]}`,
  `/api/v1/channels/${CHANNEL}`,
  `/api/v1/channels/${CHANNEL}/videos`,
  "/api/v1/insights/engaging",
  "/api/v1/insights/engaging?by=comments&format=long&tag=bread",
  "/api/v1/tags",
  "/api/v1/tags?prefix=b",
  "/api/v1/tags/baking",
  "/api/v1/insights/keywords?kind=top&tag=bread&window=28d",
  "/api/v1/insights/keywords/network?window=28d",
  "/api/v1/categories",
  "/api/v1/stats",
  "/api/v1/collector",
  "/api/v1/watches",
  `/api/v1/watches/${watch}`,
  `/api/v1/watches/${watch}/runs`,
  `/api/v1/watches/${watch}/runs.ndjson`,
  `/api/v1/watches/${watch}/videos`,
  "/api/v1/discoveries",
  `/api/v1/discoveries/${discovery}`,
  `/api/v1/discoveries/${discovery}/channels?limit=5`,
  `/api/v1/discoveries/${discovery}/channels.csv?matching=all&language=de&country=DE&category=27&source=search&tracked=false&subscribersMin=1&subscribersMax=9000&sort=title`,
  "/api/v1/quota",
  "/api/v1/calls",
  "/api/v1/keys",
  "/api/v1/projects",
  "/api/v1/tokens",
];

const writes = (
  watch: string,
  discovery: string,
): readonly (readonly [method: "POST" | "PATCH" | "DELETE", url: string, body?: object])[] => [
  ["POST", "/api/v1/videos/lookup", { ids: [RICH_VIDEO, "nobody_____"] }],
  ["POST", "/api/v1/channels", { channels: ["@handle7"] }],
  ["PATCH", `/api/v1/channels/${CHANNEL}`, { weight: 2, paused: true }],
  ["DELETE", `/api/v1/channels/${CHANNELS[1]}`],
  ["DELETE", `/api/v1/channels/${CHANNELS[2]}?purge=true`],
  ["POST", "/api/v1/watches", { kind: "search", filters: { q: "bread" } }],
  ["PATCH", `/api/v1/watches/${watch}`, { share: 2 }],
  ["DELETE", `/api/v1/watches/${watch}`],
  ["POST", "/api/v1/discoveries", { budget: { default: 100 } }],
  ["PATCH", `/api/v1/discoveries/${discovery}`, { budget: { search: 2 }, terms: ["bread"] }],
  ["DELETE", `/api/v1/discoveries/${discovery}?purge=true`],
  ["POST", "/api/v1/keys", { key: "AIza-a-key-of-39-characters-in-real-life" }],
  ["PATCH", "/api/v1/projects/default", { limits: { default: 50_000 } }],
  ["POST", "/api/v1/tokens", { name: "a reader", scope: "read" }],
];

/** What the collector asks, in the order of its work. */
async function collect(db: Db, chapter: (name: string) => void): Promise<void> {
  chapter("the collector takes the lease, charges a call and settles it: a channel");
  const recorder = await Recorder.open(db);
  await recorder.trackChannel(1);
  chapter("a video is described");
  await recorder.record({
    descriptions: [videoDescription(1)],
    videos: [sampled(1, NOON, 1).video],
    sightingSource: "uploads",
  });
  chapter("a video is sampled in its first hour");
  await recorder.sample([sampled(1, plus(NOON, minutes(60)), 1000)]);
  chapter("a video's description is read again and has changed");
  await recorder.record({ descriptions: [videoDescription(1, { title: "Another" })] });
  chapter("before each plan");
  await readPulse(db, NOON);
  await readChangedRows(db, 0);
  await listWaitingPushes(db, 50);
  await renewLease(db, recorder.lease, days(1000), NOON);
  chapter("at the start of collecting");
  await readState(db, async () => undefined);
  chapter("scores");
  await enqueueStaleRescores(db, NOW, NOW);
  await listRescoreTasks(db, 50);
  await rescoreChannel(db, channelId(1), NOW);
  chapter("usual curves");
  await enqueueStaleTypicals(db, NOW, NOW);
  await listTypicalTasks(db, NOW, 20);
  await refreshTypical(db, channelId(1), NOW);
  await refreshVelocityTypical(db, NOW);
  await refreshEngagementPriors(db, NOW);
  chapter("upkeep");
  await ensurePartitions(db, minus(NOW, days(1)), plus(NOW, days(1)));
  await fillSearchTerms(db, BEFORE_ALL_IDS);
  await tidyLogs(db, NOW);
  chapter("retention");
  const lines = retentionLines({ statistics: "30d", texts: "30d" }, NOW);
  const line = lines.statistics ?? NOW;
  await deleteOldRuns(db, line);
  await deleteOldMeasures(db, line);
  const videos = await nextVideos(db, BEFORE_ALL_IDS, 500);
  await deleteOldOfVideos(db, videos, lines);
  const oldVideos = await findOldVideos(db, videos, lines);
  if (oldVideos) await removeOld(db, recorder.lease, { kind: "videos", old: oldVideos }, NOW);
  const channels = await nextChannels(db, BEFORE_ALL_IDS, 500);
  await deleteOldOfChannels(db, channels, lines);
  const oldChannels = await findOldChannels(db, channels, lines);
  if (oldChannels) await removeOld(db, recorder.lease, { kind: "channels", old: oldChannels }, NOW);
  chapter("a purge");
  await requestPurge(db, channelId(1), NOW);
  await listPurges(db);
  await purgeStep(db, recorder.lease, channelId(1), await nextPurged(db, channelId(1)));
  await purgeStep(db, recorder.lease, channelId(1), [videoId(1)]);
}

describe("the SQL of every query", () => {
  it("is in a file beside this one, so that whoever reviews a change sees what it asks of the database", async () => {
    const read = recordQueries(database.db);
    const written = recordQueries(collected.db);
    const watch = await seedWatch(database.db);
    const discovery = await seedDiscovery(database.db);
    const { app } = await openApi(read.db);
    const known = new Set<string>();
    const lines: string[] = [];
    let told = 0;
    // What was said before is not repeated: a chapter holds what is new in it.
    const tellNew = (): void => {
      const all = [...read.queries(), ...written.queries()];
      for (const { sql: text } of all.slice(told)) {
        const readable = readableSql(text);
        if (known.has(readable)) continue;
        known.add(readable);
        lines.push(`${readable};`, "");
      }
      told = all.length;
    };
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    for (const url of reads(watch, discovery)) {
      lines.push(`-- GET ${url.replace(watch, "WATCH").replace(discovery, "DISCOVERY")}`);
      const answer = await app.inject({ url, headers });
      expect(answer.statusCode, url).toBe(200);
      const next = /rel="next"/.test(String(answer.headers["link"])) ? String(answer.json().next) : null;
      if (next) await app.inject({ url: `${url}${url.includes("?") ? "&" : "?"}cursor=${next}`, headers });
      tellNew();
    }
    for (const [method, url, payload] of writes(watch, discovery)) {
      lines.push(`-- ${method} ${url.replace(watch, "WATCH").replace(discovery, "DISCOVERY")}`);
      expect((await app.inject({ method, url, headers, ...(payload && { payload }) })).statusCode, url).toBeLessThan(
        300,
      );
      tellNew();
    }
    await collect(written.db, (name) => {
      tellNew();
      lines.push(`-- ${name}`);
    });
    tellNew();
    await expect(`${lines.join("\n").trim()}\n`).toMatchFileSnapshot("queries.sql");
  });
});
