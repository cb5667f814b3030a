import { describe, expect, it } from "vitest";
import { Chance } from "#simulation/random.ts";
import { coTags } from "./co-tags.ts";
import { performingTerms, type ScoredVideo } from "./performing.ts";
import { stopWordsOf } from "./stop-words.ts";
import { topTerms } from "./top.ts";

/** Channels of different luck; videos with the word "lemon" do `effect` times as well. */
function videos(seed: number, effect: number): ScoredVideo[] {
  const chance = new Chance("performing", seed);
  return Array.from({ length: 40 }, (_, channel) => {
    const level = chance.normal();
    return Array.from({ length: 15 }, (_v, n): ScoredVideo => {
      const lemon = chance.happens(0.15);
      return {
        id: `${channel}-${n}`,
        channelId: `${channel}`,
        terms: new Set([lemon ? "lemon" : "plum", `word ${chance.integer(1, 30)}`]),
        logScore: level + (lemon ? Math.log(effect) : 0) + 0.7 * chance.normal(),
      };
    });
  }).flat();
}

describe("performing terms", () => {
  it("are measured against their own channel's level, and the interval holds the truth", () => {
    for (const seed of [1, 2, 3]) {
      const [first] = performingTerms(videos(seed, 2), stopWordsOf("en"), 10);
      expect(first?.term).toBe("lemon");
      // Part of the effect is in the channels' own means.
      expect(first?.low).toBeLessThan(2);
      expect(first?.high).toBeGreaterThan(1.6);
    }
  });

  it("promise nothing where no word has an effect", () => {
    const sure = [1, 2, 3, 4, 5].flatMap((seed) =>
      performingTerms(videos(seed, 1), stopWordsOf("en"), 10).filter(({ low }) => low > 1),
    );
    // Thirty-two words, five worlds, a 90 % interval: some stand out by chance, and none by far.
    expect(sure.length).toBeLessThanOrEqual(12);
    for (const { factor } of sure) expect(factor).toBeLessThan(1.5);
  });
});

describe("top terms", () => {
  const said = (id: string, ...terms: string[]) => ({ id, channelId: id, terms: new Set(terms) });

  it("are what a scope says and others do not", () => {
    const scope = ["a", "b", "c", "d"].map((id) => said(id, "chess", "tips"));
    const elsewhere = ["e", "f", "g", "h", "i"].map((id) => said(id, "cars", "tips"));
    expect(topTerms(scope, elsewhere, stopWordsOf("en"), 5).map(({ term }) => term)).toEqual(["chess"]);
    expect(topTerms(scope, [], stopWordsOf("en"), 5)[0]).toMatchObject({ videos: 4, z: null, logOdds: null });
  });
});

describe("the network of tags", () => {
  it("joins those that stand together more often than by chance", () => {
    const { nodes, edges } = coTags([["a", "b"], ["b", "a"], ["a", "b", "c"], ["c"], ["d"], ["c", "d"]], 10);
    expect(nodes.map(({ tag }) => tag)).toEqual(["a", "b", "c", "d"]);
    expect(edges).toEqual([{ from: "a", to: "b", videos: 3, npmi: 1 }]);
  });
});
