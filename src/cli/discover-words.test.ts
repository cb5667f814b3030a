import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type DiscoveryDetail, discoveryDetail } from "#api/discoveries/discoveries-contract.ts";
import { costWords, detailWords, listWords } from "./discover-words.ts";

const example: DiscoveryDetail = discoveryDetail.parse(
  JSON.parse(readFileSync(new URL("../../docs/api/discovery.json", import.meta.url), "utf8")),
);

describe("a discovery in words", () => {
  it("tells what was found, what each source brought, and how many there may be", () => {
    const { channels, low, high } = example.population;
    const said = detailWords(example);
    expect(said).toContain("Found 40 channels that fit, of 48 described; 5 more were shown and wait.");
    expect(said).toContain(`About ${channels} fit (${low} to ${high}), estimated: `);
    expect(said).toContain("Spent 240 units, 6 searches in all, 40 units, 1 search today of 200 units, 5 searches");
    expect(said).toMatch(/^subscriptions +150 +90 +2 +2,400 +14 +12 +0\.08$/m);
    expect(said).toContain(example.why);
  });

  it("says of estimates that there are none", () => {
    const reason = "tooFewChannels" as const;
    const nothing = {
      channels: null,
      low: null,
      high: null,
      foundShare: null,
      foundShareLow: null,
      foundShareHigh: null,
    };
    const expected = { ...example.expected, perUnit: null };
    const said = detailWords({ ...example, population: { ...example.population, ...nothing, n: 3, reason }, expected });
    expect(said).toContain("How many there may be cannot be told from 3 that fit.");
    expect(said).toContain("What a unit brings will show when some are spent.");
  });

  it("is a line of a table, resting where it is active and asks nothing", () => {
    expect(listWords([example])).toMatch(/^id .*\n\S+ +resting +German lessons +40 +52 +0\.16 +40 units, 1 search /);
  });

  it("has a cost, with the share of the day", () => {
    const cost = { perDay: 2000, limit: 10_000, promised: 0, shareOfBucket: 0.2, derived: true } as const;
    expect(costWords({ cost: { default: cost, search: { ...cost, perDay: 0 } } })).toBe(
      "It may spend 2,000 of the day's 10,000 units (20 %) and no searches (--searches 20 would let it search, too).",
    );
    expect(costWords({ cost: { default: cost, search: { ...cost, perDay: 20, limit: 100 } } })).toContain(
      "and 20 of the 100 searches (20 %).",
    );
  });
});
