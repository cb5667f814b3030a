import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Settlement } from "#domain/settlement.ts";
import { days, type Instant, instant, minus, minutes, plus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { listRescoreTasks, rescoreChannel } from "#storage/scores/scores.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, Recorder, sampled, videoDescription, videoId } from "./settlements.ts";

/** When all formats came to count views otherwise. */
const CHANGE = instant(Date.UTC(2026, 7, 24));
const POOL = 3;
/** How far what is in force may lie from what is true. */
const DRIFT = 0.01;

interface FirstHourOf {
  readonly n: number;
  readonly channel: number;
  readonly format: Format;
  readonly startAt: Instant;
  readonly views: number;
}

/** One settlement that shows first hours at exactly 60:00, of described videos. */
function firstHours(videos: readonly FirstHourOf[]): Partial<Settlement> {
  const samples = videos.map(({ n, channel, format, startAt, views }) =>
    sampled(n, plus(startAt, minutes(60)), views, {
      channelId: channelId(channel),
      format,
      startAt,
      publishedAt: startAt,
    }),
  );
  return {
    at: plus(CHANGE, days(39)),
    snapshots: samples.map(({ snapshot }) => snapshot),
    videos: samples.map(({ video }) => video),
    descriptions: videos.map(({ n, channel, startAt }) =>
      videoDescription(n, { channelId: channelId(channel), publishedAt: startAt }),
    ),
    sightingSource: "uploads",
    firstHourOf: samples.map(({ video }) => video.id),
  };
}

/** Scores the channels that ask for it, until none does. */
async function settleDown(db: Db): Promise<void> {
  for (let rounds = 0; rounds < 10; rounds++) {
    const due = await listRescoreTasks(db, 100);
    if (due.length === 0) return;
    for (const id of due) await rescoreChannel(db, id, CHANGE, POOL);
  }
  throw new Error("scores ask to be taken anew for ever");
}

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return (low + high) / 2;
};

interface Scored {
  readonly first_hour_views: number | null;
  readonly performance: number | null;
  readonly performance_in_format: number | null;
}

/** Holds every stored score against the definitions, taken anew from what was told and with none of the service's code. */
function expectScores(rows: ReadonlyMap<string, Scored>, known: readonly FirstHourOf[]): void {
  for (const mine of known) {
    const row = rows.get(videoId(mine.n));
    if (!row) throw new Error("it was recorded");
    const { performance, performance_in_format: inFormat } = row;
    expect(row.first_hour_views).toBe(mine.views);
    const channel = known.filter((other) => other.channel === mine.channel);
    const all = medianOf(channel.map(({ views }) => views));
    if (channel.length < POOL || all === 0) {
      expect({ n: mine.n, performance, inFormat }).toEqual({ n: mine.n, performance: null, inFormat: null });
      continue;
    }
    const inForce = mine.views / (performance ?? Number.NaN);
    if (mine.views > 0) expect(Math.abs(all - inForce)).toBeLessThanOrEqual(DRIFT * inForce * (1 + 1e-9));
    const alike = channel
      .filter((other) => other.format === mine.format && other.startAt >= CHANGE === mine.startAt >= CHANGE)
      .toSorted((a, b) => b.startAt - a.startAt)
      .slice(0, 50)
      .map(({ views }) => views);
    if (mine.format === "unknown" || medianOf(alike) === 0) {
      expect({ n: mine.n, inFormat }).toEqual({ n: mine.n, inFormat: null });
      continue;
    }
    if (mine.views === 0) {
      expect([performance, inFormat]).toEqual([0, 0]);
      continue;
    }
    const n = alike.length;
    const drawn = medianOf(alike) ** (n / (n + 3)) * inForce ** (3 / (n + 3));
    const inForceOfFormat = mine.views / (inFormat ?? Number.NaN);
    expect(Math.abs(drawn - inForceOfFormat)).toBeLessThanOrEqual(DRIFT * inForceOfFormat * (1 + 1e-9));
  }
}

const firstHour = fc.record({
  channel: fc.integer({ min: 1, max: 2 }),
  format: fc.constantFrom<Format>("long", "long", "short", "live", "unknown"),
  // Days before and after the change, each video with an instant of its own.
  day: fc.integer({ min: -35, max: 35 }),
  views: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 100_000 }) },
    { weight: 4, arbitrary: fc.integer({ min: 1000, max: 1015 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
});
/** Settlements of some first hours each. */
const batches = fc.array(fc.array(firstHour, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 9 });

describe.each(engines)("performance within formats on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const open = async (db: Db): Promise<Recorder> => {
    await ensurePartitions(db, minus(CHANGE, days(40)), plus(CHANGE, days(40)));
    return Recorder.open(db);
  };
  const scored = async (db: Db): Promise<ReadonlyMap<string, Scored>> => {
    const rows = await db
      .selectFrom("video_counter")
      .select(["video_id", "first_hour_views", "performance", "performance_in_format"])
      .execute();
    return new Map(rows.map((row) => [row.video_id, row]));
  };
  const inFormat = async (db: Db, n: number) => (await scored(db)).get(videoId(n))?.performance_in_format;
  const told = (n: number, views: number, over: Partial<FirstHourOf> = {}): FirstHourOf => ({
    n,
    channel: 1,
    format: "long",
    startAt: minus(CHANGE, minutes(1000 - n)),
    views,
    ...over,
  });

  it("follow each new first hour by the median in force: at rest every score is its definition's, to 1 %", () =>
    fc.assert(
      fc.asyncProperty(batches, (batches) =>
        inRollback(test.db, async (db) => {
          const recorder = await open(db);
          const known: FirstHourOf[] = [];
          for (const batch of batches) {
            const news = batch.map(({ day, ...first }, i) => ({
              ...first,
              n: known.length + i + 1,
              startAt: plus(plus(CHANGE, days(day)), minutes(known.length + i)),
            }));
            await recorder.record(firstHours(news));
            known.push(...news);
            await settleDown(db);
            expectScores(await scored(db), known);
          }
        }),
      ),
      { numRuns: 12 },
    ));

  it("are taken over the newest fifty first hours, and drawn towards the channel's median while there are few", () =>
    inRollback(test.db, async (db) => {
      const recorder = await open(db);
      const old = Array.from({ length: 60 }, (_, i) => told(i + 1, 10));
      const recent = Array.from({ length: 50 }, (_, i) => told(i + 61, 1000));
      await recorder.record(firstHours([...old, ...recent]));
      await settleDown(db);
      // The channel's median is 10 and counts three times, the fifty newest first hours' 1000 fifty times.
      expect(await inFormat(db, 1)).toBeCloseTo(10 / (1000 ** (50 / 53) * 10 ** (3 / 53)), 12);
      await recorder.record(firstHours([told(111, 8000, { format: "short" })]));
      await settleDown(db);
      expect(await inFormat(db, 111)).toBeCloseTo(8000 / (8000 ** 0.25 * 10 ** 0.75), 9);
    }));

  it("compare only what was counted alike", () =>
    inRollback(test.db, async (db) => {
      const recorder = await open(db);
      const before = [1, 2, 3, 4, 5, 6].map((n) => told(n, 100));
      const after = [7, 8, 9, 10, 11, 12].map((n) => told(n, 400, { startAt: plus(CHANGE, minutes(n)) }));
      await recorder.record(firstHours([...before, ...after]));
      await settleDown(db);
      const [median, share] = [250, 6 / 9];
      expect(await inFormat(db, 1)).toBeCloseTo(100 / (100 ** share * median ** (1 - share)), 12);
      expect(await inFormat(db, 7)).toBeCloseTo(400 / (400 ** share * median ** (1 - share)), 12);
    }));

  it("follow a video whose format turns out to be another", () =>
    inRollback(test.db, async (db) => {
      const recorder = await open(db);
      const known = [1, 2, 3, 4].map((n) => told(n, 100 * n));
      await recorder.record(firstHours(known));
      await settleDown(db);
      const [first, ...others] = known;
      if (!first) throw new Error("there are four");
      const moved = { ...first, format: "short" as const };
      const { snapshots: _, firstHourOf: __, ...seenAgain } = firstHours([moved]);
      await recorder.record(seenAgain);
      await settleDown(db);
      expectScores(await scored(db), [moved, ...others]);
      expect(await db.selectFrom("channel_format_score").select(["format", "n"]).orderBy("format").execute()).toEqual([
        { format: "long", n: 3 },
        { format: "short", n: 1 },
      ]);
    }));

  it("are null again when first hours are taken back, and leave no median behind", () =>
    inRollback(test.db, async (db) => {
      const recorder = await open(db);
      const known = [told(1, 10), told(2, 20), told(3, 30, { format: "live" })];
      await recorder.record(firstHours(known));
      await settleDown(db);
      expect(await inFormat(db, 3)).toBeCloseTo(30 / (30 ** 0.25 * 20 ** 0.75), 12);
      // It began a day later than was thought.
      const [settlement] = known
        .slice(2)
        .map((video) => firstHours([{ ...video, startAt: plus(video.startAt, days(1)) }]));
      await recorder.record({ ...settlement, snapshots: [] });
      await settleDown(db);
      expect([...(await scored(db)).values()].map((row) => row.performance_in_format)).toEqual([null, null, null]);
      expect(await db.selectFrom("channel_format_score").select(["format", "median_in_force"]).execute()).toEqual([
        { format: "long", median_in_force: null },
      ]);
    }));
});
