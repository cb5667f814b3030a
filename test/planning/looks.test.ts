import { describe, expect, it } from "vitest";
import { days, hours, type Instant, inMinutes, milliseconds, minus, minutes, plus } from "#domain/time.ts";
import { nextLook } from "#planning/finding/next-look.ts";
import { Chance } from "#simulation/random.ts";
import { NOON } from "./rows.ts";

const TERMS = { lag: minutes(0), worth: 1, price: 0.005, stagger: 0.3 };

/** Looks at a channel as often as it is told to, for some days, and says how many of its uploads were known in time. */
function followed(uploads: readonly Instant[], from: Instant, span: number, terms: typeof TERMS) {
  let at = from;
  let looks = 0;
  let seen = uploads.filter((upload) => upload <= from).length;
  const delays: number[] = [];
  while (at < plus(from, days(span))) {
    const known = uploads.slice(0, seen);
    at = nextLook(known, at, terms);
    looks += 1;
    for (; seen < uploads.length && (uploads[seen] ?? at) <= minus(at, terms.lag); seen++) {
      delays.push(inMinutes((at - (uploads[seen] ?? at)) as never));
    }
  }
  return { looksPerDay: looks / span, inTime: delays.filter((delay) => delay <= 62).length / delays.length };
}

/** One upload a day for 80 days, around 15:00 UTC. */
const habitual = (spread: number): Instant[] => {
  const chance = new Chance("habit", spread);
  return Array.from({ length: 80 }, (_, day) =>
    plus(minus(NOON, days(60)), milliseconds(days(day) - hours(4) + spread * chance.normal())),
  ).sort((a, b) => a - b);
};

describe("looks at a channel", () => {
  it("of habit find its uploads in time with a few looks at the right hours", () => {
    const { looksPerDay, inTime } = followed(habitual(minutes(30)), NOON, 18, TERMS);
    expect(inTime).toBeGreaterThanOrEqual(0.85);
    expect(looksPerDay).toBeLessThan(9);
  });

  it("find more in time than evenly spread ones that are as many", () => {
    const uploads = habitual(hours(1));
    const { looksPerDay, inTime } = followed(uploads, NOON, 18, TERMS);
    expect(inTime).toBeGreaterThan(1.5 * Math.min(1, (looksPerDay * 62) / 1440));
  });

  it("come at every step while all are affordable, and never more than 12 hours apart", () => {
    expect(nextLook([], NOON, { ...TERMS, price: 0 })).toBe(plus(NOON, minutes(10.5)));
    for (const price of [0.001, 0.01, 0.1, 1]) {
      for (const uploads of [[], habitual(minutes(20)), habitual(hours(8))]) {
        for (let minute = 0; minute < 1440; minute += 97) {
          const at = plus(NOON, minutes(minute));
          const gap = nextLook(uploads, at, { ...TERMS, price }) - at;
          expect(gap).toBeGreaterThan(minutes(2));
          expect(gap).toBeLessThanOrEqual(hours(12));
        }
      }
    }
  });

  it("grow fewer as they are dearer, and more for a channel of more weight", () => {
    const looks = (terms: Partial<typeof TERMS>) =>
      followed(habitual(hours(2)), NOON, 10, { ...TERMS, ...terms }).looksPerDay;
    const byPrice = [0.001, 0.005, 0.02, 0.1].map((price) => looks({ price }));
    expect(byPrice).toEqual(byPrice.toSorted((a, b) => b - a));
    expect(looks({ price: 0.1, worth: 20 })).toBeGreaterThan(looks({ price: 0.1 }));
  });

  it("come when the counter shows what is expected, not before", () => {
    // Always on the full hour: the look follows a minute after, or when a late counter has it.
    const dots = Array.from({ length: 60 }, (_, day) => minus(plus(NOON, hours(2)), days(60 - day)));
    const from = plus(NOON, hours(1.5));
    const prompt = nextLook(dots, from, { ...TERMS, price: 0.05 });
    const late = nextLook(dots, from, { ...TERMS, price: 0.05, lag: minutes(20) });
    for (const [look, lag] of [
      [prompt, 0],
      [late, 20],
    ] as const) {
      expect(look).toBeGreaterThan(plus(NOON, minutes(120 + lag)));
      expect(look).toBeLessThan(plus(NOON, minutes(182)));
    }
  });
});
