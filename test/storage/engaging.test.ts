import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engagingOf } from "#analysis/engaging.ts";
import { ENGAGEMENT_KINDS } from "#domain/engagement.ts";
import { findsPrior } from "#domain/engagement-priors.ts";
import type { InsightScope } from "#domain/insight-scope.ts";
import { days, hours, minus } from "#domain/time.ts";
import { engagingRate, mostEngaging } from "#insights/engaging.ts";
import { at } from "#storage/database.ts";
import { readEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { CATEGORIES, channelId, drawn, FORMATS, NOON, seedVideos, VIDEOS, videoId, WATCH } from "./engaging-videos.ts";

const EVERYTHING: InsightScope = { channels: [], watch: null, tag: null, categories: [], formats: [] };

const passes = (scope: InsightScope, video: ReturnType<typeof drawn>): boolean =>
  (scope.channels.length === 0 || scope.channels.includes(video.channel)) &&
  (scope.watch === null || video.shown) &&
  (scope.tag === null || video.tags.includes(scope.tag)) &&
  (scope.categories.length === 0 || scope.categories.includes(video.categoryId)) &&
  (scope.formats.length === 0 || scope.formats.includes(video.format));

describe.each(engines)("the most engaging videos on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
    await seedVideos(test.db);
  });
  afterAll(() => test.close());

  const scopes = fc.record({
    channels: fc.uniqueArray(fc.integer({ min: 0, max: 8 }).map(channelId), { maxLength: 3 }),
    watch: fc.constantFrom(null, null, WATCH),
    tag: fc.constantFrom(null, null, "often", "seldom", "never"),
    categories: fc.subarray(CATEGORIES),
    formats: fc.subarray([...FORMATS]),
  });
  const windows = fc
    .tuple(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 1, max: 1300 }))
    .map(([end, length]) => ({ from: minus(NOON, hours(end + length)), until: minus(NOON, hours(end)) }));

  it("of any scope and window are those that a look at every video finds, by each kind", async () => {
    const find = findsPrior(await readEngagementPriors(test.db));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constant(EVERYTHING), scopes),
        windows,
        fc.constantFrom(...ENGAGEMENT_KINDS),
        fc.integer({ min: 1, max: 60 }),
        async (scope, window, by, limit) => {
          const there = Array.from({ length: VIDEOS }, (_, n) => drawn(n)).filter(
            (video) =>
              !video.gone &&
              video.publishedAt >= window.from &&
              video.publishedAt < window.until &&
              passes(scope, video),
          );
          const expected = mostEngaging(there, { by, limit, find });
          const found = await engagingOf(test.db, { scope, window, by, limit });
          expect(found.basis.exact).toBe(true);
          expect(found.items.map(({ video }) => video.id)).toEqual(expected.map(({ video }) => video.id));
          expect(found.items.map(({ rates }) => rates[by])).toEqual(
            expected.map(({ video }) => engagingRate(by, video, find)),
          );
        },
      ),
      { numRuns: 80 },
    );
  });

  it("are found behind hundreds whose plain rates are higher by luck, and behind engagements that were drawn less", () =>
    inRollback(test.db, async (db) => {
      const channel = channelId(99);
      const rowOf = (n: number, views: number, comments: number, engagement: number) => ({
        ...{ video_id: videoId(10_000 + n), shard: 0, channel_id: channel, describe_why: "refresh" as const },
        ...{ searched: false, published_at: at(minus(NOON, hours(2))), format: "long" as const, category_id: "99" },
        ...{ views, likes: 0, comments, engagement },
      });
      const lucky = Array.from({ length: 1_100 }, (_, n) => rowOf(n, 100, 12, 0.12));
      const large = Array.from({ length: 5 }, (_, n) => rowOf(2_000 + n, 1_000_000, 100_000, 0.1));
      await db
        .insertInto("video_counter")
        .values([...lucky, ...large])
        .execute();
      await db
        .insertInto("video")
        .values(
          [...lucky, ...large].map(({ video_id, channel_id, published_at }) => ({
            ...{ id: video_id, channel_id, first_seen_at: at(NOON), source: "uploads" as const, published_at },
            ...{ described_at: at(NOON), title: "", description: "", format: "long" as const, broadcast: false },
            ...{ live_state: "none" as const, tags: [], tag_keys: [] },
          })),
        )
        .execute();
      await db.deleteFrom("engagement_prior").execute();
      const prior = { format: "" as const, category_id: "", alpha: 2, beta: 98, n: 100, computed_at: at(NOON) };
      await db
        .insertInto("engagement_prior")
        .values(ENGAGEMENT_KINDS.map((kind) => ({ kind, ...prior })))
        .execute();
      const scope = { ...EVERYTHING, channels: [channel] };
      const window = { from: minus(NOON, hours(3)), until: NOON };
      for (const by of ["comments", "engagement"] as const) {
        // 12 of 100 are (12 + 2) ÷ (100 + 100) = 0.07.
        const { items, basis } = await engagingOf(db, { scope, window, by, limit: 5 });
        expect(items.map(({ video }) => video.views)).toEqual(Array(5).fill(1_000_000));
        expect(basis).toMatchObject({ candidates: 1_105, exact: true });
      }
    }));

  it("of a tag are the same whether its videos are looked up or all are walked, as thousands carry it", () =>
    inRollback(test.db, async (db) => {
      // More than are looked up one by one, within twelve hours of which the first two are few enough.
      const numbers = sql`generate_series(1, 8200) n, lateral (select 'tag' || lpad(n::text, 8, '0') as id,
        ${at(NOON)} - n * interval '5 seconds' as published, 100 + n * 7919 % 30000 as views) one`;
      await sql`
        insert into video (id, channel_id, first_seen_at, source, published_at, described_at, title, description, tags,
          tag_keys, format, broadcast, live_state)
        select id, 'UC', published, 'uploads', published, published, '', '', '{}', '{}', 'long', false, 'none'
        from ${numbers}`.execute(db);
      await sql`
        insert into video_counter (video_id, shard, channel_id, describe_why, searched, published_at, format, views, likes,
          comments)
        select id, 0, 'UC', 'refresh', false, published, 'long', views, views * (n * 31 % 101) / 1000, 0
        from ${numbers}`.execute(db);
      await sql`insert into video_tag (tag, published_at, video_id) select 'thousands', published, id from ${numbers}`.execute(
        db,
      );
      const find = findsPrior(await readEngagementPriors(db));
      const all = await db
        .selectFrom("video_counter")
        .select(["video_id as id", "format", "category_id as categoryId", "views", "likes", "comments", "published_at"])
        .where("channel_id", "=", "UC")
        .execute();
      expect(all).toHaveLength(8200);
      for (const from of [minus(NOON, hours(2)), minus(NOON, hours(12))]) {
        const within = all.filter((video) => (video.published_at ?? 0) >= from);
        expect(within.length).toBeGreaterThan(1_400);
        const expected = mostEngaging(within, { by: "likes", limit: 40, find });
        const question = { scope: { ...EVERYTHING, tag: "thousands" }, window: { from, until: NOON }, limit: 40 };
        const { items, basis } = await engagingOf(db, { ...question, by: "likes" });
        expect(items.map(({ video }) => video.id)).toEqual(expected.map(({ video }) => video.id));
        expect(basis).toMatchObject({ videos: 1000, complete: false, exact: true });
      }
    }));

  it("count what is hidden, and what has too few views to be ranked", async () => {
    const window = { from: minus(NOON, days(30)), until: NOON };
    const scope = { ...EVERYTHING, categories: ["10"] };
    const there = Array.from({ length: VIDEOS }, (_, n) => drawn(n)).filter(
      (video) => !video.gone && video.publishedAt >= window.from && passes(scope, video),
    );
    const { basis } = await engagingOf(test.db, { scope, window, by: "likes", limit: 5 });
    expect(basis).toMatchObject({
      videos: there.length,
      complete: true,
      noViews: there.filter(({ views }) => views === null).length,
      likesHidden: there.filter(({ views, likes }) => views !== null && likes === null).length,
      commentsHidden: there.filter(({ views, comments }) => views !== null && comments === null).length,
      fewViews: there.filter(({ views }) => views !== null && views < 100).length,
    });
    expect(basis.likesHidden).toBeGreaterThan(5);
    const all = await engagingOf(test.db, {
      scope: EVERYTHING,
      window: { from: minus(NOON, days(60)), until: NOON },
      by: "likes",
      limit: 5,
    });
    expect(all.basis).toMatchObject({ videos: 1000, complete: false });
  });
});
