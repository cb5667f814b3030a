import { describe, expect, it } from "vitest";
import { SHIPPED_PRIORS } from "./engagement.ts";
import { fitEngagementPrior, PRIOR_POOL_MIN } from "./engagement-prior.ts";
import { type FittingVideo, findsPrior, fitEngagementPriors } from "./engagement-priors.ts";
import type { Format } from "./video.ts";

/** Videos of a format and category whose like rate lies about `rate`, each differing from the others. */
const videos = (n: number, format: Format | null, categoryId: string | null, rate: number): FittingVideo[] =>
  Array.from({ length: n }, (_, i) => ({
    ...{ format, categoryId, views: 1000 + i, comments: null },
    likes: Math.round((1000 + i) * rate * (0.5 + (i % 11) / 10)),
  }));

const poolOf = (all: readonly FittingVideo[]) =>
  all.map(({ views, likes }) => ({ views: views ?? 0, engaged: likes ?? 0 }));

describe("the prior in force", () => {
  const long20 = videos(PRIOR_POOL_MIN, "long", "20", 0.1);
  const long10 = videos(PRIOR_POOL_MIN - 1, "long", "10", 0.04);
  const short20 = videos(PRIOR_POOL_MIN - 1, "short", "20", 0.2);
  const all = [...long20, ...long10, ...short20];
  const find = findsPrior(fitEngagementPriors("likes", all));

  it("is that of the category where enough videos tell, else that of the format, else that of all", () => {
    expect(find("likes", "long", "20")).toEqual({ ...fitEngagementPrior(poolOf(long20)), of: "category", n: 50 });
    const long = { ...fitEngagementPrior(poolOf([...long20, ...long10])), of: "format", n: 99 };
    expect(find("likes", "long", "10")).toEqual(long);
    expect(find("likes", "long", null)).toEqual(long);
    const whole = { ...fitEngagementPrior(poolOf(all)), of: "all", n: 148 };
    expect(find("likes", "short", "20")).toEqual(whole);
    expect(find("likes", null, "20")).toEqual(whole);
  });

  it("is what ships with the product where nothing was fitted, or too little", () => {
    for (const known of [[], fitEngagementPriors("comments", all)]) {
      expect(findsPrior(known)("comments", "long", "20")).toEqual({ ...SHIPPED_PRIORS.comments, of: "shipped", n: 0 });
    }
  });

  it("rests on no hidden counter, and on no video with too few views to tell", () => {
    const hidden = videos(500, "long", "20", 0.5).map((video) => ({ ...video, likes: null }));
    const unseen = videos(500, "long", "20", 0.5).map((video) => ({ ...video, views: 99, likes: 49 }));
    expect(fitEngagementPriors("likes", [...hidden, ...unseen, ...all])).toEqual(fitEngagementPriors("likes", all));
    // Likes and comments together need both.
    expect(fitEngagementPriors("engagement", all).map(({ n }) => n)).toEqual([0]);
  });

  it("is fitted to the first videos of each group, so that one format in a hundred does not wait for the others", () => {
    const many = [...videos(5_100, "long", "20", 0.1), ...videos(60, "live", "20", 0.3)];
    const found = findsPrior(fitEngagementPriors("likes", many));
    expect(found("likes", "long", "20").n).toBe(5_000);
    expect(found("likes", "live", "20")).toMatchObject({ of: "category", n: 60 });
  });
});
