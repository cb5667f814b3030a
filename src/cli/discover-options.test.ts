import { describe, expect, it } from "vitest";
import { discoveryBody } from "#api/discoveries/discovery-params.ts";
import { discoveryGiven, floorRate, listed, perDay, span } from "./discover-options.ts";

describe("the options of discover", () => {
  it("are read as people write them", () => {
    expect(["2000/day", "2000/d", " 2000 "].map(perDay)).toEqual([2000, 2000, 2000]);
    expect(["1000..100000", "1000..", "..100000"].map(span)).toEqual([
      { least: 1000, most: 100_000 },
      { least: 1000 },
      { most: 100_000 },
    ]);
    expect(listed("28", listed("26, 27,"))).toEqual(["26", "27", "28"]);
    expect(floorRate("0.5")).toBe(0.5);
  });

  it.each([
    () => perDay("2000/hour"),
    () => perDay("-1"),
    () => perDay("1e3"),
    () => span("1000-100000"),
    () => span(".."),
    () => floorRate("51"),
    () => floorRate(""),
  ])("are refused with what to write instead: %s", (read) => {
    expect(read).toThrow(/^It must be .*\.$/);
  });

  it("mean what the API takes", () => {
    const options = {
      ...{ budget: 2000, searches: 20, language: "de", category: ["27"], subscribers: { least: 1000, most: 100_000 } },
      ...{ until: 50_000, term: ["mathe, einfach"], seed: ["@lehrerschmidt"], region: ["at"], sources: ["search"] },
      ...{ track: 2, floor: 0.5, name: "Lessons", paused: true },
    };
    expect(discoveryBody.parse(discoveryGiven(options))).toEqual({
      name: "Lessons",
      filters: { language: "de", categories: ["27"], subscribersMin: 1000, subscribersMax: 100_000 },
      terms: ["mathe, einfach"],
      channels: [{ kind: "handle", handle: "@lehrerschmidt" }],
      regions: ["AT"],
      sources: ["search"],
      budget: { default: 2000, search: 20 },
      floor: 0.5,
      until: 50_000,
      onFound: { kind: "track", weight: 2 },
      state: "paused",
    });
    expect(discoveryBody.parse(discoveryGiven({ budget: 1, track: true, paused: false }))).toMatchObject({
      onFound: { kind: "track", weight: 1 },
      state: "active",
    });
  });
});
