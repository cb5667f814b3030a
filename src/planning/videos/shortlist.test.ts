import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ranking } from "./ranking.ts";
import { Shortlist } from "./shortlist.ts";

const SLOTS = 60;
const CAPACITY = 5;

/** Something whose value rises by `slope` from `since` on: as an index does, and falls only when it is written to. */
interface Thing {
  readonly since: number;
  readonly slope: number;
  readonly barred: boolean;
}

const thing = fc.record({
  since: fc.nat(20),
  // Few slopes, so that ties abound; 0 is never to be chosen.
  slope: fc.constantFrom(0, 1, 1, 2, 5),
  barred: fc.boolean(),
});

const steps = fc.array(
  fc.record({
    slot: fc.nat(SLOTS - 1),
    thing: fc.option(thing),
    pass: fc.constantFrom(0, 0, 1, 3, 30),
    renamed: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 1, maxLength: 120, size: "max" },
);

const idOf = (slot: number): string => `id${(slot * 37) % SLOTS}`.padEnd(6, "x");
const valueAt = (thing: Thing | null | undefined, at: number): number =>
  thing && thing.slope > 0 && at > thing.since ? thing.slope * (at - thing.since) : Number.NaN;

describe("a shortlist", () => {
  it("chooses the same as a look at everything, whatever was written, however time jumps", () => {
    fc.assert(
      fc.property(fc.array(fc.option(thing), { minLength: SLOTS, maxLength: SLOTS }), steps, (first, taken) => {
        const things = [...first];
        // So short that it overflows and is made again many times.
        const list = new Shortlist<{ readonly end: number }>(8);
        let now = 0;
        let name = { end: 10 };
        for (const step of taken) {
          things[step.slot] = step.thing;
          list.touch(step.slot);
          now += step.pass;
          if (now > name.end || step.renamed) name = { end: now + 10 };
          const worthOf = (slot: number) => (things[slot]?.barred ? Number.NaN : valueAt(things[slot], now));
          const chosen = new Ranking(CAPACITY, idOf);
          const { end } = name;
          list.rank({ extent: SLOTS, boundOf: (slot) => valueAt(things[slot], end), name }, chosen, worthOf);
          const all = new Ranking(CAPACITY, idOf);
          for (let slot = 0; slot < SLOTS; slot++) if (worthOf(slot) > 0) all.offer(slot, worthOf(slot));
          expect(chosen.slots).toEqual(all.slots);
          expect(chosen.values).toEqual(all.values);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("looks at few slots when the best hardly change", () => {
    const list = new Shortlist<object>(200);
    const values = Array.from({ length: 10_000 }, (_, slot) => 1 + ((slot * 7919) % 10_000));
    const name = {};
    let looks = 0;
    for (let call = 0; call < 30; call++) {
      const ranking = new Ranking(CAPACITY, String);
      const of = { extent: values.length, boundOf: (slot: number) => values[slot] ?? 0, name };
      looks = 0;
      list.rank(of, ranking, (slot) => {
        looks++;
        return values[slot] ?? 0;
      });
      for (const slot of ranking.slots) {
        values[slot] = 0.5;
        list.touch(slot);
      }
      expect(looks).toBeLessThan(2 * CAPACITY);
    }
  });
});
