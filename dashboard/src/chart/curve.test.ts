import { describe, expect, it } from "vitest";
import { ageMarks, ageText, logAgeMarks, placeOfAge } from "./axes.ts";
import { aligned, bandLines, curvePoints, type Layout, type Sample } from "./curve.ts";

const START = "2026-11-01T00:00:00.000Z";
const at = (hours: number): string => new Date(Date.parse(START) + hours * 3_600_000).toISOString();
const sample = (hours: number, views: number | null): Sample => ({ at: at(hours), views, likes: null, comments: 0 });
const layout = (changed: Partial<Layout> = {}): Layout => ({
  across: "age",
  upwards: "views",
  startAt: START,
  ...changed,
});

describe("a curve", () => {
  it("has its samples at their ages, also where counters fall", () => {
    expect(curvePoints([sample(1, 10), sample(2, 30), sample(4, 25)], [], layout())).toEqual([
      { x: 1, y: 10 },
      { x: 2, y: 30 },
      { x: 4, y: 25 },
    ]);
  });

  it("is broken in a gap, and never drawn across it", () => {
    const points = curvePoints([sample(1, 10), sample(9, 90)], [{ from: at(1), to: at(9) }], layout());
    expect(points).toEqual([
      { x: 1, y: 10 },
      { x: 5, y: null },
      { x: 9, y: 90 },
    ]);
  });

  it("has no point where a counter is hidden: it is not 0", () => {
    const points = curvePoints([sample(1, 10), sample(2, null)], [], layout());
    expect(points).toEqual([
      { x: 1, y: 10 },
      { x: 2, y: null },
    ]);
    expect(curvePoints([sample(1, 10)], [], layout({ upwards: "likes" }))).toEqual([{ x: 1, y: null }]);
  });

  it("tells velocity between neighbours only: not at the first, not across a gap, not after a hidden one", () => {
    const samples = [sample(1, 10), sample(3, 30), sample(9, 90), sample(10, null), sample(11, 95), sample(13, 85)];
    const velocity = curvePoints(samples, [{ from: at(3), to: at(9) }], layout({ upwards: "velocity" }));
    expect(velocity.map(({ y }) => y)).toEqual([null, 10, null, null, null, null, -5]);
  });

  it("lies by date where that is asked, and by the logarithm of the age", () => {
    expect(curvePoints([sample(1, 10)], [], layout({ across: "date" }))[0]?.x).toBe(Date.parse(at(1)) / 1000);
    expect(placeOfAge(36_000, "logAge", 0)).toBe(1);
    expect(placeOfAge(0, "logAge", 0)).toBeNull();
  });
});

describe("lines on one row of places", () => {
  it("are told apart in what is missing and what is broken", () => {
    const lines = [
      [
        { x: 1, y: 5 },
        { x: 3, y: null },
      ],
      [{ x: 2, y: 0 }],
    ];
    expect(aligned(lines, false)).toEqual([
      [1, 2, 3],
      [5, null, null],
      [undefined, 0, undefined],
    ]);
    expect(aligned(lines, true)[2]).toEqual([null, null, null]);
  });

  it("are broken from the point before a gap to the point after it, whatever places other lines have there", () => {
    const curve = [
      { x: 1, y: 5 },
      { x: 5, y: null },
      { x: 9, y: 7 },
      { x: 13, y: 8 },
    ];
    const band = [2, 4, 6, 8, 11].map((x) => ({ x, y: 1 }));
    expect(aligned([curve, band], false).slice(0, 2)).toEqual([
      [1, 2, 4, 5, 6, 8, 9, 11, 13],
      [5, null, null, null, null, null, 7, undefined, 8],
    ]);
  });

  it("of a band are five, without the ages that nothing is known of", () => {
    const known = { ageSeconds: 3600, p10: 1, p25: 2, p50: 3, p75: 4, p90: 5 };
    const unknown = { ageSeconds: 7200, p10: null, p25: null, p50: null, p75: null, p90: null };
    expect(bandLines([known, unknown], layout())).toEqual([1, 2, 3, 4, 5].map((y) => [{ x: 1, y }]));
  });
});

describe("ages on an axis", () => {
  it("are marked where people look", () => {
    expect(logAgeMarks(-1, Math.log10(24 * 30)).map((place) => ageText(place, "logAge"))).toEqual([
      "10 min",
      "1 h",
      "6 h",
      "1 d",
      "7 d",
      "30 d",
    ]);
    expect(ageMarks(-0.2, 45)).toEqual([0, 6, 12, 18, 24, 30, 36, 42]);
    expect(ageMarks(0, 720).length).toBeLessThan(13);
    expect([ageText(0.5, "age"), ageText(36, "age"), ageText(60, "age")]).toEqual(["30 min", "36 h", "2.5 d"]);
  });
});
