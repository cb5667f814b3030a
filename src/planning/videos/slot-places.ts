import type { Places } from "#planning/due-queue.ts";

/** Where slots stand in a heap: four bytes each, where a `Map` takes ten times that. */
export class SlotPlaces implements Places<number> {
  /** A place and one, so that 0 says nowhere. */
  #places = new Int32Array(64);

  get(slot: number): number | undefined {
    const place = this.#places[slot] ?? 0;
    return place === 0 ? undefined : place - 1;
  }

  set(slot: number, place: number): void {
    if (slot >= this.#places.length) {
      const grown = new Int32Array(Math.ceil((slot + 1) * 1.5));
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places[slot] = place + 1;
  }

  delete(slot: number): void {
    this.#places[slot] = 0;
  }
}
