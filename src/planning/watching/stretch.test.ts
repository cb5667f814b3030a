import { describe, expect, it } from "vitest";
import { days, hours, instant, minus, plus } from "#domain/time.ts";
import type { WatchTask } from "#domain/watch.ts";
import { isRunRest, withTask } from "./stretch.ts";

const NOON = instant(Date.UTC(2026, 5, 10, 19));

/** The hour before a day of its own, left by a run of that day. */
const task = (day: number): WatchTask => ({
  publishedAfter: minus(plus(NOON, days(day)), hours(2)),
  publishedBefore: minus(plus(NOON, days(day)), hours(1)),
  openedAt: plus(NOON, days(day)),
  pageToken: null,
  pages: 0,
  notBefore: NOON,
  attempts: 0,
  reason: "",
});

describe("tasks", () => {
  it("are one where they are of the same stretch, the longest open first", () => {
    const tasks = withTask([task(3)], undefined, [task(1), { ...task(3), openedAt: NOON }]);
    expect(tasks).toEqual([task(1), task(3)]);
    expect(withTask(tasks, tasks[0], [])).toEqual([task(3)]);
  });

  it("stay few where a watch can never be read whole, and cover all that they did", () => {
    let tasks: readonly WatchTask[] = [];
    for (let day = 0; day < 300; day++) tasks = withTask(tasks, undefined, [task(day)]);
    expect(tasks).toHaveLength(100);
    for (let day = 0; day < 300; day++) {
      const { publishedAfter, publishedBefore } = task(day);
      expect(
        tasks.some((kept) => kept.publishedAfter <= publishedAfter && kept.publishedBefore >= publishedBefore),
      ).toBe(true);
    }
    expect(tasks.some(isRunRest)).toBe(false);
  });
});
