import fc from "fast-check";
import { expect, it } from "vitest";
import { worthBeside, yieldPerUnit } from "./yield-model.ts";

const page = fc.array(
  fc.record({
    fresh: fc.double({ min: 0, max: 100, noNaN: true }),
    fitting: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 3 },
);

it("prices a page with the part of its channels whose describing pays, which no other choice beats", () => {
  fc.assert(
    fc.property(page, (parts) => {
      let best = 0;
      for (let choice = 0; choice < 2 ** parts.length; choice++) {
        const chosen = parts.filter((_, i) => (choice >> i) & 1);
        const gain = chosen.reduce((sum, { fresh, fitting }) => sum + fresh * fitting, 0);
        const units = 1 + chosen.reduce((sum, { fresh }) => sum + fresh / 50, 0);
        best = Math.max(best, gain / units);
      }
      expect(yieldPerUnit(parts)).toBeCloseTo(best, 9);
    }),
  );
});

it("values a search by what is left after its channels are described, never below nothing", () => {
  fc.assert(
    fc.property(page, fc.double({ min: 0, max: 60, noNaN: true }), (parts, going) => {
      const worth = worthBeside(parts, going);
      expect(worth).toBeGreaterThanOrEqual(0);
      expect(worth).toBeLessThanOrEqual(worthBeside(parts, 0));
      // Where a unit brings fifty elsewhere, no describing pays.
      if (going >= 50) expect(worth).toBe(0);
    }),
  );
});
