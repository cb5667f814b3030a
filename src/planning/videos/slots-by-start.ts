/** What slots are ordered by: rising start, then id. Neither may change while a slot is listed. */
export interface StartOrder {
  startOf(slot: number): number;
  idOf(slot: number): string;
}

/** Large enough that half a million slots are a thousand chunks, small enough that a splice moves few. */
const CHUNK_MAX = 512;

/**
 * Slots by rising start, then id, in chunks: putting one in or taking one out moves a few hundred of its neighbours, not
 * half a million.
 */
export class SlotsByStart {
  readonly #order: StartOrder;
  /** None is empty. */
  #chunks: number[][] = [];

  constructor(order: StartOrder, slots: readonly number[]) {
    this.#order = order;
    const sorted = slots.toSorted((a, b) => this.#compare(a, b));
    const half = CHUNK_MAX / 2;
    for (let i = 0; i < sorted.length; i += half) this.#chunks.push(sorted.slice(i, i + half));
  }

  add(slot: number): void {
    const c = Math.max(
      0,
      this.#lastChunk((first) => this.#compare(first, slot) <= 0),
    );
    const chunk = this.#chunks[c];
    if (!chunk) {
      this.#chunks.push([slot]);
      return;
    }
    chunk.splice(
      lowerBound(chunk, (other) => this.#compare(other, slot) < 0),
      0,
      slot,
    );
    if (chunk.length > CHUNK_MAX) this.#chunks.splice(c + 1, 0, chunk.splice(CHUNK_MAX / 2));
  }

  /** Takes out a slot that is listed. */
  remove(slot: number): void {
    const c = this.#lastChunk((first) => this.#compare(first, slot) <= 0);
    const chunk = this.#chunks[c] ?? [];
    const place = lowerBound(chunk, (other) => this.#compare(other, slot) < 0);
    if (chunk[place] !== slot) throw new Error(`slot ${slot} is not listed`);
    chunk.splice(place, 1);
    if (chunk.length === 0) this.#chunks.splice(c, 1);
  }

  /** How many start before an instant. */
  countBefore(startAt: number): number {
    const [c, place] = this.#placeOf(startAt);
    let count = place;
    for (let i = 0; i < c; i++) count += this.#chunks[i]?.length ?? 0;
    return count;
  }

  /** Those that start at an instant or later, by rising start. */
  *from(startAt: number): Generator<number, undefined> {
    const [c, place] = this.#placeOf(startAt);
    for (let i = c; i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i] ?? [];
      for (let j = i === c ? place : 0; j < chunk.length; j++) yield chunk[j] ?? 0;
    }
  }

  /** Those that start before an instant, by falling start. */
  *before(startAt: number): Generator<number, undefined> {
    const [c, place] = this.#placeOf(startAt);
    for (let i = c; i >= 0; i--) {
      const chunk = this.#chunks[i] ?? [];
      for (let j = (i === c ? place : chunk.length) - 1; j >= 0; j--) yield chunk[j] ?? 0;
    }
  }

  /** The chunk, and the place in it, of the first that starts at an instant or later. */
  #placeOf(startAt: number): readonly [chunk: number, place: number] {
    const isBefore = (slot: number): boolean => this.#order.startOf(slot) < startAt;
    const c = Math.max(0, this.#lastChunk(isBefore));
    return [c, lowerBound(this.#chunks[c] ?? [], isBefore)];
  }

  /** The last chunk whose first slot satisfies a condition that holds up to some chunk; −1 when none does. */
  #lastChunk(holds: (first: number) => boolean): number {
    return lowerBound(this.#chunks, (chunk) => holds(chunk[0] ?? 0)) - 1;
  }

  #compare(a: number, b: number): number {
    const difference = this.#order.startOf(a) - this.#order.startOf(b);
    if (difference !== 0) return difference;
    const [idA, idB] = [this.#order.idOf(a), this.#order.idOf(b)];
    return idA < idB ? -1 : idA > idB ? 1 : 0;
  }
}

/** The first place of a list at which a condition that holds up to some place holds no more. */
function lowerBound<Item>(list: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
