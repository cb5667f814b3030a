import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import { tagTerm } from "#domain/search-terms.ts";
import { foldTag } from "#domain/video.ts";
import { type FacetValue, readFacets } from "#storage/videos/video-facets.ts";
import { readVideoPage, type VideoQuestion } from "#storage/videos/videos.ts";
import { CHANNELS, seed } from "../api/seed.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const ALL: VideoQuestion = { filter: {}, terms: null, words: null };
const QUESTIONS: readonly (readonly [string, VideoQuestion])[] = [
  ["everything", ALL],
  ["a channel's", { ...ALL, filter: { channels: [CHANNELS[1] as ChannelId] } }],
  ["long ones that are seen much", { ...ALL, filter: { formats: ["long"], viewsMin: 1000 } }],
  ["those of a tag", { ...ALL, terms: tagTerm("baking"), tags: { keys: ["baking"] } }],
];
/** More than there are, so that nothing is left out. */
const FAR = { counted: 1000, lookedAt: 5000, cost: 1e9 };

describe.each(engines)("facets on %s", (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await seed(database.db, 120);
  });
  afterAll(() => database.close());

  const listed = async (question: VideoQuestion, limit: number) =>
    (await readVideoPage(database.db, question, { sort: "publishedAt", descending: true, after: null, limit })).videos;

  it.each(QUESTIONS)("count of %s what the list shows", async (_, question) => {
    const videos = await listed(question, 1000);
    const facets = await readFacets(database.db, question, FAR);
    expect([facets.counted, facets.basis]).toEqual([videos.length, "all"]);
    const language = (text: string | null) => text?.toLowerCase().split("-")[0] ?? null;
    expect(pairs(facets.formats)).toEqual(counts(videos.map(({ format }) => format)));
    expect(pairs(facets.categories)).toEqual(counts(videos.map(({ categoryId }) => categoryId)));
    expect(pairs(facets.languages)).toEqual(counts(videos.map((video) => language(video.language))));
    expect(pairs(facets.channels)).toEqual(counts(videos.map(({ channelId }) => channelId)));
    const tags = counts(videos.flatMap((video) => [...new Set(video.tags.map(foldTag))]));
    expect(facets.tags.length).toBe(Math.min(20, tags.size));
    for (const { value, videos: n } of facets.tags) expect([value, n]).toEqual([value, tags.get(value)]);
    expect(facets.tags.map(({ videos: n }) => n)).toEqual([...tags.values()].toSorted((a, b) => b - a).slice(0, 20));
  });

  it.each(QUESTIONS)("say of %s when they counted the newest matches only", async (_, question) => {
    const newest = await listed(question, 5);
    const facets = await readFacets(database.db, question, { ...FAR, counted: 5 });
    expect([facets.counted, facets.basis]).toEqual([5, "newestMatches"]);
    expect(pairs(facets.channels)).toEqual(counts(newest.map(({ channelId }) => channelId)));
  });

  it.each(QUESTIONS)(
    "say of %s when they looked at the newest videos only, as finding all would take long",
    async (_, question) => {
      const among = new Set((await listed(ALL, 30)).map(({ id }) => id));
      const videos = (await listed(question, 1000)).filter(({ id }) => among.has(id));
      const facets = await readFacets(database.db, question, { counted: 1000, lookedAt: 30, cost: 0 });
      expect([facets.counted, facets.basis]).toEqual([videos.length, "newestVideos"]);
      expect(pairs(facets.formats)).toEqual(counts(videos.map(({ format }) => format)));
    },
  );
});

const counts = (values: readonly (string | null)[]): ReadonlyMap<string | null, number> =>
  new Map([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));

const pairs = (facet: readonly FacetValue[]): ReadonlyMap<string | null, number> =>
  new Map(facet.map(({ value, videos }) => [value, videos]));
