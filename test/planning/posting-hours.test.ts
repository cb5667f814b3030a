import { describe, expect, it } from "vitest";
import { days, hours, type Instant, instant, milliseconds, minus, plus } from "#domain/time.ts";
import { postingHours } from "#planning/finding/posting-hours.ts";
import { Chance } from "#simulation/random.ts";

const NOON = instant(Date.UTC(2026, 5, 10, 12));

/** One upload a day in the days before, so many hours after noon each. */
const uploadsAt = (after: readonly number[]): Instant[] =>
  after.map((hour, i) => plus(minus(NOON, days(after.length - i)), milliseconds(Math.round(hours(1) * hour))));

/** How much of the next upload is expected between two hours after noon (whole or half ones, of the same UTC day). */
const expected = (published: readonly Instant[], from: number, to: number): number =>
  postingHours(published)
    .slice(24 + 2 * from, 24 + 2 * to)
    .reduce((sum, share) => sum + share, 0);

describe("the hours a channel posts at", () => {
  it("are all alike before its first upload, and always sum to one", () => {
    const chance = new Chance("posting hours");
    expect(expected([], 3, 6)).toBeCloseTo(3 / 24, 10);
    for (const uploads of [0, 1, 5, 60, 2000]) {
      const anywhere = uploadsAt(Array.from({ length: uploads }, () => chance.between(0, 24)));
      expect(expected(anywhere, -12, 12)).toBeCloseTo(1, 10);
    }
  });

  it("are its habit once a few uploads agree, and not where they lie apart", () => {
    const agreeing = uploadsAt([3.2, 3.7, 2.9, 3.4]);
    const scattered = uploadsAt([3.2, -9, 9.1, -3.5]);
    expect(expected(agreeing, 0, 6)).toBeGreaterThan(0.8);
    expect(expected(scattered, 0, 6)).toBeLessThan(0.45);
    // Five uploads, each far from every other, are worth little more than none: any hour is still about as likely.
    const apart = postingHours(uploadsAt([-11, -6, -1, 4, 9]));
    expect(Math.max(...apart)).toBeLessThan(2 / 48);
    expect(Math.min(...apart)).toBeGreaterThan(0.5 / 48);
  });

  it("are as wide as its uploads lie", () => {
    const chance = new Chance("posting width");
    const around = (spread: number) => uploadsAt(Array.from({ length: 30 }, () => 3 + spread * chance.normal()));
    expect(expected(around(0.5), 1, 5)).toBeGreaterThan(0.93);
    const wide = around(3);
    expect(expected(wide, 1, 5)).toBeLessThan(0.7);
    expect(expected(wide, -3, 9)).toBeGreaterThan(0.85);
    // Already of few uploads: what lies loosely is a habit too, and a wider one.
    expect(expected(uploadsAt([1, 4.4, 2.6, 6, 3.2, 0.2]), -2, 8)).toBeGreaterThan(0.8);
  });

  it("go round midnight", () => {
    const before = uploadsAt([11.8, 11.7, 11.6, 11.9, 11.9, 11.8]);
    expect(expected(before, -12, -10)).toBeGreaterThan(0.3);
    expect(expected(before, 10, 12)).toBeGreaterThan(0.3);
  });
});
