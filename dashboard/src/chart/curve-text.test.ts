import { describe, expect, it } from "vitest";
import { curveText } from "./curve-text.ts";

const DAY = 86_400;
const known = {
  ageSeconds: 3 * DAY,
  typical: { n: 12, p25: 400, p75: 900, reason: null },
  rank: { rank: 3, of: 10 },
  outlier: { value: 2.5 },
  reason: null,
};

describe("a curve in words", () => {
  it("says how the video stands at its age", () => {
    expect(curveText(1500, known)).toMatch(
      /^1.?500 views at the age of 3 d\. Half of .* 12 videos .* 400 to 900 then; it ranks 3 of 10, at ×2.50 their median\.$/,
    );
  });

  it("says why nothing can be said", () => {
    expect(curveText(null, known)).toContain("not known");
    const young = { ...known, typical: { n: 1, p25: null, p75: null, reason: "tooFewVideos" } };
    expect(curveText(1500, young)).toContain("At least three videos are needed");
  });
});
