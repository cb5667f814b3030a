import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Instant, plus } from "#domain/time.ts";
import { isSampled, type VideoColumns } from "#planning/videos/video-columns.ts";
import { idAt, type VideoTable } from "#planning/videos/video-table.ts";
import type { MilestoneJob } from "./milestone-group.ts";
import type { Milestone } from "./sampling-policy.ts";

/**
 * The milestones that can matter to the next forced call: those that open no later than the first of their deadlines,
 * and those missed so lately that a sample still helps; of each kind no more of a milestone than a call can carry,
 * earliest deadlines first, or latest-missed first. A milestone is pending when the last sample lies before its
 * window; that of a missing video is not, or an answer without it would be asked for again at once.
 *
 * @param among the slots that count; `null` = all.
 */
export function pendingMilestones(
  table: VideoTable,
  milestones: readonly Milestone[],
  from: Instant,
  among: ReadonlySet<number> | null = null,
): MilestoneJob[] {
  const late = milestones.flatMap((milestone, m) => lateJobs(table, milestone, m, from, among));
  const walks = milestones.map((milestone, m) => jobsInTime(table, milestone, m, from, among));
  const firsts = walks.map((jobs) => jobs.next());
  let horizon = late.length > 0 ? from : Number.POSITIVE_INFINITY;
  for (const first of firsts) if (!first.done) horizon = Math.min(horizon, first.value.deadline);
  const found: MilestoneJob[] = late;
  for (const [m, jobs] of walks.entries()) {
    let next = firsts[m];
    for (let count = 0; next && !next.done && next.value.open <= horizon && count < IDS_PER_CALL; count++) {
      found.push(next.value);
      next = jobs.next();
    }
  }
  return found;
}

/** Whether a video is about to be, or should be being, sampled for a milestone: then a curve sample now is wasted. */
export function inMilestoneShadow(
  { startAt, lastAt }: Pick<VideoColumns, "startAt" | "lastAt">,
  slot: number,
  milestones: readonly Milestone[],
  shadow: number,
  at: Instant,
): boolean {
  const start = startAt[slot] ?? Number.NaN;
  // A broadcast's counters may have been seen days before it began: its gap begins with it.
  const last = Math.max(start, lastAt[slot] ?? Number.NaN);
  for (const { age, half } of milestones) {
    const opens = start + age - half;
    if (last >= opens) continue;
    if (opens > at) return opens - at < shadow * (at - last);
    if (at <= opens + 2 * half) return true;
  }
  return false;
}

/** One milestone's jobs whose deadline has not passed, by rising deadline. Its windows are equal: that is by rising start. */
function* jobsInTime(
  table: VideoTable,
  milestone: Milestone,
  m: number,
  from: Instant,
  among: ReadonlySet<number> | null,
): Generator<MilestoneJob> {
  const slots = table.awaiting[m]?.slotsFor(milestone.half);
  for (const slot of slots?.from(from - milestone.age - milestone.half) ?? []) {
    const job = among?.has(slot) === false ? null : jobOf(table, milestone, slot);
    if (job) yield job;
  }
}

/** One milestone's jobs whose deadline has passed, but not the grace: the latest-missed. */
function lateJobs(
  table: VideoTable,
  milestone: Milestone,
  m: number,
  from: Instant,
  among: ReadonlySet<number> | null,
): MilestoneJob[] {
  const { startAt } = table.columns;
  const { age, half, grace } = milestone;
  const jobs: MilestoneJob[] = [];
  for (const slot of table.awaiting[m]?.slotsFor(half).before(from - age - half) ?? []) {
    if ((startAt[slot] ?? 0) < from - age - half - grace || jobs.length === IDS_PER_CALL) break;
    const job = among?.has(slot) === false ? null : jobOf(table, milestone, slot);
    if (job) jobs.push(job);
  }
  return jobs;
}

/** The job of a slot that awaits a milestone; `null` when it is not pending. */
function jobOf(table: VideoTable, { age, half }: Milestone, slot: number): MilestoneJob | null {
  const { startAt, lastAt, missingSince } = table.columns;
  const target = plus((startAt[slot] ?? 0) as Instant, age);
  const open = (target - half) as Instant;
  if (!Number.isNaN(missingSince[slot] ?? Number.NaN)) return null;
  if (isSampled(table.columns, slot) && (lastAt[slot] ?? 0) >= open) return null;
  return { id: idAt(table, slot), target, open, deadline: plus(target, half) };
}

/** The first milestones ahead, at most `count` of each, whether or not they matter to the next call. */
export function milestonesAhead(
  table: VideoTable,
  milestones: readonly Milestone[],
  from: Instant,
  count: number,
): MilestoneJob[] {
  const jobs: MilestoneJob[] = [];
  for (const [m, milestone] of milestones.entries()) {
    let found = 0;
    for (const job of jobsInTime(table, milestone, m, from, null)) {
      if (found++ === count) break;
      jobs.push(job);
    }
  }
  return jobs;
}
