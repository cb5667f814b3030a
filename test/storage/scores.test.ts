import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, minus, minutes, plus, seconds } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { enqueueStaleRescores, listRescoreTasks, rescoreChannel } from "#storage/scores/scores.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import {
  channelId,
  NOON,
  Recorder,
  sampled,
  trackedChannel,
  trackedVideo,
  videoDescription,
  videoId,
} from "./settlements.ts";

describe.each(engines)("scores on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const column = async (db: Db, name: "performance" | "outlier" | "first_hour_views") => {
    const rows = await db.selectFrom("video_counter").select(["video_id", name]).orderBy("video_id").execute();
    return rows.map((row) => row[name]);
  };
  const score = (db: Db) =>
    db.selectFrom("channel_score").selectAll().where("channel_id", "=", channelId(1)).executeTakeFirstOrThrow();

  it("measures a first hour from the stored samples near 60 minutes, and never from a feed", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const feed = { ...sampled(1, plus(NOON, minutes(60)), 999).snapshot, source: "feed" as const };
      await recorder.record({ snapshots: [feed] });
      const early = sampled(1, plus(NOON, minutes(20)), 50);
      await recorder.sample([early]);
      expect(await column(db, "first_hour_views")).toEqual([null]);
      await recorder.sample([sampled(1, plus(NOON, seconds(3605)), 120)]);
      const row = await db.selectFrom("video_counter").selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ first_hour_method: "measured", first_hour_offset: 5 });
      expect(row.first_hour_views).toBeGreaterThan(118);
      expect(row.first_hour_views).toBeLessThan(120);
    }));

  it("gives no performance below a pool of three, and asks for a rescore when the third arrives", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      expect(await recorder.firstHours({ 1: 100, 2: 200 })).toMatchObject({ kind: "recorded", rescore: [] });
      expect(await column(db, "performance")).toEqual([null, null]);
      expect(await recorder.firstHours({ 3: 400 })).toMatchObject({ kind: "recorded", rescore: [channelId(1)] });
      expect(await listRescoreTasks(db, 10)).toEqual([channelId(1)]);
      await rescoreChannel(db, channelId(1), NOON);
      expect(await listRescoreTasks(db, 10)).toEqual([]);
      expect(await column(db, "performance")).toEqual([0.5, 1, 2]);
    }));

  it("divides new first hours by the median in force, which follows the true one past 1 % only", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.firstHours({ 1: 1000, 2: 1000, 3: 1000 });
      await rescoreChannel(db, channelId(1), NOON);
      expect(await recorder.firstHours({ 4: 1018 })).toMatchObject({ kind: "recorded", rescore: [] });
      expect(await recorder.firstHours({ 5: 1018, 6: 1018 })).toMatchObject({ kind: "recorded", rescore: [] });
      expect(await score(db)).toMatchObject({ median_in_force: 1000, median_first_hour: 1009, first_hour_n: 6 });
      expect((await column(db, "performance"))[3]).toBe(1.018);
      await rescoreChannel(db, channelId(1), NOON);
      expect(await score(db)).toMatchObject({ median_in_force: 1000 });
      expect(await recorder.firstHours({ 7: 1018 })).toMatchObject({ kind: "recorded", rescore: [channelId(1)] });
      await rescoreChannel(db, channelId(1), NOON);
      expect(await score(db)).toMatchObject({ median_in_force: 1018 });
      expect((await column(db, "performance")).slice(2, 4)).toEqual([1000 / 1018, 1]);
    }));

  it("keeps channels apart", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.firstHours({ 1: 100, 2: 100, 3: 100 }, 1);
      expect(await recorder.firstHours({ 4: 5 }, 2)).toMatchObject({ kind: "recorded", rescore: [] });
      await rescoreChannel(db, channelId(1), NOON);
      expect(await column(db, "performance")).toEqual([1, 1, 1, null]);
    }));

  it("takes a first hour back when the start turns out to be another", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.firstHours({ 1: 100, 2: 200, 3: 300 });
      await rescoreChannel(db, channelId(1), NOON);
      const moved = trackedVideo(3, {
        startAt: plus(NOON, days(1)),
        last: { at: plus(NOON, minutes(60)), views: 300 },
      });
      const recorded = await recorder.record({ videos: [moved], firstHourOf: [videoId(2), videoId(3)] });
      expect(recorded).toMatchObject({ kind: "recorded", rescore: [channelId(1)] });
      expect(await column(db, "performance")).toEqual([0.5, null, null]);
      await rescoreChannel(db, channelId(1), NOON);
      expect(await column(db, "performance")).toEqual([null, null, null]);
      expect(await score(db)).toMatchObject({ median_in_force: null, first_hour_n: 2 });
    }));

  const mature = { startAt: minus(NOON, days(31)), publishedAt: minus(NOON, days(31)) };

  it("compares lifetime views with the channel's mature videos once its back-fill is done", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const waiting = { ...trackedChannel(1).backfill, done: false };
      await recorder.trackChannel(1);
      await recorder.record({ channels: [trackedChannel(1, { backfill: waiting })] });
      await recorder.sample([
        sampled(1, NOON, 100, mature),
        sampled(2, NOON, 200, mature),
        sampled(3, NOON, 1000, mature),
        sampled(4, NOON, 5, { startAt: minus(NOON, days(1)) }),
        sampled(5, NOON, 7, { ...mature, goneAt: NOON }),
        sampled(6, NOON, null, mature),
      ]);
      await rescoreChannel(db, channelId(1), NOON);
      expect(await column(db, "outlier")).toEqual([null, null, null, null, null, null]);
      expect(await recorder.record({ channels: [trackedChannel(1)] })).toMatchObject({ rescore: [channelId(1)] });
      await rescoreChannel(db, channelId(1), NOON);
      expect(await score(db)).toMatchObject({ median_mature: 200, mature_n: 3 });
      expect(await column(db, "outlier")).toEqual([0.5, 1, 5, 0.025, 0.035, null]);
      await recorder.sample([sampled(4, plus(NOON, minutes(1)), 400, { startAt: minus(NOON, days(1)) })]);
      expect((await column(db, "outlier"))[3]).toBe(2);
      expect(await recorder.record({ channels: [trackedChannel(1)] })).toMatchObject({ rescore: [] });
      // One that is told to be what it was is not looked at.
      const kept = { channels: [trackedChannel(1, { backfill: waiting })], backfillsKept: [channelId(1)] };
      await recorder.record(kept);
      expect(await recorder.record({ channels: [trackedChannel(1)] })).toMatchObject({ rescore: [] });
    }));

  it("asks for lifetime scores as the back-filled videos are described", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      const videos = [1, 2, 3].map((n) => trackedVideo(n, { ...mature, describeWhy: "new", describeAt: NOON }));
      await recorder.record({ videos, sightingSource: "uploads" });
      await rescoreChannel(db, channelId(1), NOON);
      const describeOne = (n: number) =>
        recorder.record({ videos: [trackedVideo(n, mature)], descriptions: [videoDescription(n)] });
      expect(await describeOne(1)).toMatchObject({ rescore: [channelId(1)] });
      expect(await describeOne(1)).toMatchObject({ rescore: [] });
    }));

  it("are asked for once a day for every tracked channel", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      await recorder.trackChannel(2);
      await rescoreChannel(db, channelId(1), NOON);
      await rescoreChannel(db, channelId(2), minus(NOON, days(2)));
      await enqueueStaleRescores(db, minus(NOON, days(1)), NOON);
      expect(await listRescoreTasks(db, 10)).toEqual([channelId(2)]);
    }));
});
