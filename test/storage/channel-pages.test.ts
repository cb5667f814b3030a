import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, instant, minus, plus } from "#domain/time.ts";
import { changeChannel } from "#storage/channels/channel-changes.ts";
import { readChannelDays, readChannelHistory } from "#storage/channels/channel-history.ts";
import { countChannels, listChannels } from "#storage/channels/channel-list.ts";
import { readChannel } from "#storage/channels/channel-reads.ts";
import { countUploads, countVideosOf, readCoverage, readRhythm } from "#storage/channels/channel-uploads.ts";
import { readChangedRows } from "#storage/collecting/planner-rows.ts";
import { at } from "#storage/database.ts";
import { readFirstHourQuantiles, readFirstHoursAt } from "#storage/scores/first-hour-spread.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { NOW } from "../api/now.ts";
import { CHANNELS, seed } from "../api/seed.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const [FIRST, SECOND] = CHANNELS;
if (!FIRST || !SECOND) throw new Error("channels are seeded");

/** Published on Mondays at 08, and one on a Sunday at 23. */
const MONDAY = instant(Date.UTC(2026, 10, 16, 8));

describe.each(engines)("what a channel's page is made of on %s", (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await seed(database.db, 60);
  });
  afterAll(() => database.close());

  it("counts videos by state as a count over all rows does", async () => {
    const { rows } = await sql<Record<string, number>>`
      select count(*) as known, count(v.described_at) as described, count(c.gone_at) as gone,
        count(c.first_hour_views) as "withFirstHour"
      from video_counter c join video v on v.id = c.video_id where c.channel_id = ${FIRST}`.execute(database.db);
    const counted = await countVideosOf(database.db, FIRST);
    expect(counted).toEqual(rows[0]);
    expect(counted.gone).toBeGreaterThan(0);
  });

  it("files uploads under the weekday and hour of UTC, the newest only", async () => {
    await inRollback(database.db, async (db) => {
      await db.updateTable("video_counter").set({ published_at: null }).where("channel_id", "=", FIRST).execute();
      const mine = await db
        .selectFrom("video_counter")
        .select("video_id")
        .where("channel_id", "=", FIRST)
        .limit(4)
        .execute();
      const times = [MONDAY, minus(MONDAY, days(7)), plus(MONDAY, hours(0.9)), minus(MONDAY, hours(9))];
      for (const [i, { video_id }] of mine.entries()) {
        const published_at = at(times[i] ?? MONDAY);
        await db.updateTable("video_counter").set({ published_at }).where("video_id", "=", video_id).execute();
      }
      expect(await readRhythm(db, FIRST)).toEqual([
        { weekday: 1, hour: 8, uploads: 3, since: minus(MONDAY, days(7)) },
        { weekday: 7, hour: 23, uploads: 1, since: minus(MONDAY, hours(9)) },
      ]);
      expect(await countUploads(db, FIRST, minus(MONDAY, hours(9)), MONDAY)).toBe(1);
    });
  });

  it("covers the videos that started in the span, by how their first hour was got", async () => {
    const [from, to] = [minus(NOW, days(5)), minus(NOW, hours(3))];
    const { rows } = await sql<{ start_at: number; method: string | null; published: number | null }>`
      select start_at, first_hour_method as method, published_at as published from video_counter
      where channel_id = ${FIRST} and start_at is not null and published_at is not null`.execute(database.db);
    const within = rows.filter((row) => row.start_at >= from && row.start_at < to);
    expect(await readCoverage(database.db, FIRST, from, to)).toEqual({
      videos: within.length,
      measured: within.filter(({ method }) => method === "measured").length,
      interpolated: 0,
    });
  });

  it("tells first hours by their place and their share", async () => {
    const { rows } = await sql<{ v: number }>`
      select first_hour_views as v from video_counter where channel_id = ${FIRST} and first_hour_views is not null
      order by 1`.execute(database.db);
    const values = rows.map(({ v }) => v);
    expect(await readFirstHoursAt(database.db, FIRST, [1, 3, values.length, values.length + 1])).toEqual([
      values[0],
      values[2],
      values.at(-1),
      null,
    ]);
    const { n, values: quantiles } = await readFirstHourQuantiles(database.db, FIRST, [0, 1]);
    expect([n, ...(quantiles ?? [])]).toEqual([values.length, values[0], values.at(-1)]);
    expect(await readFirstHourQuantiles(database.db, "UCnobodynobodynobodynobo" as never, [0.5])).toEqual({
      n: 0,
      values: null,
    });
  });

  it("has the last reading of each day, and the days of all formats together", async () => {
    await inRollback(database.db, async (db) => {
      await ensurePartitions(db, minus(NOW, days(40)), NOW);
      const readings = [days(40), days(2), days(2) - hours(3), hours(1)];
      await db
        .insertInto("channel_snapshot")
        .values(
          readings.map((before, i) => ({
            channel_id: SECOND,
            captured_at: at(minus(NOW, before as never)),
            views: i,
            subscribers: null,
            video_count: 40,
          })),
        )
        .execute();
      const history = await readChannelHistory(db, SECOND, minus(NOW, days(30)));
      expect(history.map(({ views }) => views)).toEqual([2, 3]);

      const day = { channel_id: SECOND, likes: 1, comments: 0.5, uploads: 1, samples: 10, open: 1 };
      await db
        .insertInto("channel_day")
        .values([
          { ...day, day: "2026-11-18", format: "long", views: 1.5 },
          { ...day, day: "2026-11-19", format: "long", views: 10 },
          { ...day, day: "2026-11-19", format: "short", views: 20, open: 0 },
        ])
        .execute();
      expect(await readChannelDays(db, SECOND, "2026-11-19")).toEqual([
        { day: "2026-11-19", views: 30, likes: 2, comments: 1, uploads: 2, samples: 20, open: 1 },
      ]);
    });
  });

  it("is found by a part of its title or handle in any case, by country, counters, median and state", async () => {
    const ids = async (filter: Parameters<typeof listChannels>[1]) => {
      const walk = { sort: "title", descending: false, after: null, limit: 10 } as const;
      const found = (await listChannels(database.db, filter, walk)).map(({ channel }) => channel.id);
      expect(await countChannels(database.db, filter)).toBe(found.length);
      return found;
    };
    expect(await ids({ text: "CRUMB" })).toEqual([FIRST]);
    expect(await ids({ text: "ของฉัน" })).toEqual([SECOND]);
    expect(await ids({ text: "@HANDLE1" })).toEqual([SECOND]);
    expect(await ids({ text: "%" })).toEqual([]);
    expect(await ids({ countries: ["de", "FR"] })).toEqual([FIRST]);
    expect(await ids({ subscribersMin: 12_300, state: "tracked" })).toEqual([FIRST]);
    expect(await ids({ subscribersMax: 12_299.5 })).toEqual([]);
    expect(await ids({ medianMin: 1004.5, medianMax: 1004.5 })).toEqual([FIRST]);
    expect(await ids({ watched: false, trouble: true })).toEqual([SECOND]);
    expect(await ids({ state: "untracked" })).toEqual([CHANNELS[2]]);
    expect(await ids({})).toHaveLength(3);
  });

  it("keeps a weight that a person gives it, and planning hears of it", async () => {
    await inRollback(database.db, async (db) => {
      expect(await changeChannel(db, FIRST, { weight: 4, watched: null })).toBe(true);
      expect(await readChannel(db, FIRST)).toMatchObject({ weight: 4, watched: true });
      const { channels } = await readChangedRows(db, 0);
      expect(channels.map(({ id, weight }) => [id, weight])).toEqual([[FIRST, 4]]);
      expect(await changeChannel(db, "UCnobodynobodynobodynobo" as never, { weight: 1, watched: null })).toBe(false);
    });
  });
});
