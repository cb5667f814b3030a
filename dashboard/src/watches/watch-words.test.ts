import { describe, expect, it } from "vitest";
import { cadenceWords, costWords, filterWords } from "./watch-words.ts";

describe("a watch in words", () => {
  it("says what it asks for, the query first, and leaves out what every search has", () => {
    const filters = { order: "date", regionCode: "DE", q: "rye | spelt", videoDuration: "long" };
    expect(filterWords({ kind: "search", filters })).toEqual(["“rye | spelt”", "region DE", "length over 20 minutes"]);
    expect(filterWords({ kind: "search", filters: { q: "a", order: "viewCount" } })).toEqual(["“a”", "order by views"]);
    expect(filterWords({ kind: "chart", filters: { regionCode: "GB" } })).toEqual(["region GB"]);
  });

  it("says how often it runs, also when nothing is left for it", () => {
    expect(cadenceWords(1800, { runsPerDay: 48 })).toBe("every 30 min");
    expect(cadenceWords(null, { runsPerDay: 48 })).toBe("by yield, now every 30 min");
    expect(cadenceWords(null, { runsPerDay: 0 })).toBe("by yield, once others leave calls");
  });

  it("says what a day of it costs, and never that a call is none", () => {
    const cost = { runsPerDay: 1, pagesPerRun: 1, derived: true, limit: 100 } as const;
    expect(costWords({ ...cost, bucket: "search", callsPerDay: 12, shareOfBucket: 0.12 })).toContain(
      "about 12 of the day’s 100 searches",
    );
    expect(costWords({ ...cost, bucket: "default", callsPerDay: 0.2, shareOfBucket: 0.002 })).toContain(
      "less than one of the day’s 100 units",
    );
  });
});
