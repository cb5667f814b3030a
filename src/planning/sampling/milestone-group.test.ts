import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Instant, instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { type MilestoneJob, nextGroup } from "./milestone-group.ts";

const BEGINNING = instant(-1_000);

const job = (open: number, length: number, index: number): MilestoneJob => ({
  id: `job${String(index).padStart(8, "0")}` as VideoId,
  open: instant(open),
  target: instant(open + Math.floor(length / 2)),
  deadline: instant(open + length),
});

const instances = fc.record({
  windows: fc.array(fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 12 })), {
    minLength: 1,
    maxLength: 8,
    size: "max",
  }),
  capacity: fc.integer({ min: 1, max: 4 }),
});

const jobsOf = (windows: readonly (readonly [number, number])[]) =>
  windows.map(([open, length], index) => job(open, length, index));

/** All groups in turn, as calls would be sent. */
function callsFor(jobs: readonly MilestoneJob[], capacity: number) {
  const calls = [];
  let from: Instant = BEGINNING;
  let left = jobs;
  for (;;) {
    const group = nextGroup(left, from, capacity);
    if (!group) return calls;
    calls.push(group);
    from = group.at;
    left = left.filter((one) => !group.jobs.includes(one));
  }
}

/** The fewest calls there can be, by trying every way to part the jobs. */
function fewestCalls(jobs: readonly MilestoneJob[], capacity: number): number {
  const all = (1 << jobs.length) - 1;
  const fewest = new Map<number, number>([[0, 0]]);
  const shareable = (set: number): boolean => {
    const chosen = jobs.filter((_, i) => set & (1 << i));
    if (chosen.length > capacity) return false;
    return Math.max(...chosen.map((one) => one.open)) <= Math.min(...chosen.map((one) => one.deadline));
  };
  const solve = (set: number): number => {
    const known = fewest.get(set);
    if (known !== undefined) return known;
    const lowest = set & -set;
    let best = Number.POSITIVE_INFINITY;
    for (let part = set; part > 0; part = (part - 1) & set) {
      if (part & lowest && shareable(part)) best = Math.min(best, 1 + solve(set & ~part));
    }
    fewest.set(set, best);
    return best;
  };
  return solve(all);
}

describe("milestone groups", () => {
  it("need as few calls as the best of all partitions, on 4,000 random instances", () => {
    fc.assert(
      fc.property(instances, ({ windows, capacity }) => {
        const jobs = jobsOf(windows);
        expect(callsFor(jobs, capacity)).toHaveLength(fewestCalls(jobs, capacity));
      }),
      { numRuns: 4_000 },
    );
  });

  it("serve every job once, within its window, never more than a call holds", () => {
    fc.assert(
      fc.property(instances, ({ windows, capacity }) => {
        const calls = callsFor(jobsOf(windows), capacity);
        expect(calls.flatMap((call) => call.jobs)).toHaveLength(windows.length);
        for (const { jobs, at } of calls) {
          expect(jobs.length).toBeLessThanOrEqual(capacity);
          for (const one of jobs) expect(at >= one.open && at <= one.deadline).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("leave at the median target of their narrowest jobs", () => {
    const group = nextGroup([job(0, 30, 0), job(4, 30, 1), job(8, 30, 2), job(0, 4_000, 3)], BEGINNING, 50);
    expect(group?.at).toBe(19);
    expect(group?.jobs).toHaveLength(4);
  });

  it("leave when the last of them opens where the median comes sooner", () => {
    const group = nextGroup([job(0, 30, 0), job(0, 30, 1), job(28, 30, 2)], BEGINNING, 50);
    expect(group?.at).toBe(28);
  });

  it("send what was missed at once, and the latest-missed first when not all fit", () => {
    const group = nextGroup([job(0, 10, 0), job(5, 10, 1), job(90, 20, 2)], instant(100), 2);
    expect(group?.at).toBe(100);
    expect(group?.jobs.map((one) => one.id)).toEqual(["job00000002", "job00000001"]);
  });
});
