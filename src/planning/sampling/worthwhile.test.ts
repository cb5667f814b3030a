import fc from "fast-check";
import { expect, it } from "vitest";
import { firstReaching } from "./worthwhile.ts";

/** Steps that a sum rises by from one whole number to the next: jumps, level stretches and slopes. */
const rises = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(1e6)), {
  minLength: 1,
  maxLength: 60,
});

it("finds the first number at which any rising sum is enough, as a look at each does", () => {
  fc.assert(
    fc.property(rises, fc.double({ min: 0.01, max: 1, noNaN: true }), (steps, share) => {
      const sums = [0];
      for (const step of steps) sums.push((sums.at(-1) ?? 0) + step);
      const needed = Math.max(Number.MIN_VALUE, (sums.at(-1) ?? 0) * share);
      const first = sums.findIndex((sum) => sum >= needed);
      fc.pre(first > 0);
      const end = sums.length - 1;
      const found = firstReaching((n) => sums[n] ?? 0, needed, { at: 0, sum: 0 }, { at: end, sum: sums[end] ?? 0 });
      expect(found).toBe(first);
    }),
    { numRuns: 2_000 },
  );
});

it("looks a few times where an index grows as it does", () => {
  let looks = 0;
  const sumAt = (n: number): number => {
    looks += 1;
    return (n + 700) ** 2.5;
  };
  const needed = 3_333.3 ** 2.5;
  const ends = [0, 4_096].map((at) => ({ at, sum: (at + 700) ** 2.5 }));
  const [low, high] = ends;
  if (!low || !high) throw new Error("there are two ends");
  expect(firstReaching(sumAt, needed, low, high)).toBe(2_634);
  expect(looks).toBeLessThan(4);
});
