import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type SearchProgress,
  type SearchWindow,
  type SearchWindows,
  windowsBack,
  windowsOn,
} from "./search-windows.ts";
import { days, type Instant, instant } from "./time.ts";

const start = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2100, 0) }).map((ms) => instant(ms));
const dayOf = (at: Instant): number => Math.floor(at / days(1));
/** What each window brings to a search that wants 50. */
const yields = fc.array(fc.nat(30), { maxLength: 40 });

function walk(windows: SearchWindows, found: readonly number[]): readonly SearchWindow[] {
  const walked: SearchWindow[] = [];
  let progress: SearchProgress = { found: 0, wanted: 50 };
  for (let step = windows.next(); !step.done; step = windows.next(progress)) {
    const brought = Math.min(found[walked.length] ?? 0, progress.wanted);
    walked.push(step.value);
    progress = { found: progress.found + brought, wanted: progress.wanted - brought };
  }
  return walked;
}

const lengthOf = ({ from, before }: SearchWindow): number => ((before ?? 0) - (from ?? 0)) / days(1);
/** Of all but the last, which has no end. */
const lengthsOf = (windows: readonly SearchWindow[]): readonly number[] => windows.slice(0, -1).map(lengthOf);

describe("the windows of a search", () => {
  it("going back share no instant and are together all up to the end of the first day, whatever they bring", () => {
    fc.assert(
      fc.property(start, yields, (at, found) => {
        const windows = walk(windowsBack(at), found);
        expect(windows[0]?.before).toBe((dayOf(at) + 1) * days(1));
        for (const [i, window] of windows.entries()) {
          expect(window.from).toBe(windows[i + 1]?.before ?? null);
          expect(window.terms === null).toBe(window.from === null);
          expect(window.terms?.split("|").length ?? 0).toBeLessThanOrEqual(64);
        }
      }),
    );
  });

  it("going on share no instant and are together all from the beginning of the first day, whatever they bring", () => {
    fc.assert(
      fc.property(start, yields, (at, found) => {
        const windows = walk(windowsOn(at), found);
        expect(windows[0]?.from).toBe(dayOf(at) * days(1));
        for (const [i, window] of windows.entries()) {
          expect(window.before).toBe(windows[i + 1]?.from ?? null);
          expect(window.terms === null).toBe(window.before === null);
        }
      }),
    );
  });

  it("are six for a word that is not there", () => {
    fc.assert(
      fc.property(start, fc.boolean(), (at, back) => {
        const lengths = lengthsOf(walk(back ? windowsBack(at) : windowsOn(at), []));
        expect(lengths).toHaveLength(5);
        for (const [i, length] of lengths.entries()) {
          expect(length / 8 ** i).toBeGreaterThanOrEqual(1);
          expect(length / 8 ** i).toBeLessThan(2.5);
        }
      }),
    );
  });

  it("are little longer than what is wanted still takes", () => {
    const windows = walk(windowsBack(instant(Date.UTC(2026, 10, 20))), [4, 40, 6]);
    const [first = 0, second = 0, third = 0] = lengthsOf(windows);
    expect(first).toBe(1);
    expect(second).toBeGreaterThanOrEqual(8);
    // 44 in nine days or so: six more take one or two, and half of nine is the least.
    expect(third).toBeLessThanOrEqual(second);
  });

  it("end after a score at most, however little each brings", () => {
    fc.assert(
      fc.property(start, fc.boolean(), yields, (at, back, found) => {
        expect(walk(back ? windowsBack(at) : windowsOn(at), found).length).toBeLessThanOrEqual(25);
      }),
    );
  });
});
