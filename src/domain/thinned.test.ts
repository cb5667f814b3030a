import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { thinned } from "./thinned.ts";

const at = (...xs: number[]) => xs.map((x) => ({ x }));

describe("points that are thinned out", () => {
  it("are spread over what runs across them, not over their number", () => {
    expect(thinned(at(0, 1, 2, 3, 4, 5, 50, 100), 3)).toEqual(at(0, 50, 100));
    expect(thinned(at(1, 2), 3)).toEqual(at(1, 2));
  });

  it("keep the first and the last, their order, and no more than are wanted", () =>
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 2, max: 30 }), (xs, most) => {
        const points = at(...xs.toSorted((a, b) => a - b));
        const kept = thinned(points, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect([kept[0], kept.at(-1)?.x]).toEqual([points[0], points.at(-1)?.x]);
        expect(kept).toEqual(points.filter((point) => kept.includes(point)));
      }),
    ));
});
