import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorAnswer } from "#api/operations/collector-contract.ts";
import { days, hours, minus, minutes, plus, seconds } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, seed, seededVideoId } from "./seed.ts";

describe.each(engines)("how well collecting goes, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
    await seed(test.db, 60);
  });
  afterAll(() => test.close());

  const ask = async (db: TestDatabase["db"]) => {
    const { app } = await openApi(db);
    return collectorAnswer.parse((await app.inject("/api/v1/collector")).json());
  };

  it("tells how near to 60 minutes first hours were sampled, as a look at every video says", () =>
    inRollback(test.db, async (db) => {
      for (const [n, offset] of [-180, -16, -4.9, 0, 5, 14, 179.9, 180].entries()) {
        await sql`update video_counter set first_hour_method = 'measured', first_hour_views = 1, first_hour_offset = ${offset}
          where video_id = ${seededVideoId(3 * n + 6)}`.execute(db);
      }
      const { firstHours } = await ask(db);
      const rows = await db
        .selectFrom("video_counter as v")
        .innerJoin("channel as c", "c.id", "v.channel_id")
        .select(["v.first_hour_method as method", "v.first_hour_offset as offset", "v.start_at as startAt"])
        .where("c.state", "=", "tracked")
        .where("v.published_at", ">", at(minus(NOW, days(30))))
        .where("v.published_at", "<=", at(minus(NOW, hours(4))))
        .execute();
      const born = rows.filter(({ startAt }) => startAt !== null);
      const offsets = born.flatMap(({ method, offset }) => (method === "measured" ? [offset ?? Number.NaN] : []));
      expect(firstHours.n).toBe(born.length);
      expect(firstHours.measured).toBe(offsets.length);
      expect(firstHours.missed).toBe(born.length - offsets.length);
      expect(firstHours.bins.reduce((sum, { videos }) => sum + videos, 0)).toBe(offsets.length);
      for (const { fromSeconds, toSeconds, videos } of firstHours.bins) {
        const within = (off: number) => off >= fromSeconds && (off < toSeconds || (toSeconds === 180 && off === 180));
        expect(videos, `${fromSeconds} to ${toSeconds}`).toBe(offsets.filter(within).length);
      }
      const sizes = offsets.map(Math.abs).toSorted((a, b) => a - b);
      const place = 0.9 * (sizes.length - 1);
      const [below = 0, above = 0] = [sizes[Math.floor(place)], sizes[Math.ceil(place)]];
      expect(firstHours.p90Seconds).toBeCloseTo(below + (above - below) * (place % 1));
    }));

  it("tells how long each source took, of videos that somebody was looking for when they came", () =>
    inRollback(test.db, async (db) => {
      const found = async (n: number, source: string, delay: number) =>
        sql`update video set source = ${source}, first_seen_at = ${at(plus(minus(NOW, hours(n * 5)), seconds(delay)))},
          published_at = ${at(minus(NOW, hours(n * 5)))} where id = ${seededVideoId(n)}`.execute(db);
      await sql`update video set source = 'feed'`.execute(db);
      for (const [i, delay] of [10, 20, 30, 40, 1000].entries()) await found(3 * i + 3, "push", delay);
      // Its channel is tracked no more, and there is no watch: nobody looked for either.
      await found(5, "push", 50_000);
      await found(21, "search", 70);
      // An import brought it: nobody found it.
      await found(24, "import", 90);
      const { discovery } = await ask(db);
      expect(discovery.sources.find(({ source }) => source === "push")).toEqual({
        ...{ source: "push", n: 5, p50Seconds: 30 },
        ...{ p90Seconds: expect.closeTo(616), p99Seconds: expect.closeTo(961.6) },
      });
      expect(discovery.sources.map(({ source }) => source)).toEqual(["feed", "push"]);
    }));

  it("tells how full calls left, and which catalogues are still being read, the next first", () =>
    inRollback(test.db, async (db) => {
      const common = { kind: "backfill" as const, state: "waiting" as const, cursor: null, attempts: 0 };
      const dated = { created_at: at(minus(NOW, hours(1))), updated_at: at(NOW) };
      await db
        .insertInto("task")
        .values([
          {
            ...common,
            ...dated,
            subject: CHANNELS[1] ?? "",
            progress: 50,
            total: 900,
            not_before: at(NOW),
            reason: null,
          },
          {
            ...{ ...common, ...dated, subject: "UCnobody", progress: 0, total: null },
            ...{ not_before: at(minus(NOW, minutes(1))), reason: "playlistNotFound" },
          },
        ])
        .execute();
      const { backfills, fill } = await ask(db);
      expect(backfills.items.map(({ channel, listed, total }) => [channel.id, listed, total])).toEqual([
        ["UCnobody", 0, null],
        [CHANNELS[1], 50, 900],
      ]);
      expect([backfills.waiting, backfills.more]).toEqual([2, false]);
      const { rows } = await sql<{ calls: number; ids: number }>`select count(*) as calls, sum(ids) as ids from call
        where kind = 'sample' and charged_at > ${at(minus(NOW, days(1)))}`.execute(db);
      expect(fill.calls).toBeGreaterThan(0);
      expect(fill).toMatchObject({ ...rows[0], value: (rows[0]?.ids ?? 0) / ((rows[0]?.calls ?? 0) * 50) });
    }));
});

describe("where nothing is collected", () => {
  it("says why there is no number", async () => {
    const empty = await openTestDatabase("native");
    const { app } = await openApi(empty.db);
    const answer = collectorAnswer.parse((await app.inject("/api/v1/collector")).json());
    expect([answer.firstHours.reason, answer.discovery.reason, answer.fill.reason]).toEqual([
      ...["noVideos", "noVideos", "noCalls"],
    ]);
    await empty.close();
  });
});
