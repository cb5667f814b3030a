import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commentRate, ENGAGEMENT_PRIOR_DEFAULT, engagement, likeRate, whyNoEngagement } from "./engagement.ts";

const prior = fc.record({
  alpha: fc.double({ min: 0.01, max: 50, noNaN: true }),
  beta: fc.double({ min: 0.01, max: 5000, noNaN: true }),
});
const count = fc.integer({ min: 0, max: 1_000_000_000 });

describe("engagement", () => {
  it("lies between what was counted and what is usual, and nears what was counted as views grow", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), count, count, prior, (views, likes, comments, usual) => {
        const shrunken = engagement({ views, likes, comments }, usual) ?? Number.NaN;
        const [raw, mean] = [(likes + comments) / views, usual.alpha / (usual.alpha + usual.beta)];
        const slack = 1e-9 * (raw + mean);
        expect(shrunken).toBeGreaterThanOrEqual(Math.min(raw, mean) - slack);
        expect(shrunken).toBeLessThanOrEqual(Math.max(raw, mean) + slack);
        const weight = usual.alpha + usual.beta;
        expect(Math.abs(shrunken - raw)).toBeLessThanOrEqual((Math.abs(raw - mean) * weight) / views + slack);
      }),
    );
  });

  it("grows with likes and comments, and falls with views that brought none", () => {
    fc.assert(
      fc.property(count, count, count, prior, (views, likes, comments, usual) => {
        const of = (more: { v?: number; l?: number; c?: number }) =>
          engagement(
            { views: views + (more.v ?? 0), likes: likes + (more.l ?? 0), comments: comments + (more.c ?? 0) },
            usual,
          ) ?? Number.NaN;
        expect(of({ l: 1 })).toBeGreaterThan(of({}));
        expect(of({ c: 1 })).toBe(of({ l: 1 }));
        expect(of({ v: 1 + views })).toBeLessThan(of({}));
      }),
    );
  });

  it("is what is usual before anybody has viewed", () => {
    expect(engagement({ views: 0, likes: 0, comments: 0 }, { alpha: 2, beta: 38 })).toBe(0.05);
  });

  it("stays unknown where a counter is hidden, and says which", () => {
    const cases = [
      [{ views: null, likes: 1, comments: 1 }, "noViews"],
      [{ views: 1, likes: null, comments: 1 }, "likesHidden"],
      [{ views: 1, likes: 1, comments: null }, "commentsHidden"],
    ] as const;
    for (const [counters, reason] of cases) {
      expect(engagement(counters, ENGAGEMENT_PRIOR_DEFAULT)).toBeNull();
      expect(whyNoEngagement(counters)).toBe(reason);
    }
    expect(whyNoEngagement({ views: 0, likes: 0, comments: 0 })).toBeNull();
  });

  it("leaves likes and comments apart as they were counted", () => {
    const counters = { views: 200, likes: 8, comments: 1 };
    expect([likeRate(counters), commentRate(counters)]).toEqual([0.04, 0.005]);
    expect([likeRate({ ...counters, likes: null }), commentRate({ ...counters, likes: null })]).toEqual([null, 0.005]);
    expect(likeRate({ ...counters, views: 0 })).toBeNull();
  });
});
