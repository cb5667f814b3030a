import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hours, milliseconds, minutes } from "#domain/time.ts";
import { type Display, drawDisplay, refreshedAge, shownCounters } from "./counters.ts";
import { Chance } from "./random.ts";

const curve = (ageMinutes: number): number => (ageMinutes <= 0 ? 0 : 3 * ageMinutes ** 0.9);
const drawn = (seed: number): Display => drawDisplay(new Chance("counters.test", seed), "long", null);
const plain: Display = {
  ...drawn(1),
  refreshEarly: 25_000,
  refreshLate: 300_000,
  phase: 7000,
  freeze: null,
  drop: null,
  hidden: { views: false, likes: false, comments: false },
};

describe("shown counters", () => {
  it("are never ahead of the true views", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 40 * 86_400_000 }), (seed, age) => {
        const { views } = shownCounters(curve, drawn(seed), age);
        if (views !== null) expect(views).toBeLessThanOrEqual(curve(age / 60_000));
      }),
    );
  });

  it("fall only where views were found invalid", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 30 * 86_400_000 }), fc.nat(3_600_000), (seed, age, later) => {
        const display = { ...drawn(seed), drop: null, hidden: plain.hidden };
        const before = shownCounters(curve, display, age).views ?? 0;
        expect(shownCounters(curve, display, age + later).views).toBeGreaterThanOrEqual(before);
      }),
    );
    const dropping = { ...plain, drop: { at: hours(8), share: 0.1 } };
    const before = shownCounters(curve, dropping, hours(8) - 300_000).views ?? 0;
    expect(shownCounters(curve, dropping, hours(8) + 300_000).views).toBeLessThan(before);
  });

  it("are nearly live for two hours, then move about every five minutes", () => {
    const lag = (age: number): number => age - refreshedAge(plain, age);
    for (let age = minutes(1); age < hours(2); age = milliseconds(age + 1000))
      expect(lag(age)).toBeLessThanOrEqual(25_000);
    const seen = new Set<number>();
    for (let age = hours(3); age < hours(4); age = milliseconds(age + 1000)) seen.add(refreshedAge(plain, age));
    expect(seen.size).toBe(13);
  });

  it("stand still while a counter is frozen, and jump when it thaws", () => {
    const frozen = { ...plain, freeze: { from: hours(1), to: hours(1.75) } };
    const at = (age: number) => shownCounters(curve, frozen, age).views ?? 0;
    expect(at(hours(1.7))).toBe(at(hours(1)));
    expect(at(hours(1.75) + 25_000)).toBeGreaterThan(at(hours(1.7)) * 1.5);
  });

  it("of a broadcast gather likes before it starts", () => {
    const waiting = { ...plain, early: { likes: 200, views: 4, span: hours(10) } };
    expect(shownCounters(curve, waiting, -hours(10))).toMatchObject({ views: 0, likes: 0 });
    const atStart = shownCounters(curve, waiting, 0);
    expect(atStart.views).toBe(4);
    expect(atStart.likes).toBe(200);
  });

  it("are hidden, not zero, where their owner hides them", () => {
    const hidden = { ...plain, hidden: { views: true, likes: true, comments: true } };
    expect(shownCounters(curve, hidden, hours(5))).toEqual({ views: null, likes: null, comments: null });
  });
});
