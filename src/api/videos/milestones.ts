import { isoOrNull } from "#api/http/iso.ts";
import { toIso } from "#domain/iso-time.ts";
import { MILESTONE_AGES } from "#domain/milestone.ts";
import { between, type Instant, inSeconds, milliseconds, plus } from "#domain/time.ts";
import type { SeriesRow, Target } from "#storage/videos/series.ts";
import type { VideoDetail } from "./video-detail-contract.ts";

type Milestone = VideoDetail["milestones"][number];

const NAMES: readonly Milestone["name"][] = ["60min", "24h", "7d", "30d"];

/** A sample further off than half the age tells nothing of it: a month is not shown by the counters of a year. */
const REACH = 0.5;

/** When each milestone of a video is due, and how far from it a sample may lie. */
export const milestoneTargets = (startAt: Instant): readonly Target[] =>
  MILESTONE_AGES.map((age) => ({ at: plus(startAt, age), reach: milliseconds(age * REACH) }));

/**
 * Each milestone with the sample nearest to it; the reader judges by `offsetSeconds` how near that is.
 *
 * @param samples those of `milestoneTargets`, in their order.
 */
export function milestonesOf(
  startAt: Instant | null,
  samples: readonly (SeriesRow | null)[],
  now: Instant,
): Milestone[] {
  return NAMES.flatMap((name, i) => {
    const age = MILESTONE_AGES[i];
    if (age === undefined) return [];
    const dueAt = startAt === null ? null : plus(startAt, age);
    const sample = samples[i] ?? null;
    return {
      name,
      dueAt: isoOrNull(dueAt),
      at: sample && toIso(sample.capturedAt),
      offsetSeconds: sample && dueAt !== null ? inSeconds(between(dueAt, sample.capturedAt)) : null,
      views: sample?.views ?? null,
      likes: sample?.likes ?? null,
      comments: sample?.comments ?? null,
      reason: sample ? null : dueAt === null ? "notStarted" : now < dueAt ? "notReached" : "notSampled",
    };
  });
}
