import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedWatch, WatchId } from "#domain/watch.ts";
import type { Db } from "#storage/database.ts";
import { writeWatchPages } from "#storage/watches/watch-pages.ts";
import { writeWatchProgress } from "#storage/watches/watch-progress.ts";
import { readTrackedWatches } from "#storage/watches/watch-rows.ts";
import { addWatch } from "#storage/watches/watches.ts";
import { NOW } from "./now.ts";
import { seededVideoId } from "./seed.ts";

/** A watch that has run for ten days, with three runs kept, a stretch left to read, and six of the seeded videos. */
export async function seedWatch(db: Db): Promise<WatchId> {
  const createdAt = minus(NOW, days(10));
  const filters = { q: "sourdough", regionCode: "DE", order: "date" as const };
  const wish = {
    name: "Sourdough in Germany",
    source: { kind: "search" as const, filters },
    paused: false,
    cadence: { every: minutes(30), everyMin: minutes(10), everyMax: hours(24), share: 1 },
    since: minus(createdAt, days(30)),
  };
  const added = await addWatch(db, wish, createdAt);
  if (added.kind !== "added") throw new Error(added.kind);
  const { id } = added;
  const fresh = (await readTrackedWatches(db)).find((watch) => watch.id === id) as TrackedWatch;
  const ranAt = minus(NOW, minutes(12));
  const task = {
    publishedAfter: wish.since,
    publishedBefore: minus(createdAt, days(20)),
    openedAt: createdAt,
    pageToken: "CGQQAA",
    pages: 3,
    notBefore: NOW,
    attempts: 1,
    reason: "The day's searches were spent before it was read to the end.",
  };
  const progress = { watermark: ranAt, ranAt, runs: 480, calls: 510, found: 6, tasks: [task] };
  await writeWatchProgress(db, [{ ...fresh, ...progress }]);
  const page = (ago: ReturnType<typeof minutes>, videos: readonly number[], news: number, number = 0) => ({
    watchId: id,
    runAt: minus(NOW, ago),
    askedAt: plus(minus(NOW, ago), minutes(number)),
    page: number,
    publishedAfter: minus(minus(NOW, ago), hours(1)),
    publishedBefore: null,
    totalEstimate: 1_000_000,
    hits: videos.map((n) => ({ videoId: seededVideoId(n), publishedAt: minus(NOW, hours(n * 5)) })),
    firstRank: number * 50 + 1,
    news,
  });
  await writeWatchPages(db, [page(days(10) as never, [6], 1)]);
  await writeWatchPages(db, [page(minutes(42), [5, 4, 3], 3), page(minutes(42), [2], 1, 1)]);
  await writeWatchPages(db, [page(minutes(12), [1, 5], 1)]);
  return id;
}
