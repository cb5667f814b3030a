import { expect, it } from "vitest";
import type { PlanView } from "#api/operations/operations-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, type Instant, minus, minutes, plus } from "#domain/time.ts";
import { Query } from "#simulation/query.ts";
import { searcher } from "#simulation/search-endpoint.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import type { World } from "#simulation/world.ts";
import { at as dbAt } from "#storage/database.ts";
import { FROM, PACE, type Running, raise } from "./stage.ts";
import { commonestTag } from "./watched-word.ts";

const planOf = async (service: Running): Promise<PlanView> => (await service.get<PlanView>("/plan")).body;

interface Page {
  readonly items: readonly { readonly id: { readonly videoId: string } }[];
  readonly nextPageToken?: string;
}

/** All that search shows at an instant of what was published between two others, however many pages it takes. */
function shown(world: World, q: string, at: Instant, from: Instant, to: Instant): readonly string[] {
  const search = searcher(world);
  const ids: string[] = [];
  let pageToken: string | undefined;
  do {
    const window = { publishedAfter: toIso(from), publishedBefore: toIso(to) };
    const asked = { part: "snippet", type: "video", order: "date", maxResults: "50", q, ...window };
    const query = new Query(new URLSearchParams({ ...asked, ...(pageToken ? { pageToken } : {}) }));
    const { items, nextPageToken } = search(query, at).body as unknown as Page;
    ids.push(...items.map(({ id }) => id.videoId));
    pageToken = nextPageToken;
  } while (pageToken);
  return ids;
}

it("watches plan as before after a restart, and have no gap after an outage of nine hours", async () => {
  const until = plus(FROM, days(3));
  const world = syntheticWorld({ seed: 8, channels: 300, from: FROM, until, catalogueDays: 3 });
  const q = commonestTag(world, FROM);
  await using stage = await raise({ world, track: [], pace: { ...PACE, changePoll: minutes(1) } });
  const add = (body: object) => stage.service.send("POST", "/watches", body);
  expect(await add({ kind: "search", filters: { q }, since: "2d" })).toBe(201);
  expect(await add({ kind: "search", filters: { q, videoDuration: "long" }, every: "1h" })).toBe(201);
  expect(await add({ kind: "chart", filters: { regionCode: "US" }, every: "3h" })).toBe(201);
  await stage.pass(hours(7.3));

  const before = await planOf(stage.service);
  await stage.service.stop();
  const again = await stage.serve();
  expect(await planOf(again)).toEqual(before);
  await stage.pass(hours(2));
  await again.stop();

  await stage.pass(hours(9));
  const last = await stage.serve();
  await stage.pass(hours(20));
  const [watch] = (await last.get<{ items: { id: string; lastRunAt: string; tasksLeft: number }[] }>("/watches")).body
    .items;
  expect(watch?.tasksLeft).toBe(0);
  const rows = await stage.db
    .selectFrom("watch_video")
    .select("video_id")
    .where("watch_id", "=", watch?.id ?? "")
    .execute();
  const found = new Set(rows.map((row) => row.video_id));
  // Whatever search shows in the end of all that was published until a while before the last run, the outage included.
  const settledBy = minus(stage.clock.now(), hours(2));
  const present = shown(world, q, stage.clock.now(), minus(FROM, days(2)), settledBy);
  const missed = present.filter((id) => !found.has(id));
  expect(present.length).toBeGreaterThan(50);
  expect(missed).toEqual([]);
  const pages = await stage.db
    .selectFrom("watch_page")
    .select(["video_ids", "news"])
    .where("watch_id", "=", watch?.id ?? "")
    .execute();
  // Each video is news once.
  expect(pages.reduce((sum, { news }) => sum + news, 0)).toBe(found.size);
  expect(await stage.db.selectFrom("set_aside").selectAll().where("at", ">=", dbAt(FROM)).execute()).toEqual([]);
}, 300_000);
