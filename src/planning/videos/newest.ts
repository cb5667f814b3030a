/** The newest of many instants that come and go. NaN is none. */
export class Newest {
  /** -Infinity when there is none; NaN when it left and the next is not known yet. */
  #newest = Number.NEGATIVE_INFINITY;
  #count = 0;

  add(at: number): void {
    if (at > this.#newest) {
      this.#newest = at;
      this.#count = 1;
    } else if (at === this.#newest) this.#count++;
  }

  remove(at: number): void {
    if (at === this.#newest && --this.#count === 0) this.#newest = Number.NaN;
  }

  /**
   * The newest instant, `null` when there is none. Usually known: samples only get newer, so it has to be sought among
   * `all` only after the videos of the last call were dropped.
   */
  newest(all: () => readonly number[]): number | null {
    if (Number.isNaN(this.#newest)) {
      this.#newest = Number.NEGATIVE_INFINITY;
      for (const at of all()) this.add(at);
    }
    return Number.isFinite(this.#newest) ? this.#newest : null;
  }
}
