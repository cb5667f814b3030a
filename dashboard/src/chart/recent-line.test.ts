import { describe, expect, it } from "vitest";
import { recentLine } from "./recent-line.ts";

describe("a line of the last days", () => {
  it("fills its box from the first sample to the last, and from its fewest views to its most", () => {
    const points = [
      [50, 1000],
      [75, 1005],
      [100, 1010],
    ] as const;
    expect(recentLine(points, 80, 20)).toBe("0.0,19.0 40.0,10.0 80.0,1.0");
  });

  it("lies at the foot where nothing moved, and falls where views were taken back", () => {
    expect(recentLine([[0, 7] as const, [100, 7] as const], 80, 20)).toBe("0.0,19.0 80.0,19.0");
    expect(recentLine([[0, 9] as const, [100, 7] as const], 80, 20)).toBe("0.0,1.0 80.0,19.0");
  });

  it("is none with fewer than two points", () => {
    expect(recentLine([[0, 1]], 80, 20)).toBeNull();
  });
});
