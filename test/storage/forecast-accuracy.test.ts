import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forecastAccuracyOf } from "#analysis/forecast-accuracy.ts";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import { type Duration, days, hours, minus, plus } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { Chance } from "#simulation/random.ts";
import { at, type Db } from "#storage/database.ts";
import { keepForecasts, settleForecasts } from "#storage/insights/forecasts.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { drawVideos, putVideos } from "./forecast-rows.ts";
import { channelId, NOON } from "./settlements.ts";

const EVERYTHING: InsightScope = { channels: [], watch: null, tag: null, categories: [], formats: [] };
const WINDOW: Window = { from: minus(NOON, days(20)), until: NOON };
const VIDEOS = drawVideos(4, 120, minus(NOON, days(31)));

const WATCH = "bC3dE4fG5hI6" as WatchId;

/** A settled forecast as this test knows it. */
type Settled = ReturnType<typeof drawSettled>[number];

function drawSettled() {
  return VIDEOS.flatMap((video, n) =>
    ([1, 24] as const).map((outsetHours) => {
      const chance = new Chance("accuracy", n, outsetHours);
      const reached = chance.happens(0.1) ? null : chance.happens(0.05) ? 0 : Math.round(chance.logNormal(500, 1));
      const views = (reached ?? 100) * chance.logNormal(1, 0.4) + 1;
      return {
        ...{ videoId: video.id, channelId: video.channelId, format: video.format, outsetHours },
        ...{ targetHours: chance.happens(0.5) ? 168 : 720, views, low: views * 0.7, high: views * 1.4, reached },
        ...{ sampledAt: video.startAt, sampled: 5, madeAt: video.startAt, dueAt: video.startAt },
        trainedAt: chance.happens(0.5) ? null : NOON,
        settledAt: minus(NOON, Math.floor(chance.between(0, days(40))) as Duration),
      };
    }),
  );
}

async function seed(db: Db, settled: readonly Settled[]): Promise<void> {
  await putVideos(db, VIDEOS, NOON);
  await keepForecasts(db, settled);
  for (const one of settled) await settleForecasts(db, [one], one.settledAt);
  const [first, second] = VIDEOS;
  for (const video of [first, second]) {
    if (!video) continue;
    const published_at = at(video.startAt);
    await db.insertInto("video_tag").values({ tag: "baking", published_at, video_id: video.id }).execute();
    const seen = { published_at, first_seen_at: published_at, last_seen_at: published_at, last_rank: 1 };
    await db
      .insertInto("watch_video")
      .values({ watch_id: WATCH, video_id: video.id, ...seen })
      .execute();
  }
}

const isSettledThen = ({ settledAt }: Settled): boolean => settledAt >= WINDOW.from && settledAt < WINDOW.until;

const medianOf = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

/** The same by hand. */
function judged(all: readonly Settled[]) {
  const known = all.flatMap((one) => (one.reached === null ? [] : [{ ...one, reached: one.reached }]));
  const off = known.map(({ views, reached }) => (views - reached) / Math.max(1, reached));
  const held = known.filter(({ low, high, reached }) => low <= reached && reached <= high);
  return {
    settled: all.length,
    n: known.length,
    error: medianOf(off.map(Math.abs)),
    bias: medianOf(off),
    held: known.length === 0 ? null : held.length / known.length,
  };
}

describe.each(engines)("the accuracy of forecasts on %s", (engine) => {
  let test: TestDatabase;
  const settled = drawSettled();
  beforeAll(async () => {
    test = await openTestDatabase(engine);
    await seed(test.db, settled);
  });
  afterAll(() => test.close());

  const tagged = new Set<string>(VIDEOS.slice(0, 2).map(({ id }) => id));
  it.each<[string, Partial<InsightScope>, (one: Settled) => boolean]>([
    ["everything", {}, () => true],
    [
      "two channels",
      { channels: [channelId(3), channelId(7)] },
      ({ channelId: of }) => of === channelId(3) || of === channelId(7),
    ],
    ["a format", { formats: ["short"] }, ({ format }) => format === "short"],
    ["a category", { categories: ["1"] }, ({ videoId }) => Number(videoId.at(-1)) % 3 === 1],
    ["a tag", { tag: "baking" }, ({ videoId }) => tagged.has(videoId)],
    ["a watch", { watch: WATCH }, ({ videoId }) => tagged.has(videoId)],
    ["nothing", { tag: "unknown" }, () => false],
  ])("is what a second computation says, of %s", async (_, part, isPart) => {
    const found = await forecastAccuracyOf(test.db, { ...EVERYTHING, ...part }, WINDOW);
    const own = settled.filter((one) => isPart(one) && isSettledThen(one));
    // Categories are sifted after the look.
    const looked = part.categories ? settled.filter(isSettledThen) : own;
    expect(found).toMatchObject({ lookedAt: looked.length, lookedAtAll: true });
    for (const { target, outsetHours, all, parts } of found.outsets) {
      const targetHours = target === "7d" ? 168 : 720;
      const there = own.filter((one) => one.targetHours === targetHours && one.outsetHours === outsetHours);
      expectSame(all, there);
      const kinds = new Set(there.map(({ format, trainedAt }) => `${format} ${trainedAt === null}`));
      expect(parts.map(({ format, prior }) => `${format} ${prior}`).toSorted()).toEqual([...kinds].toSorted());
      for (const each of parts) {
        expectSame(
          each,
          there.filter(({ format, trainedAt }) => format === each.format && (trainedAt === null) === each.prior),
        );
      }
    }
  });

  it("looks at the newest five thousand, and says when there are more", () =>
    inRollback(test.db, async (db) => {
      const settledAt = at(minus(NOON, hours(1)));
      await sql`
        insert into forecast (video_id, target_hours, outset_hours, channel_id, format, sampled_at, sampled, made_at,
          views, low, high, due_at, reached, settled_at)
        select 'many' || n, 168, 1, 'a channel', 'live', ${settledAt}, 1, ${settledAt}, 1, 1, 1, ${settledAt}, 1, ${settledAt}
        from generate_series(1, 5001) n`.execute(db);
      for (const formats of [[], ["live", "short"]] as const) {
        const found = await forecastAccuracyOf(db, { ...EVERYTHING, formats }, WINDOW);
        expect(found).toMatchObject({ lookedAt: 5000, lookedAtAll: false });
      }
    }));

  it("looks at nothing that is settled outside the window", async () => {
    const found = await forecastAccuracyOf(test.db, EVERYTHING, {
      from: plus(NOON, hours(1)),
      until: plus(NOON, days(9)),
    });
    expect(found.lookedAt).toBe(0);
    expect(found.outsets.map(({ all }) => all)).toEqual([null, null, null, null, null]);
  });
});

function expectSame(found: object | null, there: readonly Settled[]): void {
  if (there.length === 0) {
    expect(found).toBeNull();
    return;
  }
  const expected = judged(there);
  const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 9));
  const { error, bias, held, ...counts } = expected;
  expect(found).toMatchObject({ ...counts, error: close(error), bias: close(bias), held: close(held) });
}
