import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tagTerm } from "#domain/search-terms.ts";
import { at } from "#storage/database.ts";
import { matchesByWindow } from "#storage/search/search-picks.ts";
import type { Position } from "#storage/sql/keyset.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import { countVideos } from "#storage/videos/video-count.ts";
import { VIDEO_SORTS, type VideoSort } from "#storage/videos/video-sorts.ts";
import { streamVideos } from "#storage/videos/video-stream.ts";
import { readVideoPage, type VideoQuestion } from "#storage/videos/videos.ts";
import { NOW } from "../api/now.ts";
import { seed, seededVideoId } from "../api/seed.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { asked, compare, daysAgo, passes, questionOf, VALUE_OF, WATCH } from "./video-questions.ts";

const ALL: VideoQuestion = { filter: {}, terms: null, words: null };
const NEWEST = { sort: "publishedAt", descending: true, after: null } as const;

describe.each(engines)("lists of videos on %s", (engine) => {
  let database: TestDatabase;
  let every: readonly VideoRow[];

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const { db } = database;
    await seed(db, 150);
    const facts = db.updateTable("video_counter").where("published_at", "is not", null);
    await facts.set({ language: "en-GB" }).where("comments", "=", 0).where("likes", "=", 3).execute();
    await facts.set({ category_id: "23", live_state: "live", made_for_kids: true }).where("likes", "=", 4).execute();
    await facts
      .set({ changed_at: at(daysAgo(3)) })
      .where("likes", "=", 5)
      .execute();
    const copies = db.updateTable("video").where("described_at", "is not", null);
    const idsOf = (likes: number) => db.selectFrom("video_counter").select("video_id").where("likes", "=", likes);
    await copies
      .set({ language: "en-GB" })
      .where("id", "in", idsOf(3).where("comments", "=", 0))
      .execute();
    await copies
      .set({ category_id: "23", live_state: "live", made_for_kids: true })
      .where("id", "in", idsOf(4))
      .execute();
    const seen = {
      watch_id: WATCH,
      last_rank: 1,
      published_at: at(NOW),
      first_seen_at: at(NOW),
      last_seen_at: at(NOW),
    };
    const shown = Array.from({ length: 22 }, (_, i) => ({ ...seen, video_id: seededVideoId(7 * i) }));
    await db.insertInto("watch_video").values(shown).execute();
    every = (await readVideoPage(db, ALL, { ...NEWEST, limit: 1000 })).videos;
  });
  afterAll(() => database.close());

  it("hold described videos only", () => {
    expect(every.length).toBe(150 - Math.floor(150 / 11));
  });

  it("visit each video of any filter exactly once, in the order of any sort, nulls last", async () => {
    const sorts = fc.constantFrom(...(Object.keys(VIDEO_SORTS) as VideoSort[]));
    const pages = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(asked, sorts, fc.boolean(), pages, async (filter, sort, descending, limit) => {
        const question = questionOf(filter);
        const key = (video: VideoRow) => [VALUE_OF[sort](video), video.id] as const;
        const wanted = every
          .filter((video) => passes(video, filter))
          .toSorted((a, b) => compare(key(a), key(b), descending))
          .map(({ id }) => id);
        const seen: string[] = [];
        for (let after: Position | null = null; ; ) {
          const page = await readVideoPage(database.db, question, { sort, descending, after, limit });
          seen.push(...page.videos.map(({ id }) => id));
          after = page.next;
          if (after === null) break;
        }
        expect(seen).toEqual(wanted);
        expect(await countVideos(database.db, question.filter, question.terms)).toEqual({
          total: wanted.length,
          isEstimate: false,
        });
      }),
      { numRuns: 150 },
    );
  });

  it("begin where a page by number begins", async () => {
    const order = { sort: "views", descending: true, after: null } as const;
    const whole = await readVideoPage(database.db, ALL, { ...order, limit: 1000 });
    const third = await readVideoPage(database.db, ALL, { ...order, limit: 20, skip: 40 });
    expect(third.videos).toEqual(whole.videos.slice(40, 60));
    expect(third.next?.id).toBe(whole.videos[59]?.id);
  });

  it("by words, window after window, are all that match in order, wherever they start", async () => {
    const { db } = database;
    const matching = every.filter((video) => video.tags.includes("Baking"));
    for (const descending of [true, false]) {
      const wanted = matching.toSorted((a, b) => compare([a.publishedAt, a.id], [b.publishedAt, b.id], descending));
      for (const from of [0, 1, 17, wanted.length]) {
        const last = from === 0 ? null : wanted[from - 1];
        const after = last ? { value: last.publishedAt, id: last.id } : null;
        for (const limit of [1, 5, 1000]) {
          const found = await matchesByWindow(db, {}, tagTerm("baking"), { descending, after, limit }, null);
          expect(found.map(({ id }) => id)).toEqual(wanted.slice(from, from + limit).map(({ id }) => id));
        }
      }
    }
    const span = { publishedAfter: daysAgo(11), publishedBefore: daysAgo(4), formats: ["live" as const] };
    const walk = { descending: true, after: null, limit: 1000 };
    const found = await matchesByWindow(db, span, tagTerm("baking"), walk, null);
    expect(found.map(({ id }) => id)).toEqual(
      matching.filter((video) => passes(video, { ...span, tagMode: "any" })).map(({ id }) => id),
    );
  });

  it("are exported whole, in the order of their pages", async () => {
    const streamed: VideoRow[] = [];
    const order = { sort: "likes", descending: false } as const;
    for await (const rows of streamVideos(database.db, ALL, order)) streamed.push(...rows);
    const page = await readVideoPage(database.db, ALL, { ...order, after: null, limit: 1000 });
    expect(page.videos).toMatchObject(streamed);
  });
});
