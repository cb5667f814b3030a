import { days, hours, minus, plus } from "#domain/time.ts";
import { budgetsOf } from "#planning/budgets.ts";
import { samplingFrame } from "#planning/sampling/sampling-frame.ts";
import { ensurePartitions } from "#storage/partitions.ts";
import { enqueueStaleRescores, listRescoreTasks, rescoreChannel } from "#storage/scores.ts";
import { tidyLogs } from "#storage/tidy-logs.ts";
import { type CollectorDeps, type Holding, rest } from "./holding.ts";
import { purgeChannels } from "./purge-channels.ts";
import { retain } from "./retain.ts";

/** Partitions are made this far ahead, so that a month's end never waits for a table. */
const PARTITIONS_AHEAD = days(45);
/** Lifetime medians drift slowly: a day-old one is good enough. */
const SCORE_AGE_MAX = days(1);
const UPKEEP_EVERY = hours(1);
/** What is kept long enough goes half a day ahead of its limit (domain/retention.ts): a look may be late. */
const RETAIN_EVERY = hours(6);
const TASKS_A_ROUND = 50;

/**
 * What has to be done besides calling YouTube: partitions ahead of time, scores that lag behind their medians, and the
 * removal of what is kept no longer or wanted no more.
 */
export async function keepHouse(deps: CollectorDeps, holding: Holding): Promise<void> {
  const { db, clock } = deps;
  let upkeepAt = plus(clock.now(), UPKEEP_EVERY);
  let retainAt = clock.now();
  await tidyLogs(db, clock.now());
  while (!holding.over.signal.aborted) {
    await purgeChannels(deps, holding);
    if (clock.now() >= retainAt) {
      retainAt = plus(clock.now(), RETAIN_EVERY);
      await retain(deps, holding);
    }
    await rescoreAll(deps, holding);
    await rest(deps, holding, "housekeeping", upkeepAt);
    if (clock.now() < upkeepAt) continue;
    await upkeep(deps);
    await tidyLogs(db, clock.now());
    reportBreach(deps, holding);
    upkeepAt = plus(clock.now(), UPKEEP_EVERY);
  }
}

/** Makes what the coming weeks need, and queues scores that have grown old. Done once before any lane runs. */
export async function upkeep({ db, clock }: CollectorDeps): Promise<void> {
  const now = clock.now();
  await ensurePartitions(db, minus(now, days(1)), plus(now, PARTITIONS_AHEAD));
  await enqueueStaleRescores(db, minus(now, SCORE_AGE_MAX), now);
}

function reportBreach({ clock, policy, report }: CollectorDeps, { state, projects, testable }: Holding): void {
  const breach = samplingFrame(state, budgetsOf(projects, testable), policy.sampling, clock.now())?.ladder.breach;
  if (breach) report({ kind: "capacityBreach", message: breach });
}

async function rescoreAll({ db, clock, performancePool }: CollectorDeps, holding: Holding): Promise<void> {
  while (!holding.over.signal.aborted) {
    const due = await listRescoreTasks(db, TASKS_A_ROUND);
    if (due.length === 0) return;
    for (const channelId of due) await rescoreChannel(db, channelId, clock.now(), performancePool);
  }
}
