import { describe, expect, it } from "vitest";
import { ABANDONED } from "#clock.ts";
import { hours, instant, minutes, plus, seconds } from "#domain/time.ts";
import { virtualClock } from "./virtual-clock.ts";

const START = instant(Date.UTC(2026, 0, 1));

/** Real work that takes several turns of the event loop, as a query or a request does. */
const realWork = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

describe("virtual clock", () => {
  it("stands still while a task works, and leaps when all tasks wait", async () => {
    const clock = virtualClock(START, "leaping");
    await clock.task(async () => {
      await realWork();
      expect(clock.now()).toBe(START);
      await clock.until(plus(START, hours(300)));
      expect(clock.now()).toBe(plus(START, hours(300)));
    });
  });

  it("wakes tasks in the order of their instants, each when the one before waits again", async () => {
    const clock = virtualClock(START, "leaping");
    const seen: string[] = [];
    const ticking = (name: string, every: number, times: number) =>
      clock.task(async () => {
        for (let n = 1; n <= times; n++) {
          await clock.until(plus(START, minutes(every * n)));
          seen.push(`${name} ${(clock.now() - START) / 60_000}`);
          await realWork();
          seen.push(`${name} waits`);
        }
      });
    await Promise.all([ticking("a", 2, 3), ticking("b", 3, 2)]);
    const waits = seen.flatMap((entry) => (entry.endsWith("waits") ? [] : [entry]));
    expect(waits).toEqual(["a 2", "b 3", "a 4", "b 6", "a 6"]);
    for (let i = 0; i < seen.length; i += 2) expect(seen[i + 1]).toBe(`${seen[i]?.[0]} waits`);
  });

  it("ends a wait early when its signal aborts, at the instant of the abort", async () => {
    const clock = virtualClock(START, "leaping");
    const nudge = new AbortController();
    const woken = clock.task(async () => {
      await clock.until(plus(START, hours(9)), nudge.signal);
      return clock.now();
    });
    await clock.task(async () => {
      await clock.until(plus(START, minutes(1)));
      nudge.abort();
      expect(await clock.join(woken)).toBe(plus(START, minutes(1)));
    });
  });

  it("lets a time-out fire while a slow server holds the client up, and no time pass after it", async () => {
    const clock = virtualClock(START, "leaping");
    const hungUp = new AbortController();
    const slowServer = () => clock.until(plus(clock.now(), hours(1)), hungUp.signal);
    await clock.task(async () => {
      using timeout = clock.timeout(seconds(10));
      const answer = slowServer().then(() => "answered");
      const timedOut = new Promise<string>((resolve) => {
        timeout.signal.addEventListener("abort", () => setImmediate(() => resolve("timed out")));
      });
      expect(await Promise.race([answer, timedOut])).toBe("timed out");
      await realWork();
      expect(clock.now()).toBe(plus(START, seconds(10)));
      hungUp.abort(ABANDONED);
      await realWork();
      expect(clock.now()).toBe(plus(START, seconds(10)));
    });
  });

  it("forgets a time-out that was disposed in time", async () => {
    const clock = virtualClock(START, "leaping");
    await clock.task(async () => {
      const timeout = clock.timeout(seconds(10));
      timeout[Symbol.dispose]();
      await clock.until(plus(START, minutes(1)));
      expect(timeout.signal.aborted).toBe(false);
    });
  });

  it("lets no time pass while it stands, but wakes whoever is nudged", async () => {
    const clock = virtualClock(START);
    const nudge = new AbortController();
    const woken = clock.task(async () => {
      await clock.until(plus(START, hours(1)), nudge.signal);
      return clock.now();
    });
    await realWork();
    nudge.abort();
    expect(await woken).toBe(START);
    const later = clock.task(() => clock.until(plus(START, hours(1))));
    clock.setPace("leaping");
    await later;
    expect(clock.now()).toBe(plus(START, hours(1)));
  });
});
