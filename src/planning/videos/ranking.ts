/** Keeps the best few of many slots that are offered one by one: highest value first, then smallest id. */
export class Ranking {
  readonly slots: number[] = [];
  readonly values: number[] = [];
  readonly #capacity: number;
  readonly #idOf: (slot: number) => string;
  #threshold: number;

  constructor(capacity: number, idOf: (slot: number) => string) {
    this.#capacity = capacity;
    this.#idOf = idOf;
    this.#threshold = this.#leastKept();
  }

  /** The value that an offer must at least have to be kept. */
  get threshold(): number {
    return this.#threshold;
  }

  clear(): void {
    this.slots.length = 0;
    this.values.length = 0;
    this.#threshold = this.#leastKept();
  }

  offer(slot: number, value: number): void {
    if (this.#capacity === 0 || value < this.threshold) return;
    let place = this.slots.length;
    while (place > 0 && this.#precedes(slot, value, place - 1)) place--;
    if (place === this.#capacity) return;
    this.slots.splice(place, 0, slot);
    this.values.splice(place, 0, value);
    if (this.slots.length > this.#capacity) {
      this.slots.pop();
      this.values.pop();
    }
    this.#threshold = this.#leastKept();
  }

  #leastKept(): number {
    if (this.slots.length < this.#capacity) return Number.NEGATIVE_INFINITY;
    return this.values.at(-1) ?? Number.POSITIVE_INFINITY;
  }

  // Equal values are told apart by id, never by the order of the offers: that depends on how the state came about.
  #precedes(slot: number, value: number, place: number): boolean {
    const other = this.values[place] ?? Number.NEGATIVE_INFINITY;
    if (value !== other) return value > other;
    return this.#idOf(slot) < this.#idOf(this.slots[place] ?? slot);
  }
}
