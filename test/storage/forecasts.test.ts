import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeForecasts, settleDueForecasts } from "#analysis/forecast-keeping.ts";
import { readModels } from "#analysis/forecast-models.ts";
import { trainForecasts } from "#analysis/forecast-training.ts";
import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import { PRIOR_STEPS } from "#insights/forecast/prior-steps.ts";
import { FORECAST_TARGETS } from "#insights/forecast/target.ts";
import type { Db } from "#storage/database.ts";
import { keepForecasts, readForecastsOf, settleForecasts } from "#storage/insights/forecasts.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { drawVideos, LIFE, putVideos, type SampledVideo } from "./forecast-rows.ts";
import { channelId, NOON, videoId } from "./settlements.ts";

const [WEEK, MONTH] = FORECAST_TARGETS;
if (!WEEK || !MONTH) throw new Error("two ages are forecast");

const rowsOf = async (db: Db, table: "forecast" | "forecast_model" | "forecast_channel") =>
  (await sql`select * from ${sql.table(table)} t order by t::text`.execute(db)).rows;

describe.each(engines)("forecasts on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("are learned once a day from the installation's own videos, and by what ships where these are too few", () =>
    inRollback(test.db, async (db) => {
      // 300 have come to a week; of those that have come to a month too few are there.
      await putVideos(db, drawVideos(1, 300, minus(NOON, days(7))), NOON);
      await putVideos(db, drawVideos(2, 50, minus(NOON, days(60))), NOON);
      await trainForecasts(db, NOON);
      const models = await readModels(db);
      const week = models.modelOf(WEEK).steps;
      expect(week.map(({ outsetHours }) => outsetHours)).toEqual([1, 3, 8, 24, 72]);
      expect(week.every(({ outcomes }) => outcomes === 350)).toBe(true);
      expect(models.modelOf(MONTH).steps).toEqual(PRIOR_STEPS[720]);
      const outset = { ...{ videoId: "v", channelId: "c", format: "long" as const }, age: hours(30), views: 9 };
      const asked = { ...outset, earlier: [null, null, null] as const };
      expect(models.usedFor(WEEK, asked)).toEqual({ trainedAt: NOON, outcomes: 350, prior: false });
      expect(models.usedFor(MONTH, asked)).toMatchObject({ trainedAt: null, prior: true });

      const before = await rowsOf(db, "forecast_model");
      await putVideos(db, drawVideos(3, 40, minus(NOON, days(8))), NOON);
      await trainForecasts(db, plus(NOON, hours(5)));
      expect(await rowsOf(db, "forecast_model")).toEqual(before);
      await trainForecasts(db, plus(NOON, hours(12)));
      expect((await readModels(db)).usedFor(WEEK, asked)).toMatchObject({
        outcomes: 390,
        trainedAt: plus(NOON, hours(12)),
      });
      // What a channel's videos were stands beside, and counts each of them once, but for those kept apart.
      const sums = (await rowsOf(db, "forecast_channel")) as { target_hours: number; videos: number[] }[];
      const total = sums.flatMap((row) => (row.target_hours === WEEK.hours ? (row.videos[3] ?? 0) : []));
      const taught = total.reduce((sum, n) => sum + n, 0);
      expect([taught > 0.65 * 390, taught < 0.85 * 390]).toEqual([true, true]);
    }));

  it("learn nothing from views that were counted otherwise at the end than at the outset", () =>
    inRollback(test.db, async (db) => {
      // All formats were counted anew from 24 August 2026 on.
      const now = plus(NOON, days(78));
      await putVideos(db, drawVideos(1, 20, minus(now, days(8))), now);
      await putVideos(db, drawVideos(2, 20, minus(now, days(20))), now);
      await trainForecasts(db, now);
      const { rows } = await sql<{ outset_hours: number; outcomes: number }>`
        select outset_hours, outcomes from forecast_model where target_hours = ${WEEK.hours} order by outset_hours`.execute(
        db,
      );
      const crossing = (outset: number) =>
        [...drawVideos(1, 20, minus(now, days(8))), ...drawVideos(2, 20, minus(now, days(20)))].filter(
          ({ startAt }) =>
            plus(startAt, hours(outset)) < Date.UTC(2026, 7, 24) && plus(startAt, days(7)) >= Date.UTC(2026, 7, 24),
        ).length;
      expect(crossing(1)).toBeGreaterThan(0);
      expect(rows.map(({ outset_hours, outcomes }) => outcomes + crossing(outset_hours))).toEqual(rows.map(() => 40));
    }));

  /** A video of a known life, of which only what was sampled by an instant is stored. */
  const one = (over: Partial<SampledVideo> = {}): SampledVideo => {
    const [video] = drawVideos(9, 1, NOON);
    if (!video) throw new Error("one was drawn");
    return { ...video, ...over };
  };

  it("are made once a video, target and outset, by the sample there, and stay as they were made", () =>
    inRollback(test.db, async (db) => {
      const video = one();
      const at = plus(NOON, hours(24.5));
      await putVideos(db, [video], at);
      await makeForecasts(db, at);
      const made = await readForecastsOf(db, video.id);
      expect(made.map(({ targetHours, outsetHours }) => [targetHours, outsetHours])).toEqual([
        [168, 24],
        [720, 24],
      ]);
      for (const each of made) {
        expect(each).toMatchObject({
          sampledAt: plus(NOON, hours(24)),
          sampled: video.samples.find(({ age }) => age === hours(24))?.views,
          madeAt: at,
          trainedAt: null,
          dueAt: plus(NOON, hours(each.targetHours)),
          reached: null,
          settledAt: null,
        });
        expect(each.low).toBeLessThan(each.views);
        expect(each.high).toBeGreaterThan(each.views);
      }
      await putVideos(db, drawVideos(1, 300, minus(NOON, days(40))), at);
      await trainForecasts(db, at);
      await makeForecasts(db, plus(at, hours(1)));
      expect(await readForecastsOf(db, video.id)).toEqual(made);
    }));

  it("are made of broadcasts by when they began, and of no video that is gone or was not sampled there", () =>
    inRollback(test.db, async (db) => {
      const begun = plus(NOON, hours(20));
      const broadcast = one({ format: "live", startAt: begun });
      const gone = one({ id: videoId(1) });
      const unsampled = one({ id: videoId(2), samples: one().samples.slice(0, 2) });
      const now = plus(begun, minutes(70));
      await putVideos(db, [broadcast], now);
      await sql`update video_counter set published_at = ${new Date(NOON).toISOString()}::timestamptz`.execute(db);
      const later = [gone, unsampled].map((video) => ({ ...video, startAt: begun }));
      await putVideos(db, later, now);
      await sql`update video_counter set gone_at = start_at where video_id = ${gone.id}`.execute(db);
      await makeForecasts(db, now);
      const rows = await db.selectFrom("forecast").select(["video_id", "outset_hours"]).execute();
      expect(rows).toEqual([
        { video_id: broadcast.id, outset_hours: 1 },
        { video_id: broadcast.id, outset_hours: 1 },
      ]);
    }));

  it("are settled by what the video had at the target, once", () =>
    inRollback(test.db, async (db) => {
      const video = one();
      await putVideos(db, [video], plus(NOON, hours(25)));
      await makeForecasts(db, plus(NOON, hours(25)));
      // Seven days later, before and after its sample is there.
      const due = plus(NOON, days(7));
      await putVideos(db, [{ ...video, samples: video.samples.filter(({ age }) => age < days(7)) }], due);
      await settleDueForecasts(db, plus(due, minutes(20)));
      expect((await readForecastsOf(db, video.id)).map(({ settledAt }) => settledAt)).toEqual([null, null]);
      await putVideos(db, [video], due);
      await settleDueForecasts(db, plus(due, minutes(80)));
      const settled = await readForecastsOf(db, video.id);
      const reached = video.samples.find(({ age }) => age === days(7))?.views;
      expect(settled[0]).toMatchObject({ targetHours: 168, reached, settledAt: plus(due, minutes(80)) });
      expect(settled[1]).toMatchObject({ targetHours: 720, reached: null, settledAt: null });
      await settleDueForecasts(db, plus(due, hours(9)));
      expect(await readForecastsOf(db, video.id)).toEqual(settled);
    }));

  it("wait a tenth of the target for a sample, and are then settled without", () =>
    inRollback(test.db, async (db) => {
      const video = one({ samples: one().samples.filter(({ age }) => age <= hours(24)) });
      await putVideos(db, [video], plus(NOON, hours(25)));
      await makeForecasts(db, plus(NOON, hours(25)));
      const settledAfter = async (waited: number) => {
        await settleDueForecasts(db, plus(NOON, hours(168 + waited)));
        return (await readForecastsOf(db, video.id))[0];
      };
      expect(await settledAfter(16)).toMatchObject({ settledAt: null });
      expect(await settledAfter(17)).toMatchObject({ settledAt: plus(NOON, hours(185)), reached: null });
    }));

  it("are written once, and so is what became of them, whatever is written again", () =>
    inRollback(test.db, async (db) => {
      const video = one();
      await putVideos(db, [video], plus(NOON, hours(2)));
      await makeForecasts(db, plus(NOON, hours(2)));
      const [made] = await readForecastsOf(db, video.id);
      if (!made) throw new Error("it was made");
      await keepForecasts(db, [{ ...made, views: 1, madeAt: plus(NOON, hours(3)) }]);
      expect((await readForecastsOf(db, video.id))[0]).toEqual(made);
      await settleForecasts(db, [{ ...made, reached: 700 }], plus(NOON, days(7)));
      await settleForecasts(db, [{ ...made, reached: null }], plus(NOON, days(8)));
      const settled = { ...made, reached: 700, settledAt: plus(NOON, days(7)) };
      expect((await readForecastsOf(db, video.id))[0]).toEqual(settled);
    }));

  it("know what the channel's other videos became, also while the model that ships serves", () =>
    inRollback(test.db, async (db) => {
      const others = drawVideos(1, 100, minus(NOON, days(60)));
      const big = others.map(({ samples, ...video }) => ({
        ...{ ...video, channelId: channelId(1) },
        samples: samples.map(({ age, views }) => ({ age, views: views * 50 })),
      }));
      await putVideos(db, big, NOON);
      await trainForecasts(db, NOON);
      const now = plus(NOON, hours(2));
      const stranger = { ...one(), id: videoId(2), channelId: channelId(2) };
      await putVideos(db, [{ ...one(), id: videoId(1), channelId: channelId(1) }, stranger], now);
      await makeForecasts(db, now);
      const viewsOf = async (id: typeof stranger.id) => (await readForecastsOf(db, id))[1]?.views ?? Number.NaN;
      expect((await readForecastsOf(db, stranger.id))[1]?.trainedAt).toBeNull();
      expect(await viewsOf(videoId(1))).toBeGreaterThan(1.3 * (await viewsOf(videoId(2))));
    }));

  it("of a video that is removed are not kept", () =>
    inRollback(test.db, async (db) => {
      const video = one();
      const now = plus(NOON, hours(2));
      await putVideos(db, [video], now);
      await makeForecasts(db, now);
      expect(await rowsOf(db, "forecast")).toHaveLength(2);
      await sql`delete from forecast`.execute(db);
      await sql`delete from video_counter`.execute(db);
      await makeForecasts(db, now);
      expect(await rowsOf(db, "forecast")).toEqual([]);
    }));
});

it("the life of the videos of these tests has all milestones", () => {
  for (const age of [hours(1), hours(24), days(7), days(30)]) expect(LIFE).toContain(age);
});
