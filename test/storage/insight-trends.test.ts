import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outliersOf } from "#analysis/outliers.ts";
import { summaryFactsStamp } from "#analysis/summary-facts.ts";
import { trendingOf } from "#analysis/trending.ts";
import { typicalBandsOf } from "#analysis/typical-bands.ts";
import { viewTrendStamp, viewTrendsOf } from "#analysis/view-trends.ts";
import type { ChannelId } from "#domain/channel.ts";
import { dayOf, HOUR, stepOf } from "#domain/day-gain.ts";
import type { InsightScope } from "#domain/insight-scope.ts";
import { days, hours, instant, minus } from "#domain/time.ts";
import { TYPICAL_AGES } from "#domain/typical.ts";
import type { Format } from "#domain/video.ts";
import type { WatchId } from "#domain/watch.ts";
import { TREND_SORTS, trending } from "#insights/trending.ts";
import { typicalBands } from "#insights/typical.ts";
import { at, type Db } from "#storage/database.ts";
import { NOW } from "../api/now.ts";
import { CHANNELS, seed, seededVideoId } from "../api/seed.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const COUNT = 120;
const WATCH = "bC3dE4fG5hI6" as WatchId;
const ALL: InsightScope = { channels: [], watch: null, tag: null, categories: [], formats: [] };
const SCOPES: Readonly<Record<string, InsightScope>> = {
  everything: ALL,
  "a channel": { ...ALL, channels: [CHANNELS[0] as ChannelId] },
  "two channels": { ...ALL, channels: CHANNELS.slice(0, 2) },
  "a watch": { ...ALL, watch: WATCH },
  "a tag": { ...ALL, tag: "baking" },
  "a category": { ...ALL, categories: ["22"] },
  "a format": { ...ALL, formats: ["short"] },
  "a tag of a format": { ...ALL, tag: "baking", formats: ["long"] },
};

interface Truth {
  readonly id: string;
  readonly channel_id: string;
  readonly format: Format | null;
  readonly category_id: string | null;
  readonly tag_keys: readonly string[];
  readonly published_at: number | null;
}

/** Which videos a scope means, worked out without any index. */
const inScope = (video: Truth, scope: InsightScope, watched: ReadonlySet<string>): boolean =>
  video.published_at !== null &&
  (scope.channels.length === 0 || scope.channels.includes(video.channel_id as ChannelId)) &&
  (scope.watch === null || watched.has(video.id)) &&
  (scope.tag === null || video.tag_keys.includes(scope.tag)) &&
  (scope.categories.length === 0 || scope.categories.includes(video.category_id ?? "")) &&
  (scope.formats.length === 0 || scope.formats.includes(video.format as Format));

async function truths(db: Db): Promise<readonly Truth[]> {
  const { rows } = await sql<Truth>`
    select c.video_id as id, c.channel_id, c.format, c.category_id, v.tag_keys, c.published_at
    from video_counter c join video v on v.id = c.video_id`.execute(db);
  return rows;
}

describe.each(engines)("insights of each kind of scope, on %s", (engine) => {
  let database: TestDatabase;
  let all: readonly Truth[];
  const watched = new Set<string>();

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const { db } = database;
    await seed(db, COUNT);
    all = await truths(db);
    for (let n = 0; n < COUNT; n += 5) watched.add(seededVideoId(n));
    const seen = { published_at: at(NOW), first_seen_at: at(NOW), last_seen_at: at(NOW), last_rank: 1 };
    await db
      .insertInto("watch_video")
      .values([...watched].map((video_id) => ({ watch_id: WATCH, video_id, ...seen })))
      .execute();
    await sql`
      update video_counter set captured_at = ${at(minus(NOW, hours(2)))}, outlier_basis = 'age', velocity_hours = 24
      where captured_at is not null`.execute(db);
    await seedDays(db);
  });
  afterAll(() => database.close());

  it.each(Object.entries(SCOPES))("rank what takes off as a look at every video of %s would", async (_, scope) => {
    const { db } = database;
    const { rows } = await sql<Parameters<typeof trending>[0][number]>`
      select video_id as id, start_at as "startAt", captured_at as "capturedAt", views, gain_1h as "gain1h",
        gain_24h as "gain24h", gain_7d as "gain7d", velocity, velocity_hours as "velocityHours", heat, outlier,
        outlier_basis as "outlierBasis"
      from video_counter where published_at is not null and gone_at is null`.execute(db);
    const meant = new Set(all.filter((video) => inScope(video, scope, watched)).map(({ id }) => id));
    expect(meant.size).toBeGreaterThan(0);
    for (const sort of TREND_SORTS) {
      const asked = { over: "24h", sort, limit: 100 } as const;
      const wanted = trending(
        rows.filter(({ id }) => meant.has(id)),
        { ...asked, now: NOW },
      );
      const { items } = await trendingOf(db, { scope, ...asked }, NOW);
      for (const { video } of items) expect(video.goneAt).toBeNull();
      if (scope === ALL && ["trend", "heat", "velocity", "gain"].includes(sort))
        expect(wanted.length).toBeGreaterThan(1);
      expect(items.map(({ trend }) => trend)).toEqual(wanted);
    }
    const outliers = await outliersOf(db, { scope, since: minus(NOW, days(1)), limit: 100 });
    for (const { video } of outliers.items) expect([meant.has(video.id), video.goneAt]).toEqual([true, null]);
  });

  it.each(Object.entries(SCOPES))("add up the days of the videos of %s", async (_, scope) => {
    const { db } = database;
    const answer = await viewTrendsOf(db, { scope, window: { span: days(7) }, step: "day" }, NOW);
    const meant = new Map(all.filter((video) => inScope(video, scope, watched)).map((video) => [video.id, video]));
    const { rows } = await sql<{ id: string; day: string; views: number }>`
      select video_id as id, day, views from video_day`.execute(db);
    const own = rows.filter(({ id }) => meant.has(id));
    const sum = (from: number, until: number) =>
      own
        .filter(({ day }) => day >= dayOf(minus(NOW, days(from))) && day < dayOf(minus(NOW, days(until))))
        .reduce((views, row) => views + row.views, 0);
    expect(answer.views).toBeCloseTo(sum(7, 0), 6);
    expect(answer.before ?? 0).toBeCloseTo(sum(14, 7), 6);
    const aged = answer.ages.reduce((views, age) => views + age.views, 0);
    // A video without a start has no age.
    expect(aged).toBeLessThanOrEqual(answer.views + 1e-6);
    for (const { fromDays, toDays } of answer.ages)
      expect(toDays ?? Number.POSITIVE_INFINITY).toBeGreaterThan(fromDays);
    for (const { weekday, hour } of answer.uploadTimes) {
      expect(weekday).toBeGreaterThanOrEqual(1);
      expect(weekday).toBeLessThanOrEqual(7);
      expect(hour).toBeLessThan(24);
    }
  });

  it("of today's hours, and summaries, are made of what today's samples say", async () => {
    const { db } = database;
    const facts = { scope: ALL, window: { span: days(7) } };
    const told = await summaryFactsStamp(db, facts, NOW);
    expect(await summaryFactsStamp(db, facts, NOW)).toBe(told);
    const window = { from: minus(stepOf(NOW, HOUR), hours(3)), until: stepOf(NOW, HOUR) };
    const stamp = () => viewTrendStamp(db, { scope: ALL, window, step: "hour" }, NOW);
    const before = await stamp();
    expect(await stamp()).toBe(before);
    await inRollback(db, async (trx) => {
      await sql`update channel_day set samples = samples + 1 where day = ${dayOf(NOW)}::date`.execute(trx);
      expect(await viewTrendStamp(trx, { scope: ALL, window, step: "hour" }, NOW)).not.toBe(before);
      expect(await summaryFactsStamp(trx, facts, NOW)).not.toBe(told);
    });
  });

  it("give the band of a channel's last videos at fixed ages, and of no others", async () => {
    const { db } = database;
    const row = await db
      .selectFrom("typical")
      .selectAll()
      .where("channel_id", "=", CHANNELS[0] ?? "")
      .where("format", "=", "long")
      .executeTakeFirst();
    if (!row) throw new Error("a typical curve is seeded");
    const curves = row.video_ids.flatMap((id, i) => {
      const known = all.some((video) => video.id === id && video.published_at !== null && video.format === "long");
      const views = row.views.slice(i * TYPICAL_AGES.length, (i + 1) * TYPICAL_AGES.length);
      return known ? [views.map((each) => (Number.isNaN(each) ? null : each))] : [];
    });
    const scope = { ...ALL, channels: [CHANNELS[0] as ChannelId], formats: ["long" as const] };
    const [bands] = await typicalBandsOf(db, scope, { from: instant(0), until: NOW });
    expect(bands?.videos).toBe(curves.length);
    expect(bands?.bands).toEqual(typicalBands(curves));
  });
});

/** A fortnight of days for every seeded video, and their channels' days as their sums. */
async function seedDays(db: Db): Promise<void> {
  await sql`delete from video_day`.execute(db);
  await sql`delete from channel_day`.execute(db);
  await sql`
    insert into video_day (video_id, day, views, samples, open)
    select c.video_id, d.day::date, (length(c.video_id) * 7 + right(c.video_id, 3)::int * 13 + extract(day from d.day)::int * 5) % 101, 2,
      false
    from video_counter c
    cross join generate_series(${at(minus(NOW, days(14)))}, ${at(NOW)}, interval '1 day') d(day)
    where c.published_at is not null`.execute(db);
  await sql`
    insert into channel_day (channel_id, format, day, views, likes, comments, uploads, samples, open)
    select c.channel_id, c.format, d.day, sum(d.views), 0, 0, 0, sum(d.samples), 0
    from video_day d join video_counter c on c.video_id = d.video_id
    group by 1, 2, 3`.execute(db);
}
