import { expect, it } from "vitest";
import { pendingPace } from "./pending-pace.ts";

it("what is being computed is asked for again, ever more seldom, and not for ever", () => {
  const waits: number[] = [];
  for (let tries = 1; ; tries += 1) {
    const wait = pendingPace(tries);
    if (wait === false) break;
    waits.push(wait);
  }
  expect(waits[0]).toBe(2_000);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(Math.max(...waits)).toBe(30_000);
  const minutes = waits.reduce((sum, wait) => sum + wait, 0) / 60_000;
  expect([minutes > 2, minutes < 5]).toEqual([true, true]);
});
