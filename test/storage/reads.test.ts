import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import { days, minus } from "#domain/time.ts";
import { foldTag } from "#domain/video.ts";
import { CHANNEL_SORTS, type ChannelSort, listChannels } from "#storage/channel-reads.ts";
import type { Position } from "#storage/keyset.ts";
import { readNeighbours, readSeries } from "#storage/series.ts";
import { createAdminToken, readAdminTokenHashes, tokenHash } from "#storage/tokens.ts";
import { listVideos, VIDEO_SORTS, type VideoFilter, type VideoRow, type VideoSort } from "#storage/videos.ts";
import { NOW } from "../api/now.ts";
import { CHANNELS, RICH_VIDEO, seed } from "../api/seed.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const VALUE_OF: Readonly<Record<VideoSort, (video: VideoRow) => number | null>> = {
  publishedAt: (video) => video.publishedAt,
  durationSeconds: (video) => video.durationSeconds,
  views: (video) => video.views,
  likes: (video) => video.likes,
  comments: (video) => video.comments,
  firstHour: (video) => video.firstHourViews,
  performance: (video) => video.performance,
  outlier: (video) => video.outlier,
};

const sortArbitrary = fc.constantFrom(...(Object.keys(VIDEO_SORTS) as VideoSort[]));
// Some bounds are values that rows have: ranges include both.
const ratio = fc.option(
  fc.oneof(fc.double({ min: 0, max: 4, noNaN: true }), fc.constantFrom(1.001, 2.002, 0.06, 0.24)),
  {
    nil: undefined,
  },
);
const filterArbitrary: fc.Arbitrary<VideoFilter> = fc.record({
  tags: fc.option(fc.subarray(["baking", "BREAD", "Vlog", "ทะเล", "nobody uses it"], { minLength: 1 }), {
    nil: undefined,
  }),
  tagMode: fc.constantFrom("any", "all"),
  channels: fc.option(fc.subarray([...CHANNELS], { minLength: 1 }), { nil: undefined }),
  format: fc.option(fc.constantFrom("long", "short", "live", "unknown"), { nil: undefined }),
  publishedAfter: fc.option(
    fc.integer({ min: 0, max: 20 }).map((n) => minus(NOW, days(n))),
    { nil: undefined },
  ),
  publishedBefore: fc.option(
    fc.integer({ min: 0, max: 20 }).map((n) => minus(NOW, days(n))),
    { nil: undefined },
  ),
  performanceMin: ratio,
  performanceMax: ratio,
  outlierMin: ratio,
  outlierMax: ratio,
});

/** The filters once more, over rows in memory. */
function passes(video: VideoRow, filter: VideoFilter): boolean {
  const keys = new Set(video.tags.map(foldTag));
  const within = (value: number | null, min?: number, max?: number) =>
    (min === undefined || (value !== null && value >= min)) && (max === undefined || (value !== null && value <= max));
  const tagged = (tag: string) => keys.has(foldTag(tag));
  return (
    (!filter.tags || (filter.tagMode === "all" ? filter.tags.every(tagged) : filter.tags.some(tagged))) &&
    (!filter.channels || filter.channels.includes(video.channelId as ChannelId)) &&
    (!filter.format || video.format === filter.format) &&
    within(video.publishedAt, filter.publishedAfter) &&
    (filter.publishedBefore === undefined || (video.publishedAt ?? 0) < filter.publishedBefore) &&
    within(video.performance, filter.performanceMin, filter.performanceMax) &&
    within(video.outlier, filter.outlierMin, filter.outlierMax)
  );
}

/** By value in the given direction, rows without one last, ties by id in the same direction. */
function compare(
  a: readonly [number | null, string],
  b: readonly [number | null, string],
  descending: boolean,
): number {
  if ((a[0] === null) !== (b[0] === null)) return a[0] === null ? 1 : -1;
  const ascending = a[0] !== b[0] ? Number(a[0]) - Number(b[0]) : a[1] < b[1] ? -1 : 1;
  return descending ? -ascending : ascending;
}

describe.each(engines)("reads on %s", (engine) => {
  let database: TestDatabase;
  let every: readonly VideoRow[];

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await seed(database.db, 150);
    const walk = { sort: "publishedAt", descending: true, after: null, limit: 1000 } as const;
    every = (await listVideos(database.db, {}, walk)).map(({ video }) => video);
  });
  afterAll(() => database.close());

  it("lists described videos only", () => {
    expect(every.length).toBe(150 - Math.floor(150 / 11));
  });

  it("pages visit each video of any filter exactly once, in the order of any sort, nulls last", async () => {
    await fc.assert(
      fc.asyncProperty(
        filterArbitrary,
        sortArbitrary,
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        async (filter, sort, descending, limit) => {
          const seen: string[] = [];
          for (let after: Position | null = null; ; ) {
            const page = await listVideos(database.db, filter, { sort, descending, after, limit });
            seen.push(...page.map(({ video }) => video.id));
            after = page.at(-1)?.position ?? null;
            if (page.length < limit) break;
          }
          const key = (video: VideoRow) => [VALUE_OF[sort](video), video.id] as const;
          const wanted = every
            .filter((video) => passes(video, filter))
            .toSorted((a, b) => compare(key(a), key(b), descending));
          expect(seen).toEqual(wanted.map((video) => video.id));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("ranges include their bounds", async () => {
    const walk = { sort: "performance", descending: true, after: null, limit: 1000 } as const;
    const exact = await listVideos(database.db, { performanceMin: 1.001, performanceMax: 1.001 }, walk);
    expect(new Set(exact.map(({ video }) => video.performance))).toEqual(new Set([1.001]));
    const outliers = await listVideos(database.db, { outlierMin: 0.24, outlierMax: 0.24 }, walk);
    expect(new Set(outliers.map(({ video }) => video.outlier))).toEqual(new Set([0.24]));
  });

  it("tags match whole and case-folded: any of them, or all of them", async () => {
    const idsOf = async (tags: string[], tagMode: "any" | "all") =>
      (await listVideos(database.db, { tags, tagMode }, { sort: "views", descending: true, after: null, limit: 1000 }))
        .length;
    expect(await idsOf(["BAKING"], "any")).toBe(every.filter((video) => video.tags.includes("Baking")).length);
    expect(await idsOf(["baking", "bread"], "all")).toBe(every.filter((video) => video.tags.includes("Bread")).length);
    expect(await idsOf(["bak"], "any")).toBe(0);
    expect(await idsOf(["vlog"], "all")).toBe(await idsOf(["ｖｌｏｇ"], "all"));
  });

  it("channels are paged by every sort, both ways", async () => {
    for (const sort of Object.keys(CHANNEL_SORTS) as ChannelSort[]) {
      for (const descending of [true, false]) {
        const [first, ...none] = await listChannels(database.db, "tracked", {
          sort,
          descending,
          after: null,
          limit: 1,
        });
        const after = first?.position ?? null;
        const [second] = await listChannels(database.db, "tracked", { sort, descending, after, limit: 1 });
        expect(none).toEqual([]);
        expect([first?.channel.id, second?.channel.id].toSorted()).toEqual(CHANNELS.slice(0, 2).toSorted());
      }
    }
  });

  it("a series holds its span, and neighbours are the samples on either side of an instant", async () => {
    const series = await readSeries(database.db, RICH_VIDEO, {}, 100);
    expect(series.map((row) => row.views)).toEqual([100, 200, 300, 400, 500, 600]);
    const [, second, third, fourth] = series;
    if (!second || !third || !fourth) throw new Error("six snapshots are seeded");
    expect(await readSeries(database.db, RICH_VIDEO, { from: second.capturedAt, to: fourth.capturedAt }, 100)).toEqual([
      second,
      third,
    ]);
    const neighbours = await readNeighbours(database.db, RICH_VIDEO, [minus(third.capturedAt, days(0.01))]);
    expect(neighbours.map((row) => row.views).toSorted()).toEqual([200, 300]);
  });

  it("a token is kept as its hash alone", async () => {
    await inRollback(database.db, async (db) => {
      const token = await createAdminToken(db, NOW);
      const hashes = (await readAdminTokenHashes(db)).map((hash) => Buffer.from(hash).toString("hex"));
      expect(hashes).toEqual([Buffer.from(tokenHash(token)).toString("hex")]);
    });
  });
});
