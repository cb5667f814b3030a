import type { Ranking } from "./ranking.ts";

/** A list that was too short is made so much longer. */
const GROWTH = 8;

/** A list is made so much longer than the former one was read: what is asked of it changes slowly. */
const ROOM = 2;

/** Looking at all slots costs so much more than ordering this share of them that a list is never made shorter. */
const SHARE_LEAST = 0.03;

/** How many slots are looked at to guess the value that so many others exceed. */
const PROBES = 1_024;

/** The bounds of all slots while a list is being made: one for all lists, for none is made while another is. */
let bounds = new Float64Array(0);

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
  readonly #least: number;
  #name: Name | null = null;
  /** Everything that is not listed has a bound below this. */
  #floor = Number.NEGATIVE_INFINITY;
  #slots: number[] = [];
  #bounds: number[] = [];
  /** Whether a place counts. A slot does so only where it stands with its present bound, not where it stood before. */
  #counts: boolean[] = [];
  readonly #boundNow = new Map<number, number>();
  /** Nothing before this place counts. */
  #head = 0;
  /** How far the list was read since it was made under this name. */
  #reach = 0;
  readonly #touched = new Set<number>();

  /** @param least how many it holds at first, about; later it follows how far it is read. */
  constructor(least: number) {
    this.#least = least;
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
    const isShort = this.#name === of.name;
    const length = Math.max(this.#least, SHARE_LEAST * of.extent, this.#reach * (isShort ? GROWTH : ROOM));
    this.#reach = 0;
    for (let longer = length; ; longer *= GROWTH) {
      this.#make(of, longer);
      if (this.#offerAll(ranking, worthOf)) return;
    }
  }

  /** Whether everything that belongs into the ranking was listed. */
  #offerAll(ranking: Ranking, worthOf: (slot: number) => number): boolean {
    ranking.clear();
    while (this.#counts[this.#head] === false) this.#head++;
    // Thousands of videos that were sampled together are read again and again: what is read of a place is kept at hand.
    const [slots, bounds, counts] = [this.#slots, this.#bounds, this.#counts];
    let place = this.#head;
    for (; place < slots.length; place++) {
      if ((bounds[place] ?? 0) < ranking.threshold) break;
      if (counts[place] === false) continue;
      const slot = slots[place] ?? 0;
      const value = worthOf(slot);
      if (value >= ranking.threshold) ranking.offer(slot, value);
    }
    this.#reach = Math.max(this.#reach, place);
    return ranking.threshold >= this.#floor;
  }

  #make({ extent, boundOf, name }: Shortlisting<Name>, length: number): void {
    this.#name = name;
    this.#touched.clear();
    if (bounds.length < extent) bounds = new Float64Array(extent + (extent >> 2));
    for (let slot = 0; slot < extent; slot++) bounds[slot] = boundOf(slot);
    this.#floor = floorFor(extent, length);
    const listed: number[] = [];
    for (let slot = 0; slot < extent; slot++) if ((bounds[slot] ?? Number.NaN) >= this.#floor) listed.push(slot);
    listed.sort((a, b) => (bounds[b] ?? 0) - (bounds[a] ?? 0) || a - b);
    this.#slots = listed;
    this.#bounds = listed.map((slot) => bounds[slot] ?? 0);
    this.#counts = listed.map(() => true);
    this.#boundNow.clear();
    for (const slot of listed) this.#boundNow.set(slot, bounds[slot] ?? 0);
    this.#head = 0;
  }

  /** Takes in what was touched since. */
  #follow(boundOf: (slot: number) => number): void {
    for (const slot of this.#touched) {
      const bound = boundOf(slot);
      const before = this.#boundNow.get(slot);
      if (before === bound) continue;
      if (before !== undefined) this.#counts[this.#placeOf(slot, before)] = false;
      this.#boundNow.delete(slot);
      if (!(bound >= this.#floor)) continue;
      this.#boundNow.set(slot, bound);
      const place = this.#placeOf(slot, bound);
      this.#head = Math.min(this.#head, place);
      // It may stand there already, from when it had this bound before.
      if (this.#slots[place] === slot && this.#bounds[place] === bound) {
        this.#counts[place] = true;
        continue;
      }
      this.#slots.splice(place, 0, slot);
      this.#bounds.splice(place, 0, bound);
      this.#counts.splice(place, 0, true);
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

/** A floor that about `length` of the bounds reach: guessed from some of them, evenly apart. -Infinity when all have room. */
function floorFor(extent: number, length: number): number {
  if (extent <= length) return Number.NEGATIVE_INFINITY;
  const step = extent / PROBES;
  const probes = new Float64Array(PROBES);
  for (let i = 0; i < PROBES; i++) {
    const bound = bounds[Math.floor(i * step)] ?? Number.NaN;
    probes[i] = Number.isNaN(bound) ? Number.NEGATIVE_INFINITY : bound;
  }
  probes.sort();
  return probes[PROBES - 1 - Math.min(PROBES - 1, Math.floor(length / step))] ?? Number.NEGATIVE_INFINITY;
}
