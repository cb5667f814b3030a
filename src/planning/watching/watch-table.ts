import type { TrackedWatch, WatchId, WatchSeen } from "#domain/watch.ts";

/** The watches that planning knows, and what each has shown of late. */
export class WatchTable {
  readonly #watches: Map<WatchId, TrackedWatch>;

  constructor(watches: readonly TrackedWatch[], _seen: readonly WatchSeen[]) {
    this.#watches = new Map(watches.map((watch) => [watch.id, watch]));
  }

  get(id: WatchId): TrackedWatch | undefined {
    return this.#watches.get(id);
  }
}
