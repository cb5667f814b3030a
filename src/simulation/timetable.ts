import type { Clock } from "#clock.ts";
import type { Instant } from "#domain/time.ts";

interface Entry {
  readonly at: Instant;
  readonly order: number;
  /** Called when its time has come; what takes longer becomes a task of its own. */
  readonly run: () => void;
}

/**
 * What will be done at some instants by a clock. One task waits for the earliest of all: a virtual clock looks at
 * every waiter before it moves, so thousands of them would make time dear.
 */
export class Timetable {
  readonly #clock: Clock;
  /** A binary heap: the earliest entry first, of two at one instant that which was put in first. */
  readonly #heap: Entry[] = [];
  #orders = 0;
  #waitsFor: { readonly at: Instant; readonly nudge: AbortController } | null = null;
  #isRunning = false;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  at(at: Instant, run: () => void): void {
    if (this.#isClosed) return;
    this.#push({ at, order: this.#orders++, run });
    if (!this.#isRunning) void this.#pass();
    else if (this.#waitsFor && at < this.#waitsFor.at) this.#waitsFor.nudge.abort();
  }

  /** Nothing runs any more. */
  close(): void {
    this.#isClosed = true;
    this.#heap.length = 0;
    this.#waitsFor?.nudge.abort();
  }

  #pass(): Promise<void> {
    this.#isRunning = true;
    return this.#clock.task(async () => {
      for (let next = this.#heap[0]; next; next = this.#heap[0]) {
        if (next.at > this.#clock.now()) {
          const nudge = new AbortController();
          this.#waitsFor = { at: next.at, nudge };
          await this.#clock.until(next.at, nudge.signal);
          this.#waitsFor = null;
        } else {
          this.#takeFirst();
          next.run();
        }
      }
      this.#isRunning = false;
    });
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(entry, above)) break;
      heap[i] = above;
      heap[parent] = entry;
      i = parent;
    }
  }

  #takeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let i = 0;
    for (;;) {
      const left = heap[2 * i + 1];
      const right = heap[2 * i + 2];
      const child = right && left && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, last)) break;
      heap[i] = child;
      i = child === left ? 2 * i + 1 : 2 * i + 2;
    }
    heap[i] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
