import type { Counters } from "#domain/snapshot.ts";
import type { Instant } from "#domain/time.ts";
import type { World } from "#simulation/world.ts";

/** One video's counters as YouTube answered them to a caller with a key. */
export interface AnsweredCounters extends Counters {
  readonly id: string;
  readonly at: Instant;
}

/** Every counter that the Data API answers of a world, as it leaves the server. */
export class Answers {
  readonly #ids: string[] = [];
  readonly #at: number[] = [];
  readonly #counters: Counters[] = [];

  /** The world, with an ear at its counters. What feeds show is no answer to a call with a key. */
  heardFrom(world: World): World {
    return {
      ...world,
      countersAt: (id, at, source) => {
        const counters = world.countersAt(id, at, source);
        if (counters !== null && (source === "batch" || source === "list")) this.#add(id, at, counters);
        return counters;
      },
    };
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Those of `[from, until)`, given that they are kept in the order of their instants. */
  *between(from: Instant, until: Instant): Generator<AnsweredCounters> {
    let low = 0;
    let high = this.#at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#at[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    for (let n = low; n < this.#at.length && (this.#at[n] ?? 0) < until; n++) {
      const counters = this.#counters[n];
      if (counters) yield { id: this.#ids[n] ?? "", at: (this.#at[n] ?? 0) as Instant, ...counters };
    }
  }

  #add(id: string, at: Instant, counters: Counters): void {
    this.#ids.push(id);
    this.#at.push(at);
    this.#counters.push(counters);
  }
}
