import { describe, expect, it } from "vitest";
import { dotPlot } from "./dot-plot.ts";

const upload = (day: number, views: number | null) => ({
  publishedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
  views,
});

describe("a dot plot", () => {
  it("lays the first at the left, the last at the right, more views higher, and leaves out what is unknown", () => {
    const plot = dotPlot([upload(11, 1000), upload(6, null), upload(1, 10)], [], true);
    const [late, unknown, early] = plot?.places ?? [];
    expect(unknown).toBeNull();
    expect([early?.x, late?.x]).toEqual([0.03, 0.97]);
    expect(late?.y).toBeLessThan(early?.y ?? 0);
    expect(plot?.levels).toEqual([10, 100, 1000]);
  });

  it("has room for what is usual, though no upload had so many", () => {
    const plot = dotPlot([upload(1, 100), upload(2, 120)], [900], false);
    expect(plot?.heightOf(900)).toBeCloseTo(0.03, 12);
    expect(plot?.heightOf(0)).toBeCloseTo(0.97, 12);
    expect(plot?.levels).toEqual([0, 200, 400, 600, 800]);
  });

  it.each([
    [[upload(1, 0)], true],
    [[upload(1, 0)], false],
    [[upload(1, 5), upload(1, 5)], true],
  ] as const)("stays in its box where all is alike: %j, log: %s", (uploads, isLog) => {
    for (const place of dotPlot(uploads, [], isLog)?.places ?? []) {
      expect(place?.x).toBeCloseTo(0.5, 12);
      expect(place?.y).toBeGreaterThanOrEqual(0);
      expect(place?.y).toBeLessThanOrEqual(1);
    }
  });

  it("is none where no views are known", () => expect(dotPlot([upload(1, null)], [5], true)).toBeNull());
});
