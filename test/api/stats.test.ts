import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { categoriesAnswer, statsAnswer } from "#api/operations/stats-contract.ts";
import { hours, minus, minutes, plus } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { countCategories, readTotals } from "#storage/stats.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, seed } from "./seed.ts";

describe.each(engines)("what is known altogether, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
    await seed(test.db, 60);
  });
  afterAll(() => test.close());

  it("is counted while the tables are small, as a count of the rows themselves says", async () => {
    const { app } = await openApi(test.db);
    const stats = statsAnswer.parse((await app.inject("/api/v1/stats")).json());
    const videos = await test.db.selectFrom("video_counter").selectAll().execute();
    const described = videos.filter((video) => video.published_at !== null);
    const format = (name: string) => described.filter((video) => video.format === name).length;
    expect(stats.videos).toEqual({
      known: videos.length,
      described: described.length,
      gone: videos.filter((video) => video.gone_at !== null).length,
      byFormat: { long: format("long"), short: format("short"), live: format("live"), unknown: format("unknown") },
    });
    expect(described.length).toBeGreaterThan(40);
    const channels = await test.db.selectFrom("channel").select("state").execute();
    const tracked = channels.filter(({ state }) => state === "tracked").length;
    expect([stats.channels, stats.approximate]).toEqual([{ tracked, known: channels.length }, false]);

    const young = described.filter((v) => v.gone_at === null && Number(v.published_at) > minus(NOW, hours(30 * 24)));
    const share = (span: number) => young.filter((v) => Number(v.captured_at) > NOW - span).length / young.length;
    expect([stats.freshness.n, stats.freshness.sampledWithinHour]).toEqual([young.length, share(hours(1))]);
    expect(stats.freshness.sampledWithinDay).toBe(share(hours(24)));
    const newest = Math.max(...videos.map((video) => Number(video.captured_at)));
    expect(stats.freshness.newestSample).toBe(new Date(newest).toISOString());

    const since = new Map((await test.db.selectFrom("channel").selectAll().execute()).map((row) => [row.id, row]));
    const born = described.filter((v) => {
      const channel = since.get(v.channel_id);
      const [from, to] = [minus(NOW, hours(30 * 24)), minus(NOW, hours(4))];
      return (
        channel?.state === "tracked" &&
        [v.published_at, v.start_at].every((instant) => Number(instant) > from && Number(instant) <= to) &&
        Number(v.published_at) >= Number(channel.tracked_since)
      );
    });
    const measured = born.filter((video) => video.first_hour_method === "measured").length;
    expect([stats.coverage.n, stats.coverage.measured]).toEqual([born.length, measured / born.length]);
    expect(born.length).toBeGreaterThan(10);
  });

  it("of samples is what the calls of the last day brought", () =>
    inRollback(test.db, async (db) => {
      await sql`delete from call`.execute(db);
      const call = (number: number, kind: string, age: number, outcome: string | null) => ({
        ...{
          epoch: 9,
          number,
          charged_at: at(minus(NOW, minutes(age))),
          kind,
          purpose: "curve",
          units: 1,
          ids: 50,
          why: "",
        },
        ...{ outcome, answered: outcome === null ? null : 40 },
      });
      await db
        .insertInto("call")
        .values([
          call(1, "sample", 5, "answered"),
          call(2, "describe", 1439, "answered"),
          call(3, "sample", 1441, "answered"),
          call(4, "feed", 5, "answered"),
          call(5, "sample", 1, null),
        ])
        .execute();
      const { app } = await openApi(db);
      expect((await app.inject("/api/v1/stats")).json().lastDay.samples).toBe(80);
    }));

  it("is estimated near enough where the tables are large, and says so", () =>
    inRollback(test.db, async (db) => {
      await sql`
        insert into video_counter (video_id, shard, channel_id, describe_why, published_at, format, category_id, gone_at)
        select lpad(n::text, 11, 'x'), 1, ${CHANNELS[0]}, 'refresh', ${at(minus(NOW, hours(9000)))},
          case when n % 4 = 0 then 'short' else 'long' end, case when n % 5 = 0 then '10' else '20' end,
          case when n % 20 = 0 then ${at(NOW)} end
        from generate_series(1, 60000) n`.execute(db);
      await sql`analyze video_counter`.execute(db);
      const { videos, isEstimate } = await readTotals(db);
      const { counts, isEstimate: isGuess } = await countCategories(db);
      expect([isEstimate, isGuess]).toEqual([true, true]);
      for (const [estimate, truth] of [
        [videos.known, 60_060],
        [videos.byFormat.short, 15_000],
        [videos.gone, 3_000],
        [counts.get("10"), 12_000],
        [counts.get("20"), 48_000],
      ] as const) {
        expect(Math.abs((estimate ?? 0) / truth - 1)).toBeLessThan(0.1);
      }
    }));
});

describe("YouTube's categories", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase("native");
    await seed(test.db, 40);
  });
  afterAll(() => test.close());

  it("are all there with their names, by rising id, and one that nobody knows comes without a name", () =>
    inRollback(test.db, async (db) => {
      await sql`update video_counter set category_id = '99' where video_id = (select min(video_id) from video_counter
        where published_at is not null)`.execute(db);
      const { app } = await openApi(db);
      const { items, none, approximate } = categoriesAnswer.parse((await app.inject("/api/v1/categories")).json());
      const described = await db
        .selectFrom("video_counter")
        .select("video_id")
        .where("published_at", "is not", null)
        .execute();
      expect(items.reduce((sum, { videos }) => sum + videos, none)).toBe(described.length);
      expect(items.find(({ id }) => id === "22")).toMatchObject({
        name: "People & Blogs",
        videos: described.length - 1,
      });
      expect(items.at(-1)).toEqual({ id: "99", name: null, videos: 1 });
      expect([items.length, approximate]).toEqual([33, false]);
      const known = items.slice(0, -1).map(({ id }) => Number(id));
      expect(known).toEqual(known.toSorted((a, b) => a - b));
    }));
});

describe("an answer that is remembered", () => {
  it("is computed once for all who ask meanwhile, anew after its time, and never remembered when it failed", async () => {
    const { remembered } = await import("#api/http/remembered.ts");
    let now = NOW;
    let computed = 0;
    let fails = false;
    const clock = { now: () => now } as never;
    const ask = remembered(clock, minutes(1), async () => {
      computed += 1;
      if (fails) throw new Error("away");
      return computed;
    });
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    now = plus(now, minutes(1));
    expect(await ask()).toBe(2);
    now = plus(now, minutes(1));
    fails = true;
    await expect(ask()).rejects.toThrow("away");
    fails = false;
    expect(await ask()).toBe(4);
  });
});
