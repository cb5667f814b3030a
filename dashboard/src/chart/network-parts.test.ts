import fc from "fast-check";
import { expect, it } from "vitest";
import { cellsFor, partsOf } from "./network-parts.ts";

it("parts are what edges join, over however many others, the largest first", () => {
  const edge = (from: string, to: string) => ({ from, to, strength: 1 });
  expect(
    partsOf(["e", "d", "c", "b", "a", "x"], [edge("a", "c"), edge("e", "c"), edge("b", "d"), edge("x", "unknown")]),
  ).toEqual([["a", "c", "e"], ["b", "d"], ["x"]]);
});

it("cells fill the box without lying on one another, each as large as its part", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 2, max: 50 }), { minLength: 1, maxLength: 30 }), (sizes) => {
      const falling = sizes.toSorted((a, b) => b - a);
      const cells = cellsFor(falling);
      const all = falling.reduce((sum, size) => sum + size, 0);
      for (const [i, { width, height }] of cells.entries())
        expect(width * height).toBeCloseTo((falling[i] ?? 0) / all, 9);
      for (const [i, a] of cells.entries()) {
        for (const b of cells.slice(i + 1)) {
          const isApart =
            a.left + a.width <= b.left + 1e-9 ||
            b.left + b.width <= a.left + 1e-9 ||
            a.top + a.height <= b.top + 1e-9 ||
            b.top + b.height <= a.top + 1e-9;
          expect(isApart).toBe(true);
        }
      }
    }),
  );
});
