import { FIRST_HOUR } from "#domain/milestone.ts";
import { type Instant, minus, minutes, plus } from "#domain/time.ts";
import { DEFAULT_SAMPLING } from "#planning/sampling/sampling-policy.ts";
import { PAUSE_MOST, type Span } from "./soak-mishaps.ts";

/** A video as the world has it. */
export interface TrueVideo {
  readonly startAt: Instant;
  /** `null` = it stays. */
  readonly goneAt: Instant | null;
}

export interface MilestoneCount {
  /** Milestones whose window a video lived through, known and with YouTube there. */
  readonly milestonesDue: number;
  readonly milestonesKept: number;
  readonly missedMilestones: number;
  /** Those of videos published in the stretch that were not known when the window opened. */
  readonly undiscovered: number;
}

/**
 * What counts as in time: for the first hour what a sample may be off and still be taken for measured, else the window that
 * the schedule aims at.
 */
const WINDOWS = DEFAULT_SAMPLING.milestones.map(({ age, half }) => ({
  age,
  half: age === FIRST_HOUR ? minutes(3) : half,
}));

/** Which milestones a sample is in time for, as bits. */
export function milestonesAt(startAt: Instant, sampledAt: Instant): number {
  let bits = 0;
  for (const [index, { age, half }] of WINDOWS.entries()) {
    if (Math.abs(sampledAt - startAt - age) <= half) bits |= 1 << index;
  }
  return bits;
}

/** How far back videos may have started to have a milestone in a stretch. */
export const firstStartOf = ({ from }: Span): Instant =>
  WINDOWS.reduce((first, { age, half }) => Math.min(first, from - age - half), Number.POSITIVE_INFINITY) as Instant;

/**
 * Holds what was sampled against the milestones that there were.
 *
 * @param seenAt when a video was known; `null` = never.
 * @param sampled the milestones sampled in time, as `milestonesAt` gives them.
 */
export function countMilestones<Video extends TrueVideo>(
  videos: Iterable<Video>,
  { seenAt, sampled }: { seenAt(video: Video): Instant | null; sampled(video: Video): number },
  stretch: Span,
  outage: Span,
): MilestoneCount {
  const count = { milestonesDue: 0, milestonesKept: 0, missedMilestones: 0, undiscovered: 0 };
  const outageUntil = plus(outage.until, PAUSE_MOST);
  for (const video of videos) {
    const seen = seenAt(video);
    const bits = sampled(video);
    for (const [index, { age, half }] of WINDOWS.entries()) {
      const opens = minus(plus(video.startAt, age), half);
      const closes = plus(plus(video.startAt, age), half);
      if (opens < stretch.from || closes >= stretch.until) continue;
      if (video.goneAt !== null && video.goneAt <= closes) continue;
      if (opens < outageUntil && closes >= outage.from) continue;
      if (seen === null || seen > opens) {
        // Of what was published before, the back-fill learns in its own time.
        if (video.startAt >= stretch.from) count.undiscovered += 1;
        continue;
      }
      count.milestonesDue += 1;
      if ((bits & (1 << index)) !== 0) count.milestonesKept += 1;
      else count.missedMilestones += 1;
    }
  }
  return count;
}
