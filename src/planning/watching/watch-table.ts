import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { seenFrom, type TrackedWatch, type WatchId, type WatchPage, type WatchSeen } from "#domain/watch.ts";

interface Entry {
  watch: TrackedWatch;
  readonly seen: Map<VideoId, Instant>;
  /** The publications of what was seen, rising; `null` = to be sorted when next asked for. */
  rising: readonly Instant[] | null;
  /** Nothing seen was published before this; it saves looking. */
  keptFrom: Instant;
}

/**
 * The watches, in the order of their ids, and what each has shown of late. What is forgotten follows from the rows
 * (`seenFrom`), so that a table read back knows what this one does.
 */
export class WatchTable {
  readonly #entries = new Map<WatchId, Entry>();
  #ordered: readonly TrackedWatch[] | null = null;

  constructor(watches: readonly TrackedWatch[], seen: readonly WatchSeen[]) {
    for (const watch of watches) this.#entries.set(watch.id, entryOf(watch));
    for (const { watchId, videoId, publishedAt } of seen) {
      const entry = this.#entries.get(watchId);
      if (entry && publishedAt >= seenFrom(entry.watch)) entry.seen.set(videoId, publishedAt);
    }
  }

  get(id: WatchId): TrackedWatch | undefined {
    return this.#entries.get(id)?.watch;
  }

  /** All watches by id: sums over them come out the same after a restart. */
  inOrder(): readonly TrackedWatch[] {
    this.#ordered ??= [...this.#entries.values()].map(({ watch }) => watch).sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.#ordered;
  }

  hasSeen(id: WatchId, videoId: VideoId): boolean {
    return this.#entries.get(id)?.seen.has(videoId) ?? false;
  }

  /** When what a watch remembers was published, rising. */
  seenPublications(id: WatchId): readonly Instant[] {
    const entry = this.#entries.get(id);
    if (!entry) return [];
    entry.rising ??= [...entry.seen.values()].sort((a, b) => a - b);
    return entry.rising;
  }

  /** Puts a row in the place of the one with its id, and forgets what the new one no longer needs. */
  put(watch: TrackedWatch): void {
    this.#ordered = null;
    const entry = this.#entries.get(watch.id);
    if (!entry) {
      this.#entries.set(watch.id, entryOf(watch));
      return;
    }
    entry.watch = watch;
    const from = seenFrom(watch);
    if (from <= entry.keptFrom) return;
    entry.keptFrom = from;
    for (const [videoId, publishedAt] of entry.seen) if (publishedAt < from) entry.seen.delete(videoId);
    entry.rising = null;
  }

  /** Takes in what a page showed. */
  see({ watchId, hits }: Pick<WatchPage, "watchId" | "hits">): void {
    const entry = this.#entries.get(watchId);
    if (!entry) return;
    const from = seenFrom(entry.watch);
    for (const { videoId, publishedAt } of hits) {
      // A broadcast's publication moves to its start.
      if (publishedAt >= from) entry.seen.set(videoId, publishedAt);
      else entry.seen.delete(videoId);
    }
    entry.rising = null;
  }

  /** Forgets that a watch has shown a video: its row was deleted. */
  forget(id: WatchId, videoId: VideoId): void {
    const entry = this.#entries.get(id);
    if (entry?.seen.delete(videoId)) entry.rising = null;
  }

  drop(id: WatchId): void {
    this.#ordered = null;
    this.#entries.delete(id);
  }
}

const entryOf = (watch: TrackedWatch): Entry => ({ watch, seen: new Map(), rising: null, keptFrom: 0 as Instant });
