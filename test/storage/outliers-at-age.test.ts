import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, instant, minus, minutes, plus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { rescoreChannel } from "#storage/scores/scores.ts";
import { readTypical, refreshTypical } from "#storage/scores/typical.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { follow, rise } from "./rising-video.ts";
import { channelId, NOON, Recorder, videoId } from "./settlements.ts";

const CHANNEL = channelId(1);

describe.each(engines)("outliers at an age on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const outlier = (db: Db, n: number) =>
    db
      .selectFrom("video_counter")
      .select(["outlier", "outlier_basis"])
      .where("video_id", "=", videoId(n))
      .executeTakeFirstOrThrow();

  const AGES = [minutes(10), minutes(60), hours(4), hours(24), days(7)];
  const usual = async (db: Db, recorder: Recorder, startAt = minus(NOON, days(10))): Promise<void> => {
    for (const [i, share] of [100, 300, 200].entries()) await follow(recorder, i + 1, share, AGES, { startAt });
    await refreshTypical(db, CHANNEL, NOON);
  };
  const ages = [minutes(10), minutes(60)];

  it("compare a video's views with what is usual at its age, from its samples on, until it is thirty days old", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      await usual(db, recorder);
      await follow(recorder, 9, 1000, ages, { startAt: NOON });
      expect(await outlier(db, 9)).toEqual({
        outlier: rise(1000, minutes(60)) / rise(200, minutes(60)),
        outlier_basis: "age",
      });
      // The mature median is another question, and moves it not.
      const mature = { startAt: minus(NOON, days(31)) };
      for (const n of [11, 12, 13]) await follow(recorder, n, 10, [days(31)], mature);
      const before = await outlier(db, 9);
      await rescoreChannel(db, CHANNEL, NOON);
      expect(await outlier(db, 9)).toEqual(before);
      expect(await outlier(db, 11)).toEqual({ outlier: 1, outlier_basis: "lifetime" });
      await follow(recorder, 9, 1000, [days(30)], { startAt: NOON });
      const lifetime = rise(1000, days(30)) / rise(10, days(31));
      expect(await outlier(db, 9)).toEqual({ outlier: lifetime, outlier_basis: "lifetime" });
    }));

  it("give way to lifetime views outside the ages that three videos tell, and in formats of which nothing is usual", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await usual(db, recorder);
      const basis = async (n: number) => (await outlier(db, n)).outlier_basis;
      await follow(recorder, 5, 1000, [minutes(9)], { startAt: NOON });
      await follow(recorder, 6, 1000, [days(9)], { startAt: NOON });
      await follow(recorder, 7, 1000, ages, { startAt: NOON, format: "short" });
      await follow(recorder, 8, 1000, ages, { startAt: NOON, format: "unknown" });
      expect([await basis(5), await basis(6), await basis(7), await basis(8)]).toEqual([null, null, null, null]);
    }));

  it("compare only what was counted alike", () =>
    inRollback(test.db, async (db) => {
      const change = instant(Date.UTC(2026, 7, 24));
      const recorder = await Recorder.open(db);
      await ensurePartitions(db, minus(change, days(40)), plus(change, days(40)));
      await usual(db, recorder, minus(change, days(8)));
      await follow(recorder, 8, 1000, ages, { startAt: minus(change, minutes(1)) });
      await follow(recorder, 9, 1000, ages, { startAt: change });
      expect((await outlier(db, 8)).outlier_basis).toBe("age");
      expect((await outlier(db, 9)).outlier_basis).toBeNull();
      // From the newest video on, only those of its own time make what is usual.
      await refreshTypical(db, CHANNEL, NOON);
      expect((await readTypical(db, CHANNEL))[0]?.videoIds).toEqual([videoId(9)]);
    }));

  it("stay as they are when an older sample arrives late", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await usual(db, recorder);
      await follow(recorder, 9, 1000, [minutes(60), minutes(30)], { startAt: NOON });
      expect((await outlier(db, 9)).outlier).toBe(rise(1000, minutes(60)) / rise(200, minutes(60)));
    }));
});
