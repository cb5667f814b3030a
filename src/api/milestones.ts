import { MILESTONE_AGES } from "#domain/milestone.ts";
import { between, type Duration, type Instant, inSeconds, plus, toIso } from "#domain/time.ts";
import type { SeriesRow } from "#storage/series.ts";
import type { VideoDetail } from "./contract.ts";
import { isoOrNull } from "./iso.ts";

type Milestone = VideoDetail["milestones"][number];

const NAMES: readonly Milestone["name"][] = ["60min", "24h", "7d", "30d"];

/** A sample further off than half the age tells nothing of it: a month is not shown by the counters of a year. */
const REACH = 0.5;

/** When each milestone of a video is due. */
export const milestoneInstants = (startAt: Instant): readonly Instant[] =>
  MILESTONE_AGES.map((age) => plus(startAt, age));

/** Each milestone with the sample nearest to it; the reader judges by `offsetSeconds` how near that is. */
export function milestonesOf(startAt: Instant | null, samples: readonly SeriesRow[], now: Instant): Milestone[] {
  return NAMES.flatMap((name, i) => {
    const age = MILESTONE_AGES[i];
    if (age === undefined) return [];
    const dueAt = startAt === null ? null : plus(startAt, age);
    const sample = dueAt === null ? null : nearest(samples, dueAt, age);
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

function nearest(samples: readonly SeriesRow[], dueAt: Instant, age: Duration): SeriesRow | null {
  const away = (sample: SeriesRow): number => Math.abs(between(dueAt, sample.capturedAt));
  const [best] = samples.filter((sample) => away(sample) <= age * REACH).toSorted((a, b) => away(a) - away(b));
  return best ?? null;
}
