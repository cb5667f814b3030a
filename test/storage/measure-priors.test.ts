import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENGAGEMENT_PRIOR_DEFAULT, engagement } from "#domain/engagement.ts";
import { fitEngagementPrior } from "#domain/engagement-prior.ts";
import { ageBin } from "#domain/heat.ts";
import { days, hours, type Instant, minus, plus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { refreshEngagementPriors } from "#storage/engagement-priors.ts";
import { countVelocities, refreshVelocityTypical } from "#storage/velocity-typical.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON, Recorder, sampled, videoId } from "./settlements.ts";

describe.each(engines)("what measures are compared with on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const counters = (db: Db) => db.selectFrom("video_counter").selectAll().orderBy("video_id").execute();

  it("makes heat a velocity divided by the median of the last 28 days at its age and format", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const seen = (at: Instant, viewsPerHour: number, format: "long" | "short" = "long") => ({
        at,
        format,
        ageBin: ageBin(hours(6)),
        viewsPerHour,
      });
      const usual = [...Array(15).fill(10), ...Array(16).fill(100), ...Array(10).fill(1000)];
      // In two goes, so that counts are added to those that are there.
      await countVelocities(
        db,
        usual.slice(0, 20).map((velocity) => seen(NOON, velocity)),
      );
      await countVelocities(
        db,
        usual.slice(20).map((velocity) => seen(NOON, velocity)),
      );
      await countVelocities(db, Array(28).fill(seen(NOON, 100, "short")));
      const old = Array(500).fill(seen(minus(NOON, days(29)), 100_000));
      await countVelocities(db, old);
      const short = sampled(2, plus(NOON, hours(6)), 2400, { format: "short" });
      await recorder.sample([sampled(1, plus(NOON, hours(5)), 100)]);
      await recorder.sample([sampled(1, plus(NOON, hours(6)), 400), short]);
      // Nothing is typical before it was taken.
      expect((await counters(db)).map(({ heat }) => heat)).toEqual([null, null]);
      await refreshVelocityTypical(db, plus(NOON, hours(1)));
      await recorder.sample([
        sampled(1, plus(NOON, hours(6.5)), 400),
        sampled(2, plus(NOON, hours(6.5)), 2400, { format: "short" }),
      ]);
      const [long, few] = await counters(db);
      expect(Math.abs((long?.velocity ?? 0) / (long?.heat ?? 0) / 100 - 1)).toBeLessThan(0.05);
      expect(few).toMatchObject({ heat: null });
      const kept = await db.selectFrom("velocity_day").select("day").distinct().execute();
      expect(kept).toEqual([{ day: "2026-06-10" }]);
      await refreshVelocityTypical(db, plus(NOON, days(40)));
      expect(await db.selectFrom("velocity_typical").selectAll().execute()).toEqual([]);
    }));

  it("draws engagement towards what is usual for the format, once enough videos say what that is", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const shares = Array.from({ length: 60 }, (_, n) => ({ views: 1000 + n, engaged: 20 + ((n * 37) % 80) }));
      const rows = shares.map(({ views, engaged }, n) => {
        const { snapshot, video } = sampled(n + 1, plus(NOON, hours(1)), views);
        return { snapshot: { ...snapshot, likes: engaged - 5, comments: 5 }, video };
      });
      // With so few views all of a share is chance.
      await recorder.sample([...rows, sampled(61, plus(NOON, hours(1)), 99)]);
      await db.updateTable("video_counter").set({ format: "long" }).execute();
      await db.updateTable("video_counter").set({ format: "short" }).where("video_id", "<=", videoId(5)).execute();
      await refreshEngagementPriors(db, NOON);
      const prior = fitEngagementPrior(shares.slice(5));
      expect(await db.selectFrom("engagement_prior").selectAll().execute()).toEqual([
        {
          format: "long",
          alpha: expect.closeTo(prior?.alpha ?? 0, 6),
          beta: expect.closeTo(prior?.beta ?? 0, 6),
          n: 55,
          computed_at: NOON,
        },
      ]);
      await recorder.sample([
        sampled(1, plus(NOON, hours(2)), 20),
        sampled(2, plus(NOON, hours(2)), 20, { format: "short" }),
      ]);
      const [long, short] = await counters(db);
      expect(long?.engagement).toBeCloseTo(
        engagement({ views: 20, likes: 7, comments: 3 }, prior ?? ENGAGEMENT_PRIOR_DEFAULT) ?? 0,
        9,
      );
      expect(short?.engagement).toBeCloseTo(10.8 / 37.8, 9);
    }));
});
