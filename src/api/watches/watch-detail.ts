import type { ReadPlanning } from "#api/operations/read-planning.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { WatchId } from "#domain/watch.ts";
import type { Policy } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import { readBucketShare } from "#storage/watches/watch-bucket.ts";
import { listWatchTasks, readWatch } from "#storage/watches/watch-reads.ts";
import { type Buckets, nextRunOf, watchItemOf } from "./watch-answer.ts";
import type { WatchDetail } from "./watches-contract.ts";

/** More are counted, not shown: `tasksLeft` has the number. */
const TASKS_SHOWN = 100;

export interface WatchDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly policy: Policy;
  /** `null` = it is not asked when the watch runs next: it was changed just now, and planning has yet to see that. */
  readonly readPlanning: ReadPlanning | null;
}

/** All there is to say of one watch: by the API, and by `viewcurve watch show --json`. `null` when there never was one. */
export async function readWatchDetail(
  { db, clock, policy, readPlanning }: WatchDeps,
  id: WatchId,
): Promise<WatchDetail | null> {
  const now = clock.now();
  const row = await readWatch(db, id, now);
  if (!row) return null;
  const tasks = await listWatchTasks(db, id, TASKS_SHOWN);
  return {
    ...watchItemOf(row, await readBuckets(db), now),
    tasks: tasks.map(({ publishedAfter, publishedBefore, openedAt, notBefore, ...task }) => ({
      ...task,
      publishedAfter: toIso(publishedAfter),
      publishedBefore: toIso(publishedBefore),
      openedAt: toIso(openedAt),
      notBefore: toIso(notBefore),
    })),
    ...nextRunOf(row, readPlanning && (await readPlanning()), policy, now),
    asOf: toIso(now),
  };
}

/** What all active watches draw from their buckets. */
export const readBuckets = async (db: Db): Promise<Buckets> => ({
  search: await readBucketShare(db, "search", null),
  chart: await readBucketShare(db, "chart", null),
});
