import { describe, expect, it } from "vitest";
import { asAgo, asDuration, asLength } from "./times.ts";

describe("lengths of time", () => {
  it("have two parts at most, none of which is full", () => {
    expect([0, 59, 60, 3599, 3600, 5400, 86_399, 86_400, 7 * 86_400 - 60, 20 * 86_400].map(asLength)).toEqual([
      "0 s",
      "59 s",
      "1 min",
      "1 h",
      "1 h",
      "1 h 30 min",
      "1 d",
      "1 d",
      "7 d",
      "20 d",
    ]);
  });

  it("say whether they are past or to come", () => {
    const now = Date.parse("2026-11-20T08:30:00.000Z");
    expect(asAgo("2026-11-20T08:26:00.000Z", now)).toBe("4 min ago");
    expect(asAgo("2026-11-20T11:30:00.000Z", now)).toBe("in 3 h");
    expect(asAgo("2026-11-20T08:30:02.000Z", now)).toBe("now");
  });

  it("of videos are as players show them", () => {
    expect([5, 754, 3723].map(asDuration)).toEqual(["0:05", "12:34", "1:02:03"]);
  });
});
