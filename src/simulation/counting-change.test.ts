import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, instant, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { countedCurve, drawGates } from "./counting-change.ts";

const SHORTS = instant(Date.UTC(2025, 2, 31));
const ALL = instant(Date.UTC(2026, 7, 24));
const id = "counted0001" as VideoId;
const starts = (age: number) => (age <= 0 ? 0 : age ** 0.7);
const format = fc.constantFrom("long", "short", "live");

describe("a change of what counts as a view", () => {
  it("leaves videos that come after it as they would be in a world that never knew it", () => {
    expect(drawGates(1, { id, format: "long", startAt: ALL })).toEqual([]);
    expect(drawGates(1, { id, format: "short", startAt: ALL })).toEqual([]);
    expect(drawGates(1, { id, format: "long", startAt: SHORTS })).toHaveLength(1);
    expect(drawGates(1, { id, format: "short", startAt: SHORTS })).toHaveLength(1);
    expect(drawGates(1, { id, format: "short", startAt: plus(SHORTS, days(-1)) })).toHaveLength(2);
  });

  it("never reaches back: before it nothing moves, from it on every start counts", () => {
    fc.assert(
      fc.property(fc.nat(), format, fc.nat(900), fc.nat(40 * 1440), (seed, kind, daysBefore, minutes) => {
        const startAt = plus(ALL, days(-1 - daysBefore));
        const gates = drawGates(seed, { id, format: kind, startAt });
        const counted = countedCurve(starts, gates);
        const last = gates.at(-1)?.untilMinutes ?? 0;
        expect(last).toBe((ALL - startAt) / 60_000);
        // Before the first change a constant share counts, so the ratio is one and the same at every age.
        const first = gates[0]?.untilMinutes ?? 0;
        const young = Math.min(first, minutes + 1);
        expect(counted(young) / starts(young)).toBeCloseTo(gates[0]?.share ?? 1, 9);
        expect(counted(last + minutes) - counted(last)).toBeCloseTo(starts(last + minutes) - starts(last), 6);
        expect(counted(last + minutes)).toBeLessThanOrEqual(starts(last + minutes) + 1e-9);
      }),
    );
  });

  it("bends the curve upwards and never breaks it", () => {
    fc.assert(
      fc.property(fc.nat(), format, fc.integer({ min: 1, max: 900 }), (seed, kind, daysBefore) => {
        const startAt = plus(ALL, days(-daysBefore));
        const counted = countedCurve(starts, drawGates(seed, { id, format: kind, startAt }));
        const at = (ALL - startAt) / 60_000;
        expect(counted(at + 1e-6) - counted(at - 1e-6)).toBeLessThan(0.01);
        const before = counted(at) - counted(at - 1);
        const after = counted(at + 1) - counted(at);
        const unchanged = (starts(at + 1) - starts(at)) / (starts(at) - starts(at - 1));
        const factor = after / before / unchanged;
        expect(factor).toBeGreaterThanOrEqual(1 - 1e-6);
        expect(factor).toBeLessThanOrEqual(1.8);
      }),
    );
  });
});
