import { days, hours, minus, plus } from "#domain/time.ts";
import { budgetsOf } from "#planning/budgets.ts";
import { samplingFrame } from "#planning/sampling/sampling-frame.ts";
import { deriveImported } from "#storage/imports/derive-imported.ts";
import { tidyLogs } from "#storage/retention/tidy-logs.ts";
import { refreshEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { enqueueStaleRescores, listRescoreTasks, rescoreChannel } from "#storage/scores/scores.ts";
import { refreshTypical } from "#storage/scores/typical.ts";
import { enqueueStaleTypicals, listTypicalTasks } from "#storage/scores/typical-tasks.ts";
import { refreshVelocityTypical } from "#storage/scores/velocity-typical.ts";
import { fillSearchTerms } from "#storage/search/search-fill.ts";
import { BEFORE_ALL_IDS } from "#storage/sql/id-range.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { keepForecasts } from "./forecasts.ts";
import { type CollectorDeps, type Holding, rest } from "./holding.ts";
import { purgeChannels } from "./purge-channels.ts";
import { retain } from "./retain.ts";

/** Partitions are made this far ahead, so that a month's end never waits for a table. */
const PARTITIONS_AHEAD = days(45);
/** Lifetime medians drift slowly: a day-old one is good enough. */
const SCORE_AGE_MAX = days(1);
/** Between its videos' milestones, which ask for it at once, a channel's usual curve moves as slowly. */
const TYPICAL_AGE_MAX = days(1);
const UPKEEP_EVERY = hours(1);
/** What is kept long enough goes half a day ahead of its limit (domain/retention.ts): a look may be late. */
const RETAIN_EVERY = hours(6);
const TASKS_A_ROUND = 50;
/** Each takes some milliseconds; scores, which people wait for, are not to stand behind more of them. */
const TYPICALS_A_ROUND = 20;

/**
 * What has to be done besides calling YouTube: partitions ahead of time, scores that lag behind their medians, and the
 * removal of what is kept no longer or wanted no more.
 */
export async function keepHouse(deps: CollectorDeps, holding: Holding): Promise<void> {
  const { db, clock } = deps;
  let upkeepAt = plus(clock.now(), UPKEEP_EVERY);
  let retainAt = clock.now();
  /** Videos up to here are in the index of words; null = all. Those of before there was one are not until this has passed. */
  let indexedTo: string | null = BEFORE_ALL_IDS;
  await tidyLogs(db, clock.now());
  while (!holding.over.signal.aborted) {
    await purgeChannels(deps, holding);
    if (clock.now() >= retainAt) {
      retainAt = plus(clock.now(), RETAIN_EVERY);
      await retain(deps, holding);
    }
    await finishImports(deps, holding);
    await rescoreAll(deps, holding);
    const more = await refreshTypicals(deps, holding);
    if (indexedTo !== null) indexedTo = await fillSearchTerms(db, indexedTo);
    if (!more && indexedTo === null) await rest(deps, holding, "housekeeping", upkeepAt);
    if (clock.now() < upkeepAt) continue;
    await upkeep(deps);
    await refreshVelocityTypical(db, clock.now());
    await refreshEngagementPriors(db, clock.now());
    await keepForecasts(deps, holding);
    await tidyLogs(db, clock.now());
    reportBreach(deps, holding);
    upkeepAt = plus(clock.now(), UPKEEP_EVERY);
  }
}

/** Makes what the coming weeks need, and queues scores and usual curves that have grown old. Done once before any lane runs. */
export async function upkeep({ db, clock }: CollectorDeps): Promise<void> {
  const now = clock.now();
  await ensurePartitions(db, minus(now, days(1)), plus(now, PARTITIONS_AHEAD));
  await enqueueStaleRescores(db, minus(now, SCORE_AGE_MAX), now);
  await enqueueStaleTypicals(db, minus(now, TYPICAL_AGE_MAX), now);
}

function reportBreach({ clock, policy, report }: CollectorDeps, { state, projects, testable }: Holding): void {
  const breach = samplingFrame(state, budgetsOf(projects, testable), policy.sampling, clock.now())?.ladder.breach;
  if (breach) report({ kind: "capacityBreach", message: breach });
}

/** What an import that was killed left undone, and samples of videos that became known since. */
async function finishImports({ db, clock, performancePool }: CollectorDeps, holding: Holding): Promise<void> {
  for await (const _ of deriveImported(db, () => clock.now(), performancePool)) if (holding.over.signal.aborted) return;
}

async function rescoreAll({ db, clock, performancePool }: CollectorDeps, holding: Holding): Promise<void> {
  while (!holding.over.signal.aborted) {
    const due = await listRescoreTasks(db, TASKS_A_ROUND);
    if (due.length === 0) return;
    for (const channelId of due) await rescoreChannel(db, channelId, clock.now(), performancePool);
  }
}

/** Takes some channels' usual curves anew; gives whether more may wait. */
async function refreshTypicals({ db, clock }: CollectorDeps, holding: Holding): Promise<boolean> {
  const due = await listTypicalTasks(db, clock.now(), TYPICALS_A_ROUND);
  for (const channelId of due) {
    if (holding.over.signal.aborted) return false;
    await refreshTypical(db, channelId, clock.now());
  }
  return due.length === TYPICALS_A_ROUND;
}
