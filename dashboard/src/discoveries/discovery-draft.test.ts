import { describe, expect, it } from "vitest";
import { bodyOf, NEW_DISCOVERY } from "./discovery-draft.ts";

describe("a discovery that is written", () => {
  it("is sent as the API takes it, with lists taken apart", () => {
    const draft = { ...NEW_DISCOVERY, language: " de ", category: "27", countries: "DE, AT", subscribersMin: "1000" };
    const more = { terms: "mathe einfach\n\nlernen, leicht", channels: "@a\nUC1 @b", isTracking: true, weight: "2" };
    expect(bodyOf({ ...draft, ...more, until: "50000" })).toEqual({
      filters: { language: "de", categories: ["27"], countries: ["DE", "AT"], subscribersMin: 1000 },
      terms: ["mathe einfach", "lernen, leicht"],
      channels: ["@a", "UC1", "@b"],
      budget: { default: 1000, search: 10 },
      until: 50_000,
      onFound: { kind: "track", weight: 2 },
      state: "active",
    });
  });

  it("leaves to the service what is empty, and what is no number to its refusal", () => {
    expect(bodyOf({ ...NEW_DISCOVERY, units: "many", searches: "" })).toEqual({
      filters: {},
      budget: { default: "many" },
      onFound: { kind: "list" },
      state: "active",
    });
  });
});
