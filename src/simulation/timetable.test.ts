import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instant, minutes, plus } from "#domain/time.ts";
import { Timetable } from "./timetable.ts";
import { virtualClock } from "./virtual-clock.ts";

const START = instant(Date.UTC(2026, 0, 1));

describe("a timetable", () => {
  it("runs everything at its instant, in order, also what is put in while it waits and runs", async () => {
    const plan = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(plan, async (entries) => {
        const clock = virtualClock(START);
        const timetable = new Timetable(clock);
        const ran: { readonly at: number; readonly now: number }[] = [];
        const note = (at: number) => ran.push({ at, now: (clock.now() - START) / 60_000 });
        const putIn = (at: number, again: number) =>
          timetable.at(plus(START, minutes(at)), () => {
            note(at);
            if (again > 0) timetable.at(plus(START, minutes(at + again)), () => note(at + again));
          });
        const [first, ...others] = entries;
        if (first) putIn(100 + first[0], first[1]);
        clock.setPace("leaping");
        await clock.task(async () => {
          // By now the timetable waits for the one that comes last.
          for (const [at, again] of others) putIn(at, again);
          await clock.until(plus(START, minutes(500)));
        });
        expect(ran).toHaveLength(entries.length + entries.filter(([, again]) => again > 0).length);
        expect(ran.every(({ at, now }) => at === now)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("runs nothing once it is closed, and holds no time up", async () => {
    const clock = virtualClock(START, "leaping");
    const timetable = new Timetable(clock);
    let runs = 0;
    await clock.task(async () => {
      timetable.at(plus(START, minutes(1)), () => void runs++);
      timetable.close();
      timetable.at(plus(START, minutes(2)), () => void runs++);
      await clock.until(plus(START, minutes(10)));
    });
    expect(runs).toBe(0);
    expect(clock.now()).toBe(plus(START, minutes(10)));
  });
});
