import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RisingVideo, risingTerms } from "./rising.ts";
import { stopWordsOf } from "./stop-words.ts";
import { termsOf } from "./terms-of.ts";

const STOP = stopWordsOf("en");

const video = (id: number, title: string, channelId = `channel ${id}`): RisingVideo => ({
  id: `video ${id}`,
  channelId,
  terms: termsOf({ id: "", channelId, title, description: "", tags: [], language: "en" }),
});

const BEFORE = Array.from({ length: 40 }, (_, i) => video(i, `Cooking pasta in kitchen ${i}`));

describe("rising terms", () => {
  it("are those said by many channels now and by nobody before, under one name each", () => {
    const window = [
      ...[1, 2, 3, 4].map((n) => video(100 + n, `Why the Copper Moon rises (${n})`)),
      ...[5, 6, 7, 8].map((n) => video(100 + n, `Cooking pasta ${n}`)),
    ];
    const [first, ...rest] = risingTerms(window, BEFORE, STOP, 10);
    expect(first).toMatchObject({ term: "copper moon rises", videos: 4, channels: 4, videosBefore: 0 });
    expect(first?.examples).toHaveLength(3);
    expect(rest.map(({ term }) => term)).toEqual([]);
  });

  it("are never those of one channel's series, unless that channel is all there is", () => {
    const series = [1, 2, 3, 4, 5].map((n) => video(200 + n, `Copper Moon ${n}`, "one"));
    const others = [6, 7, 8].map((n) => video(200 + n, `Gardening tips ${n}`));
    expect(risingTerms([...series, ...others], BEFORE, STOP, 10).map(({ term }) => term)).not.toContain("copper moon");
    const own = BEFORE.map((before) => ({ ...before, channelId: "one" }));
    expect(risingTerms(series, own, STOP, 10)[0]?.term).toBe("copper moon");
  });

  it("keep a word without a topic where it belongs to the name, and not where it only stands before it", () => {
    const window = [
      ...[1, 2, 3, 4].map((n) => video(300 + n, `Watching The Beyond ${n}`)),
      ...[5, 6].map((n) => video(300 + n, `Living in Lisbon ${n}`)),
      ...[7, 8].map((n) => video(300 + n, `Lisbon ${n}`)),
    ];
    const terms = risingTerms(window, BEFORE, STOP, 10).map(({ term }) => term);
    expect(terms).toContain("lisbon");
    expect(terms).not.toContain("in lisbon");
  });

  it("never include a term whose share of videos fell, and are in the order of their certainty", () => {
    const word = fc.constantFrom("apple", "brick", "cloud", "drum", "eagle");
    const titles = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(titles, titles, (now, before) => {
        const here = now.map((words, i) => video(i, words.join(", ")));
        const there = before.map((words, i) => video(1000 + i, words.join(", ")));
        const rising = risingTerms(here, there, STOP, 20);
        for (const { videos, videosBefore } of rising) {
          expect(videos / here.length).toBeGreaterThan(videosBefore / there.length);
        }
        expect(rising.map(({ z }) => z)).toEqual(rising.map(({ z }) => z).toSorted((a, b) => b - a));
      }),
    );
  });
});
