import { between, type Instant, inMinutes } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { WatchedVideo, WatchWorld } from "./watch-world.ts";
import type { WatchYouTube } from "./watch-youtube.ts";

/** What became of a loop, by an account of its own: what search showed at its runs, and what it has taken in. */
export class WatchJudge {
  readonly #youtube: WatchYouTube;
  readonly #judgedUntil: Instant;
  /** By query: what has not been shown yet, and what has been. */
  readonly #hidden: Map<string, readonly WatchedVideo[]>;
  readonly #present = new Map<string, Map<VideoId, WatchedVideo>>();
  readonly #found = new Map<string, Map<VideoId, Instant>>();
  #runs = 0;
  #usefulPages = 0;
  #calls = 0;
  #duplicates = 0;

  /** @param judgedUntil what search shows for the first time later is not asked of the loop. */
  constructor(world: WatchWorld, youtube: WatchYouTube, judgedUntil: Instant) {
    this.#youtube = youtube;
    this.#judgedUntil = judgedUntil;
    this.#hidden = new Map(world.byQuery);
  }

  /** A call has left, whatever became of it. */
  called(): void {
    this.#calls += 1;
  }

  /** A run begins: everything that search could show now counts. */
  ran(q: string, at: Instant): void {
    this.#runs += 1;
    if (at >= this.#judgedUntil) return;
    const present = this.#present.get(q) ?? new Map<VideoId, WatchedVideo>();
    this.#present.set(q, present);
    const still: WatchedVideo[] = [];
    for (const video of this.#hidden.get(q) ?? []) {
      if (video.publishedAt <= at && this.#youtube.isShown(q, video, at)) present.set(video.id, video);
      else still.push(video);
    }
    this.#hidden.set(q, still);
  }

  /**
   * A page was taken in.
   *
   * @param reported the videos that the loop took for new.
   */
  read(q: string, ids: readonly VideoId[], reported: number, isFirst: boolean, at: Instant): void {
    const found = this.#found.get(q) ?? new Map<VideoId, Instant>();
    this.#found.set(q, found);
    const news = ids.filter((id) => !found.has(id));
    for (const id of news) found.set(id, at);
    if (!isFirst && news.length > 0) this.#usefulPages += 1;
    this.#duplicates += Math.max(0, reported - news.length);
  }

  verdict() {
    let present = 0;
    let seen = 0;
    const waits: number[] = [];
    for (const [q, videos] of this.#present) {
      const found = this.#found.get(q);
      for (const video of videos.values()) {
        present += 1;
        const at = found?.get(video.id);
        if (at === undefined) continue;
        seen += 1;
        waits.push(inMinutes(between(video.publishedAt, at)));
      }
    }
    waits.sort((a, b) => a - b);
    return {
      recall: present === 0 ? 1 : seen / present,
      missed: present - seen,
      present,
      duplicates: this.#duplicates,
      calls: this.#calls,
      runs: this.#runs,
      usefulPages: this.#usefulPages,
      callsOverLeast: this.#calls / Math.max(1, this.#runs + this.#usefulPages),
      medianMinutesToSight: waits[waits.length >> 1] ?? 0,
    };
  }
}
