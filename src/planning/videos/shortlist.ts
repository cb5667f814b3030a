import type { Ranking } from "./ranking.ts";

/** A list that was too short is made so much longer. */
const GROWTH = 8;

/** How many slots are looked at to guess the value that so many others exceed. */
const PROBES = 2_048;

/** What a list is made of. */
export interface Shortlisting<Name extends object> {
  /** How many slots there are to look at; the free ones among them are bounded by NaN. */
  readonly extent: number;
  /** No value of this slot, at any instant that will be asked about, exceeds this. NaN = never to be chosen. */
  readonly boundOf: (slot: number) => number;
  /** Tells lists apart that are made of different things: bounds under another name say nothing here. */
  readonly name: Name;
}

/**
 * The slots that may be among the best, by falling bound, so that choosing the best 50 of half a million looks at a
 * few. It is exact: whoever is not listed is bounded by the list's floor, and a choice that reaches down to the floor is
 * made again from a longer list. So nothing that is chosen depends on when the list was made.
 */
export class Shortlist<Name extends object> {
  readonly #length: number;
  #name: Name | null = null;
  /** Everything that is not listed has a bound below this. */
  #floor = Number.NEGATIVE_INFINITY;
  #slots: number[] = [];
  #bounds: number[] = [];
  /** A slot counts only where it stands with its present bound: places of former ones are passed over. */
  #boundNow = new Map<number, number>();
  /** Nothing before this place counts. */
  #head = 0;
  readonly #touched = new Set<number>();

  /** @param length how many it holds at first, about: each call takes its own from them until all are looked at again. */
  constructor(length: number) {
    this.#length = length;
  }

  /** What the list was last made of; `null` before the first time. */
  get name(): Name | null {
    return this.#name;
  }

  /** Says that a slot's values changed. */
  touch(slot: number): void {
    if (this.#name) this.#touched.add(slot);
  }

  /**
   * Offers to the ranking whoever may belong into it, by falling bound.
   *
   * @param worthOf a slot's value now, not above its bound; NaN where it is not to be chosen.
   */
  rank(of: Shortlisting<Name>, ranking: Ranking, worthOf: (slot: number) => number): void {
    if (this.#name === of.name) {
      this.#follow(of.boundOf);
      if (this.#offerAll(ranking, worthOf)) return;
    }
    for (let length = this.#length; ; length *= GROWTH) {
      this.#make(of, length);
      if (this.#offerAll(ranking, worthOf)) return;
    }
  }

  /** Whether everything that belongs into the ranking was listed. */
  #offerAll(ranking: Ranking, worthOf: (slot: number) => number): boolean {
    ranking.clear();
    for (let place = this.#head; place < this.#slots.length; place++) {
      const bound = this.#bounds[place] ?? 0;
      if (bound < ranking.threshold) break;
      const slot = this.#slots[place] ?? 0;
      if (this.#boundNow.get(slot) !== bound) {
        if (place === this.#head) this.#head++;
        continue;
      }
      const value = worthOf(slot);
      if (value >= ranking.threshold) ranking.offer(slot, value);
    }
    return ranking.threshold >= this.#floor;
  }

  #make({ extent, boundOf, name }: Shortlisting<Name>, length: number): void {
    this.#name = name;
    this.#touched.clear();
    this.#floor = floorFor(extent, boundOf, length);
    const listed: { readonly slot: number; readonly bound: number }[] = [];
    for (let slot = 0; slot < extent; slot++) {
      const bound = boundOf(slot);
      if (bound >= this.#floor) listed.push({ slot, bound });
    }
    listed.sort((a, b) => b.bound - a.bound || a.slot - b.slot);
    this.#slots = listed.map(({ slot }) => slot);
    this.#bounds = listed.map(({ bound }) => bound);
    this.#boundNow = new Map(listed.map(({ slot, bound }) => [slot, bound]));
    this.#head = 0;
  }

  /** Takes in what was touched since. */
  #follow(boundOf: (slot: number) => number): void {
    for (const slot of this.#touched) {
      const bound = boundOf(slot);
      if (this.#boundNow.get(slot) === bound) continue;
      this.#boundNow.delete(slot);
      if (!(bound >= this.#floor)) continue;
      this.#boundNow.set(slot, bound);
      const place = this.#placeOf(slot, bound);
      this.#head = Math.min(this.#head, place);
      // It may stand there already, from when it had this bound before.
      if (this.#slots[place] === slot && this.#bounds[place] === bound) continue;
      this.#slots.splice(place, 0, slot);
      this.#bounds.splice(place, 0, bound);
    }
    this.#touched.clear();
  }

  #placeOf(slot: number, bound: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const difference = bound - (this.#bounds[middle] ?? 0) || (this.#slots[middle] ?? 0) - slot;
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A floor that about `length` slots reach: guessed from some of them, evenly apart. -Infinity when all have room. */
function floorFor(extent: number, boundOf: (slot: number) => number, length: number): number {
  if (extent <= length) return Number.NEGATIVE_INFINITY;
  const step = extent / PROBES;
  const probes: number[] = [];
  for (let i = 0; i < PROBES; i++) {
    const bound = boundOf(Math.floor(i * step));
    probes.push(Number.isNaN(bound) ? Number.NEGATIVE_INFINITY : bound);
  }
  probes.sort((a, b) => b - a);
  return probes[Math.floor(length / step)] ?? Number.NEGATIVE_INFINITY;
}
