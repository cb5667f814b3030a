import { NO_CHOICE, type RetentionLines, retentionLines, retentionOf } from "#domain/retention.ts";
import { forgetCounts, forgetSamples, forgetSearches, forgetShown, forgetVideos } from "#planning/forget.ts";
import type { PlannerState } from "#planning/state.ts";
import { deleteOldOfChannels, findOldChannels, nextChannels } from "#storage/retention/retention-channels.ts";
import { readDecision } from "#storage/retention/retention-decision.ts";
import { deleteOldFoundChannels } from "#storage/retention/retention-discoveries.ts";
import { deleteOldMeasures } from "#storage/retention/retention-measures.ts";
import { deleteOldRuns } from "#storage/retention/retention-runs.ts";
import { type Old, removeOld } from "#storage/retention/retention-steps.ts";
import { deleteOldOfVideos, findOldVideos, nextVideos } from "#storage/retention/retention-videos.ts";
import { BEFORE_ALL_IDS, type IdRange } from "#storage/sql/id-range.ts";
import { dropPartitions } from "#storage/videos/partitions.ts";
import { type CollectorDeps, type Holding, inOrder } from "./holding.ts";
import { undisturbed } from "./undisturbed.ts";

export type RetainDeps = Pick<CollectorDeps, "db" | "clock" | "report" | "retention">;

/** So many are looked at in some tens of milliseconds, and what has to go of them goes in as long again. */
const IDS_A_TIME = 500;

/**
 * Deletes everything that is older than the operator decided, in small steps between which others work; nothing while
 * nobody has decided. What planning knows of it leaves its memory in the step in which it leaves the rows.
 */
export async function retain(deps: RetainDeps, holding: Holding): Promise<void> {
  const { db, clock, report } = deps;
  const decided = retentionOf(deps.retention ?? NO_CHOICE, await readDecision(db));
  if (decided === null) return;
  const lines = retentionLines(decided, clock.now());
  if (lines.statistics !== null) {
    const dropped = await dropPartitions(db, lines.statistics);
    if (dropped.length > 0) report({ kind: "note", message: `Kept long enough and deleted: ${dropped.join(", ")}.` });
    await deleteOldRuns(db, lines.statistics);
    await deleteOldMeasures(db, lines.statistics);
  }
  await deleteOldFoundChannels(db, lines);
  await walk(
    holding,
    (after) => nextVideos(db, after, IDS_A_TIME),
    (range) => retainVideos(deps, holding, range, lines),
  );
  await walk(
    holding,
    (after) => nextChannels(db, after, IDS_A_TIME),
    (range) => retainChannels(deps, holding, range, lines),
  );
}

/** Works through all ids, range by range, until the holding is over. */
async function walk(
  holding: Holding,
  next: (after: string) => Promise<IdRange>,
  work: (range: IdRange) => Promise<void>,
): Promise<void> {
  for (let after: string | null = BEFORE_ALL_IDS; after !== null && !holding.over.signal.aborted; ) {
    const range = await next(after);
    await work(range);
    after = range.upTo;
  }
}

async function retainVideos(deps: RetainDeps, holding: Holding, range: IdRange, lines: RetentionLines): Promise<void> {
  await deleteOldOfVideos(deps.db, range, lines);
  const old = await undisturbed(holding, () => findOldVideos(deps.db, range, lines));
  if (old === null) return;
  await remove(deps, holding, { kind: "videos", old }, (state) => {
    forgetSamples(state, old.sampled, old.line);
    forgetShown(state, old.shown);
    forgetSearches(state, old.unheld);
    forgetVideos(state, old.removed);
  });
}

async function retainChannels(
  deps: RetainDeps,
  holding: Holding,
  range: IdRange,
  lines: RetentionLines,
): Promise<void> {
  await deleteOldOfChannels(deps.db, range, lines);
  const old = await undisturbed(holding, () => findOldChannels(deps.db, range, lines));
  if (old === null) return;
  await remove(deps, holding, { kind: "channels", old }, (state) => forgetCounts(state, old.counted, old.line));
}

/** Forgets and removes: memory at once, as whoever settles next must find it so, and the rows in their turn. */
async function remove(
  { db, clock }: RetainDeps,
  holding: Holding,
  old: Old,
  forget: (state: PlannerState) => void,
): Promise<void> {
  forget(holding.state);
  const held = await inOrder(holding, () => removeOld(db, holding.lease, old, clock.now()));
  if (!held) holding.over.abort();
}
