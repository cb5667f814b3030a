import { describe, expect, it } from "vitest";
import { days, hours, type Instant, instant, milliseconds, minutes, plus } from "#domain/time.ts";
import { SoakLedger } from "../../bench/soak-ledger.ts";
import { countMilestones, milestonesAt } from "../../bench/soak-milestones.ts";

/** Midnight in Los Angeles, twelve weeks before a day of 25 hours. */
const FROM = instant(Date.UTC(2026, 7, 9, 7));
const STRETCH = { from: FROM, until: plus(FROM, days(40)) };
const OUTAGE = { from: plus(FROM, hours(4)), until: plus(FROM, hours(10)) };
const START = plus(FROM, hours(20));
const VIDEO = { startAt: START, goneAt: null };

/** What is counted of one video that was sampled at these instants. */
const counted = (
  sampledAt: readonly Instant[],
  {
    video = VIDEO,
    seenAt = START as Instant | null,
  }: { video?: { startAt: Instant; goneAt: Instant | null }; seenAt?: Instant | null } = {},
) => {
  const bits = sampledAt.reduce((sum, at) => sum | milestonesAt(video.startAt, at), 0);
  return countMilestones([video], { seenAt: () => seenAt, sampled: () => bits }, STRETCH, OUTAGE);
};

describe("the soak's account of milestones", () => {
  const ages = [minutes(62), hours(24), days(7), days(30)].map((age) => plus(START, age));

  it("calls those kept that have a sample in their window, and those missed that have none", () => {
    expect(counted(ages)).toEqual({ milestonesDue: 4, milestonesKept: 4, missedMilestones: 0, undiscovered: 0 });
    const late = [plus(START, minutes(63.1)), plus(START, minutes(56.9)), ...ages.slice(1, 3)];
    expect(counted(late)).toMatchObject({ milestonesKept: 2, missedMilestones: 2 });
  });

  it("asks for none of a video that was unknown, gone, or away with the whole of YouTube", () => {
    expect(counted([], { seenAt: null })).toMatchObject({ milestonesDue: 0, undiscovered: 4 });
    expect(counted([], { seenAt: plus(START, hours(2)) })).toMatchObject({ milestonesDue: 3, undiscovered: 1 });
    const gone = { startAt: START, goneAt: plus(START, days(2)) };
    expect(counted([], { video: gone })).toMatchObject({ milestonesDue: 2, missedMilestones: 2 });
    const struck = { startAt: plus(FROM, hours(4)), goneAt: null };
    expect(counted([], { video: struck, seenAt: struck.startAt })).toMatchObject({ milestonesDue: 3 });
  });
});

describe("the soak's ledger", () => {
  it("lets a bucket's units last for the 23, 24 or 25 hours of a day in Los Angeles, and not one more", () => {
    for (const [midnight, length] of [
      [Date.UTC(2027, 2, 14, 8), 23],
      [Date.UTC(2026, 10, 2, 8), 24],
      [Date.UTC(2026, 10, 1, 7), 25],
    ] as const) {
      const ledger = new SoakLedger();
      const last = instant(midnight + length * 3_600_000 - 1);
      for (let unit = 0; unit < 100; unit++) expect(ledger.charge("search", instant(midnight))).toBe(true);
      expect(ledger.charge("search", last)).toBe(false);
      expect(ledger.charge("search", plus(last, milliseconds(1)))).toBe(true);
    }
  });
});
