import type { Instant } from "#domain/time.ts";

/** Something in a queue, and when its time comes. */
export interface Due<Key> {
  readonly key: Key;
  readonly at: Instant;
}

/** Where each key stands in the heap. A `Map` is one; keys that are small whole numbers have a leaner one. */
export interface Places<Key> {
  get(key: Key): number | undefined;
  set(key: Key, place: number): unknown;
  delete(key: Key): unknown;
}

/**
 * Things by when they are due: earliest first, then by smallest id, so that the order never depends on how the queue came
 * about. A binary heap that knows where each key stands: a change costs O(log n), and the first is at hand.
 */
export class DueQueue<Key> {
  readonly #keys: Key[] = [];
  readonly #instants: Instant[] = [];
  readonly #places: Places<Key>;
  readonly #idOf: (key: Key) => string;

  /** @param idOf what tells keys with the same instant apart; it may not change while the key is queued. */
  constructor(idOf: (key: Key) => string, places: Places<Key> = new Map<Key, number>()) {
    this.#idOf = idOf;
    this.#places = places;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Queues a key, or moves it to another instant; `null` takes it out. */
  set(key: Key, at: Instant | null): void {
    const place = this.#places.get(key);
    if (at === null) {
      if (place !== undefined) this.#remove(key, place);
    } else if (place === undefined) {
      this.#keys.push(key);
      this.#instants.push(at);
      this.#rise(this.#keys.length - 1);
    } else if (this.#instants[place] !== at) {
      this.#instants[place] = at;
      this.#settle(place);
    }
  }

  /** What is due first; `null` when nothing is queued. */
  first(): Due<Key> | null {
    return this.#keys.length === 0 ? null : this.#dueAt(0);
  }

  /**
   * All that is queued, in order, worked out as far as it is read: the first k cost O(k log k). The queue must not change
   * while it is read.
   */
  *inOrder(): Generator<Due<Key>, undefined> {
    // The places that may come next: those whose parents have been given. A heap again, of places.
    const frontier: number[] = this.#keys.length === 0 ? [] : [0];
    const precedes = (a: number, b: number): boolean => this.#precedes(frontier[a] ?? 0, frontier[b] ?? 0);
    const swap = (a: number, b: number): void => {
      [frontier[a], frontier[b]] = [frontier[b] ?? 0, frontier[a] ?? 0];
    };
    for (;;) {
      const place = frontier[0];
      if (place === undefined) return;
      yield this.#dueAt(place);
      const last = frontier.pop() ?? 0;
      if (frontier.length > 0) {
        frontier[0] = last;
        sink(0, frontier.length, precedes, swap);
      }
      for (const child of [2 * place + 1, 2 * place + 2]) {
        if (child >= this.#keys.length) continue;
        frontier.push(child);
        rise(frontier.length - 1, precedes, swap);
      }
    }
  }

  #dueAt(place: number): Due<Key> {
    return { key: this.#keys[place] as Key, at: this.#instants[place] as Instant };
  }

  #remove(key: Key, place: number): void {
    const last = this.#keys.length - 1;
    if (place !== last) this.#swap(place, last);
    this.#keys.pop();
    this.#instants.pop();
    this.#places.delete(key);
    if (place !== last) this.#settle(place);
  }

  /** Restores the heap after the key at a place changed. */
  #settle(place: number): void {
    if (this.#rise(place) === place) sink(place, this.#keys.length, this.#precedes, this.#swap);
  }

  #rise(place: number): number {
    this.#places.set(this.#keys[place] as Key, place);
    return rise(place, this.#precedes, this.#swap);
  }

  readonly #precedes = (a: number, b: number): boolean => {
    const difference = (this.#instants[a] ?? 0) - (this.#instants[b] ?? 0);
    if (difference !== 0) return difference < 0;
    return this.#idOf(this.#keys[a] as Key) < this.#idOf(this.#keys[b] as Key);
  };

  readonly #swap = (a: number, b: number): void => {
    const [keyA, keyB] = [this.#keys[a] as Key, this.#keys[b] as Key];
    const atA = this.#instants[a] as Instant;
    this.#keys[a] = keyB;
    this.#keys[b] = keyA;
    this.#instants[a] = this.#instants[b] as Instant;
    this.#instants[b] = atA;
    this.#places.set(keyB, a);
    this.#places.set(keyA, b);
  };
}

type Precedes = (a: number, b: number) => boolean;
type Swap = (a: number, b: number) => void;

/** Moves what stands at a place up until its parent precedes it; gives where it ends. */
function rise(from: number, precedes: Precedes, swap: Swap): number {
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!precedes(place, parent)) return place;
    swap(place, parent);
    place = parent;
  }
  return place;
}

/** Moves what stands at a place down until it precedes its children. */
function sink(from: number, size: number, precedes: Precedes, swap: Swap): void {
  for (let place = from; ; ) {
    const left = 2 * place + 1;
    if (left >= size) return;
    const child = left + 1 < size && precedes(left + 1, left) ? left + 1 : left;
    if (!precedes(child, place)) return;
    swap(child, place);
    place = child;
  }
}
