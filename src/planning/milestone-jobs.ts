import { type Instant, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { MilestoneJob } from "./milestone-group.ts";
import type { Milestone } from "./sampling-policy.ts";
import { firstStartingFrom, rowAt, type VideoTable } from "./video-table.ts";

/**
 * The milestones that can matter to the next forced call: those that open no later than the first of their deadlines,
 * and those missed so lately that a sample still helps. A milestone is pending when the last sample lies before its
 * window; that of a missing video is not, or an answer without it would be asked for again at once.
 */
export function pendingMilestones(table: VideoTable, milestones: readonly Milestone[], from: Instant): MilestoneJob[] {
  const walks = milestones.map((milestone, m) => walk(table, milestone, table.awaiting[m] ?? [], from));
  const firsts = walks.map((jobs) => jobs.next());
  let horizon = Number.POSITIVE_INFINITY;
  for (const first of firsts) if (!first.done) horizon = Math.min(horizon, first.value.deadline);
  horizon = Math.max(horizon, from);
  const found: MilestoneJob[] = [];
  for (const [m, jobs] of walks.entries()) {
    let next = firsts[m];
    while (next && !next.done && next.value.open <= horizon) {
      found.push(next.value);
      next = jobs.next();
    }
  }
  return found;
}

/** Whether a video is about to be, or should be being, sampled for a milestone: then a curve sample now is wasted. */
export function inMilestoneShadow(
  row: TrackedVideo,
  milestones: readonly Milestone[],
  shadow: number,
  at: Instant,
): boolean {
  if (row.startAt === null) return false;
  const last = row.last?.at ?? row.startAt;
  for (const { age, half } of milestones) {
    const opens = row.startAt + age - half;
    if (last >= opens) continue;
    if (opens > at) return opens - at < shadow * (at - last);
    if (at <= opens + 2 * half) return true;
  }
  return false;
}

/** One milestone's pending jobs by rising deadline. All windows of a milestone are equal, so that is by rising start. */
function* walk(
  table: VideoTable,
  { age, half, grace }: Milestone,
  list: readonly number[],
  from: Instant,
): Generator<MilestoneJob, undefined> {
  for (let i = firstStartingFrom(table, list, from - age - half - grace); i < list.length; i++) {
    const row = rowAt(table, list[i] ?? 0);
    if (row.startAt === null || row.missingSince !== null) continue;
    const target = plus(row.startAt, age);
    const job = { id: row.id, target, open: (target - half) as Instant, deadline: plus(target, half) };
    if (row.last === null || row.last.at < job.open) yield job;
  }
}
