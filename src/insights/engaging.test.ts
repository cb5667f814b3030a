import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENGAGEMENT_KINDS, type EngagementKind, TELLING_VIEWS_MIN } from "#domain/engagement.ts";
import { findsPrior } from "#domain/engagement-priors.ts";
import { type EngagingVideo, engagingRate, highestBelow, mostEngaging } from "./engaging.ts";

const shipped = findsPrior([]);

const video = (n: number, over: Partial<EngagingVideo> = {}): EngagingVideo => ({
  ...{ id: `v${n}`, format: "long", categoryId: "10", views: 1000, likes: 50, comments: 5 },
  ...over,
});

const ranked = (videos: readonly EngagingVideo[], by: EngagementKind = "likes", limit = 50) =>
  mostEngaging(videos, { by, limit, find: shipped }).map(({ video: { id } }) => id);

describe("the most engaging videos", () => {
  it("never begin with one that five people saw, whatever they did and whoever else is there", () => {
    const seen = fc.record({
      views: fc.integer({ min: 0, max: 5 }),
      likes: fc.integer({ min: 0, max: 20 }),
      comments: fc.integer({ min: 0, max: 20 }),
    });
    const others = fc.array(
      fc.record({ views: fc.integer({ min: 0, max: 1e9 }), likes: fc.nat(1e9), comments: fc.nat(1e9) }),
    );
    fc.assert(
      fc.property(fc.array(seen), others, fc.constantFrom(...ENGAGEMENT_KINDS), (few, many, by) => {
        const all = [...few, ...many].map((counters, n) => video(n, counters));
        for (const { video: best } of mostEngaging(all, { by, limit: 1, find: shipped })) {
          expect(best.views).toBeGreaterThanOrEqual(TELLING_VIEWS_MIN);
        }
      }),
    );
  });

  it("are in the order of their drawn rates, whoever has more views first among equals", () => {
    const three = [
      video(1, { views: 200, likes: 20 }),
      video(2, { views: 100_000, likes: 9_800 }),
      video(3, { views: 1000, likes: 50 }),
    ];
    // 0.1 and 0.098 as counted; 20.9 ÷ 220.9 = 0.0946 and 0.098 as drawn.
    expect(ranked(three)).toEqual(["v2", "v1", "v3"]);
    expect(ranked(three, "likes", 2)).toEqual(["v2", "v1"]);
    // (9 + 1) ÷ (198 + 2) and (19 + 1) ÷ (398 + 2) are the same.
    const equals = [video(4, { views: 198, likes: 9 }), video(5, { views: 398, likes: 19 })];
    const find = () => ({ alpha: 1, beta: 1, of: "all" as const, n: 50 });
    expect(mostEngaging(equals, { by: "likes", limit: 2, find }).map(({ video: { id } }) => id)).toEqual(["v5", "v4"]);
  });

  it("leave out what is hidden where it is needed, and only there", () => {
    const some = [video(1, { likes: null }), video(2, { comments: null }), video(3, { views: null })];
    expect(ranked(some, "likes")).toEqual(["v2"]);
    expect(ranked(some, "comments")).toEqual(["v1"]);
    expect(ranked(some, "engagement")).toEqual([]);
    const [likes, comments, views] = some.map((one) =>
      ENGAGEMENT_KINDS.map((kind) => engagingRate(kind, one, shipped)),
    );
    expect(likes).toEqual(["likesHidden", "likesHidden", expect.objectContaining({ n: 1000, raw: 0.005 })]);
    expect(comments).toEqual(["commentsHidden", expect.objectContaining({ raw: 0.05 }), "commentsHidden"]);
    expect(views).toEqual(["noViews", "noViews", "noViews"]);
  });

  it("leave out counters of different times, which say that more was left than viewed", () => {
    const odd = video(1, { views: 500, likes: 499, comments: 2 });
    expect(ranked([odd], "engagement")).toEqual([]);
    expect(ranked([odd], "likes")).toEqual(["v1"]);
    expect(engagingRate("engagement", odd, shipped)).toBe("moreThanViews");
  });

  it("cannot be among those that were not read, once plain rates have fallen far enough", () => {
    const counted = fc
      .integer({ min: TELLING_VIEWS_MIN, max: 1e7 })
      .chain((views) => fc.record({ views: fc.constant(views), likes: fc.integer({ min: 0, max: views }) }));
    fc.assert(
      fc.property(
        counted,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        (counters, alpha, beta) => {
          const find = () => ({ alpha, beta, of: "all" as const, n: 50 });
          const rate = engagingRate("likes", video(1, counters), find);
          if (typeof rate === "string") throw new Error(rate);
          expect(rate.value).toBeLessThanOrEqual(highestBelow(rate.raw ?? 0, [{ alpha, beta }]) + 1e-12);
        },
      ),
    );
  });
});
