import type { Duration, Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";

/** A video's milestone as a job: to be sampled between `open` and `deadline`, best at `target`. */
export interface MilestoneJob {
  readonly id: VideoId;
  readonly open: Instant;
  readonly target: Instant;
  readonly deadline: Instant;
}

/** The jobs of one call, and when it leaves. */
export interface MilestoneGroup {
  readonly jobs: readonly MilestoneJob[];
  readonly at: Instant;
}

/**
 * The next forced call: the earliest deadline d, and with it the jobs that open by then, earliest deadline first, up to
 * the capacity. Repeated, this needs the fewest calls there can be (docs/sampling.md has the proof). The call may
 * leave at any instant at which all of them are open; it leaves at the median target of its narrowest jobs, clamped
 * into that span: minutes mean nothing to a milestone of days.
 *
 * Jobs whose deadline has passed go at once, the latest-missed first: the value of a late sample falls, and under
 * overload oldest-first would make every sample late. They come after jobs that can still be in time.
 *
 * @param from the earliest instant at which the call can leave. `null` when there are no jobs.
 */
export function nextGroup(jobs: readonly MilestoneJob[], from: Instant, capacity: number): MilestoneGroup | null {
  const first = jobs.reduce((least, job) => Math.min(least, job.deadline), Number.POSITIVE_INFINITY);
  if (first === Number.POSITIVE_INFINITY) return null;
  const horizon = Math.max(first, from);
  const open = jobs.filter((job) => job.open <= horizon);
  const inTime = open.filter((job) => job.deadline >= from).sort(byDeadline);
  const late = open.filter((job) => job.deadline < from).sort((a, b) => byDeadline(b, a));
  const chosen = [...inTime, ...late].slice(0, capacity);
  if (late.length > 0) return { jobs: chosen, at: from };
  const width = Math.min(...chosen.map((job) => job.deadline - job.open));
  const narrowest = chosen.filter((job) => job.deadline - job.open <= width);
  const opens = Math.max(from, ...chosen.map((job) => job.open));
  const closes = Math.min(...chosen.map((job) => job.deadline));
  return { jobs: chosen, at: Math.min(closes, Math.max(opens, medianTarget(narrowest))) as Instant };
}

function medianTarget(jobs: readonly MilestoneJob[]): Duration {
  const targets = jobs.map((job) => job.target).sort((a, b) => a - b);
  const upper = targets[targets.length >> 1] ?? 0;
  const lower = targets[(targets.length - 1) >> 1] ?? 0;
  return Math.round((lower + upper) / 2) as Duration;
}

/** Earliest deadline first, then by id. */
export function byDeadline(a: MilestoneJob, b: MilestoneJob): number {
  if (a.deadline !== b.deadline) return a.deadline - b.deadline;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
