import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENGAGEMENT_PRIOR_DEFAULT, engagement } from "#domain/engagement.ts";
import { ageBin } from "#domain/heat.ts";
import { velocityBin } from "#domain/heat-histogram.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import { hours, minus, minutes, plus, seconds } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { recomputedMotion, storedMotion } from "./recomputed.ts";
import { NOON, Recorder, sampled, trackedVideo } from "./settlements.ts";

/** Ages in hours at which a video is sampled, and its views there: falling, freezing and with gaps of every length. */
const CURVES: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0.2, 10],
    [0.9, 300],
    [1.1, 350],
    [2, 700],
    [2.9, 900],
    [9, 2000],
    [9.5, 2100],
    [33, 2500],
    [34, 2400],
    [200, 9000],
  ],
  [
    [70, 5],
    [71, 5],
    [72, 9],
    [96, 20],
    [240, 60],
    [241, 60],
  ],
  [
    [-2, 40],
    [0.5, 3],
    [1.5, 90],
    [7.4, 800],
  ],
  [
    [300, 1000],
    [700, 2000],
  ],
];

/** A video, sampled in this order: each sample with the one before it as planning remembers them. */
const history = (n: number, curve: readonly (readonly [number, number])[]) =>
  curve.map(([hour, views], i) => {
    const before = curve[i - 1];
    return sampled(n, plus(NOON, hours(hour)), views, {
      previous: before ? { at: plus(NOON, hours(before[0])), views: before[1] } : null,
    });
  });

describe.each(engines)("measures on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const counters = (db: Db) => db.selectFrom("video_counter").selectAll().orderBy("video_id").execute();
  const histograms = (db: Db) =>
    db.selectFrom("velocity_day").selectAll().orderBy("day").orderBy("format").orderBy("age_bin").execute();

  it("equal what all stored samples say, after each of them", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const histories = CURVES.map((curve, n) => history(n + 1, curve));
      const known = { gains: 0, unknown: 0 };
      for (let round = 0; round < 10; round++) {
        const batch = histories.flatMap((samples) => samples[round] ?? []);
        // A feed's counters are no samples, however near they lie.
        const feeds = batch.map(
          ({ snapshot }): Snapshot => ({
            ...snapshot,
            capturedAt: minus(snapshot.capturedAt, minutes(1)),
            views: 1,
            source: "feed",
          }),
        );
        await recorder.record({ snapshots: feeds });
        await recorder.sample(batch);
        const motion = await recomputedMotion(db);
        expect(await storedMotion(db)).toEqual(motion);
        known.gains += motion.filter(({ gain_1h }) => gain_1h !== null).length;
        known.unknown += motion.filter(({ gain_7d }) => gain_7d === null).length;
        for (const row of await counters(db)) {
          expect(row.engagement).toBe(engagement(row, ENGAGEMENT_PRIOR_DEFAULT));
        }
      }
      expect(known.gains).toBeGreaterThan(8);
      expect(known.unknown).toBeGreaterThan(3);
    }));

  it("stay as they are when a late answer to an older call comes, and when a call is settled twice", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const [first, second] = history(1, [
        [5, 100],
        [6, 400],
      ]);
      if (!first || !second) throw new Error("no samples");
      const number = await recorder.charge();
      const settlement = { snapshots: [second.snapshot], videos: [second.video], sightingSource: "feed" as const };
      await recorder.sample([first]);
      await recorder.recordAs(number, settlement);
      const [before, counted] = [await counters(db), await histograms(db)];
      expect(before[0]).toMatchObject({ gain_1h: 300, velocity: 300, velocity_hours: 1 });
      await recorder.recordAs(number, settlement);
      expect(await counters(db)).toEqual(before);
      expect(await histograms(db)).toEqual(counted);
      // Planning did not know of the newer sample, or it did: either way the late one changes nothing.
      const late = sampled(1, plus(NOON, hours(5.5)), 300);
      await recorder.sample([late]);
      await recorder.sample([
        { snapshot: { ...late.snapshot, capturedAt: plus(NOON, hours(5.6)) }, video: second.video },
      ]);
      expect(await counters(db)).toEqual(before);
      expect(await histograms(db)).toEqual(counted);
    }));

  it("are unknown while views are hidden or the video has not started, and known again after", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const nothing = {
        gain_1h: null,
        gain_24h: null,
        gain_7d: null,
        velocity: null,
        velocity_hours: null,
        heat: null,
      };
      const waiting = sampled(1, plus(NOON, hours(1)), 5, { startAt: null });
      await recorder.sample([waiting]);
      expect((await counters(db))[0]).toMatchObject({ ...nothing, engagement: (7 + 3 + 0.8) / (5 + 0.8 + 17) });
      await recorder.sample([sampled(1, plus(NOON, hours(2)), 50)]);
      expect((await counters(db))[0]).toMatchObject({ gain_1h: 45, velocity: 45 });
      await recorder.sample([sampled(1, plus(NOON, hours(3)), null)]);
      expect((await counters(db))[0]).toMatchObject({ ...nothing, engagement: null });
      await recorder.sample([sampled(1, plus(NOON, hours(3.5)), 90)]);
      expect((await counters(db))[0]?.velocity_hours).toBe(6);
    }));

  it("count a video's velocity once at each step of age, in its day and format", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      // 20 hours of age are at the end of a step, 21.4 and more in the next one.
      const ages = [20, 20.5, 21, 21.5, 22, 22.5, 23];
      expect(new Set(ages.map((age) => ageBin(hours(age)))).size).toBe(2);
      for (const sample of history(
        1,
        ages.map((age) => [age, age * 100]),
      ))
        await recorder.sample([sample]);
      const other = sampled(2, plus(NOON, hours(20)), 5000, { format: "short" });
      await recorder.sample([other]);
      const rows = await histograms(db);
      const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
      expect(rows.map(({ day, format, age_bin, counts }) => [day, format, age_bin, total(counts)])).toEqual([
        ["2026-06-11", "long", ageBin(hours(20)), 1],
        ["2026-06-11", "long", ageBin(hours(22)), 1],
        ["2026-06-11", "short", ageBin(hours(20)), 1],
      ]);
      expect(rows[1]?.counts[velocityBin(100)]).toBe(1);
      expect(rows[2]?.counts).toHaveLength(velocityBin(5000 / 24) + 1);
    }));

  it("leave out videos that were not sampled", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.sample([sampled(1, plus(NOON, hours(1)), 60)]);
      const before = await counters(db);
      const seen = trackedVideo(1, {
        last: { at: plus(NOON, hours(1)), views: 60 },
        describeAt: plus(NOON, seconds(5)),
      });
      await recorder.record({ videos: [seen], sightingSource: "feed" });
      expect(await counters(db)).toEqual([{ ...before[0], describe_at: plus(NOON, seconds(5)) }]);
    }));
});
