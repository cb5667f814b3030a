import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HEAT_POOL_MIN } from "./heat.ts";
import { typicalVelocities, velocityBin } from "./heat-histogram.ts";

/** Velocities as a histogram counts them. */
function counted(velocities: readonly number[]): number[] {
  const counts: number[] = [];
  for (const velocity of velocities) {
    const bin = velocityBin(velocity);
    while (counts.length <= bin) counts.push(0);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

const velocities = (minLength: number) =>
  fc.array(
    fc.oneof(
      fc.double({ min: Math.log(0.004), max: Math.log(1e7), noNaN: true }).map(Math.exp),
      fc.constantFrom(0, -3, -1e6),
    ),
    { minLength, maxLength: 300, size: "max" },
  );

describe("typical velocities", () => {
  it("are within 5 % of the true median, whatever was counted", () => {
    fc.assert(
      fc.property(velocities(HEAT_POOL_MIN), (seen) => {
        const sorted = seen.toSorted((a, b) => a - b);
        const true_ = sorted[Math.ceil(seen.length / 2) - 1] ?? Number.NaN;
        const typical = typicalVelocities(new Map([[7, counted(seen)]])).get(7);
        expect(typical?.n).toBe(seen.length);
        if (true_ <= 0) expect(typical?.median).toBe(0);
        else expect(Math.abs((typical?.median ?? Number.NaN) / true_ - 1)).toBeLessThan(0.05);
      }),
    );
  });

  it("count what stands still or falls apart from the slowest that moves", () => {
    expect([0, -5].map(velocityBin)).toEqual([0, 0]);
    expect(velocityBin(1 / 168)).toBeGreaterThan(0);
    expect(velocityBin(1e-9)).toBe(1);
    expect(velocityBin(1e12)).toBe(velocityBin(1e10));
  });

  it("are taken with as many neighbouring ages on both sides as it needs, two at the most", () => {
    const of = (n: number, velocity: number) => counted(Array.from({ length: n }, () => velocity));
    const enough = typicalVelocities(
      new Map([
        [4, of(10, 1000)],
        [5, of(30, 100)],
        [6, of(10, 10)],
      ]),
    );
    expect(enough.get(5)).toMatchObject({ n: 30 });
    const pooled = typicalVelocities(
      new Map([
        [4, of(10, 1000)],
        [5, of(10, 100)],
        [6, of(10, 10)],
        [8, of(99, 1)],
      ]),
    );
    expect(pooled.get(5)?.n).toBe(30);
    expect((pooled.get(5)?.median ?? 0) / 100).toBeCloseTo(1, 1);
    const lonely = typicalVelocities(
      new Map([
        [1, of(99, 1000)],
        [5, of(29, 100)],
      ]),
    );
    expect(lonely.get(5)?.n).toBe(29);
  });
});
