import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { runsPage, watchDetail, watchPage, watchVideoPage } from "#api/watches/watches-contract.ts";
import type { WatchId } from "#domain/watch.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { seed, seededVideoId } from "./seed.ts";
import { seedWatch } from "./seed-watches.ts";
import { type Client, clientOf, UNKNOWN } from "./watch-client.ts";

describe("watches that have run", () => {
  let database: TestDatabase;
  let app: Api;
  let client: Client;
  let seeded: WatchId;

  beforeAll(async () => {
    database = await openTestDatabase("native");
    await seed(database.db, 60);
    seeded = await seedWatch(database.db);
    ({ app } = await openApi(database.db));
    client = clientOf(app);
  });
  afterAll(() => database.close());

  it("show what they found and cost, what is left, and when and why they ask next", async () => {
    const watch = watchDetail.parse((await client.get(`/${seeded}`)).json());
    expect(watch).toMatchObject({
      found: 6,
      runs: 480,
      calls: 510,
      // Of the six the one published before the watch began is of its back-fill.
      newPerDay: { last7Days: 5 / 7, last30Days: 6 / 10 },
      cost: { runsPerDay: 48, pagesPerRun: 1.5, callsPerDay: 72 },
      tasksLeft: 1,
      tasks: [{ pages: 3, attempts: 1 }],
      lastRunAt: "2026-11-20T08:18:00.000Z",
    });
    expect(watch.why).not.toBe("");
    const listed = watchPage.parse((await client.get("")).json());
    expect(listed.items.map(({ id }) => id)).toContain(seeded);
  });

  it("give their runs page by page, each video at its rank, newest first, and as lines from the first on", async () => {
    const runs = runsPage.parse((await client.get(`/${seeded}/runs`)).json());
    const ids = (numbers: readonly number[]) => numbers.map(seededVideoId);
    expect(runs.items.map(({ pages }) => pages.map(({ videoIds }) => videoIds))).toEqual([
      [ids([1, 5])],
      [ids([5, 4, 3]), ids([2])],
      [ids([6])],
    ]);
    expect(runs.items[1]?.pages.map(({ page, firstRank, news }) => [page, firstRank, news])).toEqual([
      [0, 1, 3],
      [1, 51, 1],
    ]);
    const one = runsPage.parse((await client.get(`/${seeded}/runs?limit=1`)).json());
    const rest = runsPage.parse((await client.get(`/${seeded}/runs?limit=200&cursor=${one.next}`)).json());
    expect([...one.items, ...rest.items]).toEqual(runs.items);
    const exported = await client.get(`/${seeded}/runs.ndjson`);
    expect(exported.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
    const lines = exported.body
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual(
      runs.items.toReversed().flatMap(({ runAt, pages }) => pages.map((page) => ({ runAt, ...page }))),
    );
  });

  it("say of each video when it was first and last shown, and where", async () => {
    const page = watchVideoPage.parse((await client.get(`/${seeded}/videos`)).json());
    expect(page.items.map(({ id, rank }) => [id, rank])).toEqual(
      [
        [1, 1],
        [2, 51],
        [5, 2],
        [4, 2],
        [3, 3],
        [6, 1],
      ].map(([n, rank]) => [seededVideoId(n ?? 0), rank]),
    );
    expect(page.items[2]).toMatchObject({
      firstSeenAt: "2026-11-20T07:48:00.000Z",
      lastSeenAt: "2026-11-20T08:18:00.000Z",
    });
    for (const sort of ["-firstSeenAt", "lastSeenAt", "publishedAt", "-rank"]) {
      const whole = watchVideoPage.parse((await client.get(`/${seeded}/videos?sort=${sort}`)).json());
      const seen: string[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const cursor: string = next === "" ? "" : `&cursor=${next}`;
        const part = watchVideoPage.parse((await client.get(`/${seeded}/videos?sort=${sort}&limit=4${cursor}`)).json());
        seen.push(...part.items.map(({ id }) => id));
        next = part.next;
      }
      expect(seen, sort).toEqual(whole.items.map(({ id }) => id));
    }
  });

  it("are a filter on videos", async () => {
    const videos = async (query: string) =>
      (await app.inject(`/api/v1/videos?limit=200${query}`)).json().items.map(({ id }: { id: string }) => id);
    for (const sort of ["-publishedAt", "views", "-performance"]) {
      const all = await videos(`&sort=${sort}`);
      const shown = await videos(`&sort=${sort}&watch=${seeded}`);
      expect(shown).toEqual(all.filter((id: string) => [1, 2, 3, 4, 5, 6].map(seededVideoId).includes(id as never)));
      expect(shown.length).toBe(6);
    }
    expect(await videos(`&watch=${UNKNOWN}`)).toEqual([]);
    expect((await app.inject("/api/v1/videos?watch=short")).statusCode).toBe(400);
  });
});
