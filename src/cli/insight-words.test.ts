import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import {
  accuracyInWords,
  engagingInWords,
  forecastInWords,
  keywordsInWords,
  networkInWords,
  outliersInWords,
  summaryInWords,
  trendingInWords,
  typicalInWords,
  viewsInWords,
} from "./insight-words.ts";

const example = async (name: string) => JSON.parse(await readFile(`docs/api/${name}.json`, "utf8"));

describe("an insight in words", () => {
  it.each([
    ["trending", trendingInWords, "hot"],
    ["outliers", outliersInWords, "twice"],
    ["typical", typicalInWords, "median"],
    ["views", viewsInWords, "800"],
    ["engaging", engagingInWords, "%"],
    ["keywords", keywordsInWords, "videos"],
    ["keyword-network", networkInWords, "npmi"],
    ["forecast", forecastInWords, "30d"],
    ["forecast-accuracy", accuracyInWords, "24 h"],
  ] as const)("of the API's example of %s has no hole in it", async (name, inWords, word) => {
    const text = (inWords as (answer: unknown) => string)(await example(name));
    expect(text).toContain(word);
    expect(text).toMatch(/\n$/);
    expect(text).not.toMatch(/undefined|NaN|null|\[object/);
  });

  it("of a summary names its videos and its author", async () => {
    const { answer } = await example("summary");
    expect(summaryInWords(answer)).toMatch(/Written by the template\./);
  });

  it("shows no control characters of a title, which could speak to the terminal", async () => {
    const answer = await example("trending");
    answer.items[0].video.title = "evil \u001b]0;title\u0007\u202e\n rm -rf";
    expect(trendingInWords(answer)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
