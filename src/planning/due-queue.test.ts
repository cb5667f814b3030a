import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Instant, instant } from "#domain/time.ts";
import { DueQueue } from "./due-queue.ts";

// Few keys and few instants, so that keys come back and ties abound.
const changes = fc.array(
  fc.record({
    key: fc.integer({ min: 0, max: 40 }),
    at: fc.option(fc.integer({ min: 0, max: 12 }).map(instant)),
  }),
  { maxLength: 300, size: "max" },
);

const idOf = (key: number): string => `k${String(97 * (key % 7) + key).padStart(4, "0")}`;

describe("a due queue", () => {
  it("holds what was set last, earliest first and ties by id, whatever came before", () => {
    fc.assert(
      fc.property(changes, (taken) => {
        const queue = new DueQueue<number>(idOf);
        const plain = new Map<number, Instant>();
        for (const { key, at } of taken) {
          queue.set(key, at);
          if (at === null) plain.delete(key);
          else plain.set(key, at);
          const expected = [...plain]
            .map(([k, due]) => ({ key: k, at: due }))
            .sort((a, b) => a.at - b.at || (idOf(a.key) < idOf(b.key) ? -1 : 1));
          expect(queue.first()).toEqual(expected[0] ?? null);
          expect([...queue.inOrder()]).toEqual(expected);
          expect(queue.size).toBe(expected.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("works out no more of the order than is read", () => {
    const queue = new DueQueue<number>((key) => {
      compared++;
      return String(key);
    });
    let compared = 0;
    for (let key = 0; key < 10_000; key++) queue.set(key, instant(0));
    compared = 0;
    let read = 0;
    for (const _ of queue.inOrder()) if (++read === 50) break;
    expect(compared).toBeLessThan(2_000);
  });
});
