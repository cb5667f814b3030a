import { warpedAge } from "#domain/curve.ts";
import { MILESTONE_AGES } from "#domain/milestone.ts";
import type { Duration, Instant } from "#domain/time.ts";
import { inMilestoneShadow } from "./milestone-jobs.ts";
import { Ranking } from "./ranking.ts";
import type { Milestone, SamplingPolicy } from "./sampling-policy.ts";
import { rowAt, type VideoTable } from "./video-table.ts";

/*
 * The index: what a sample of a video is worth now, weight · h^2.5 with h = Δ ln(age + 10 min) since its last sample. The
 * error of an interpolated curve grows about so with the gap, and equal gaps in ln(age) are within 15 % of the best
 * schedule there is (docs/sampling.md). The exponent is 2 + ½, so that a scan needs no slow power.
 */

/** The age at which the last milestone lies, and the curve is done but for its tail. */
const YOUTH: Duration = MILESTONE_AGES.at(-1) ?? (0 as Duration);

const YOUTH_WARPED = warpedAge(YOUTH) - warpedAge(0 as Duration);

const power = (h: number): number => h * h * Math.sqrt(h);

/** The floor under a batch's mean index: what a sample is worth when a video has had its share for its youth. */
export const indexFloor = (policy: SamplingPolicy): number => power(YOUTH_WARPED / policy.samplesPerVideo);

/** The videos most worth a curve sample at an instant. */
export interface Worthiest {
  readonly slots: readonly number[];
  /** Their indices, highest first. */
  readonly values: readonly number[];
}

/**
 * The `capacity` videos of highest index at `at`, highest first; only those worth anything. Videos younger than the first
 * curve age, those taken, those missing and those whose milestone is near are passed over.
 *
 * @param among the slots to choose from; `null` = all.
 */
export function worthiest(
  table: VideoTable,
  policy: SamplingPolicy,
  milestones: readonly Milestone[],
  at: Instant,
  choice: { readonly capacity: number; readonly taken: ReadonlySet<number>; readonly among: readonly number[] | null },
): Worthiest {
  const { capacity, taken, among } = choice;
  const ranking = new Ranking(capacity, (slot) => rowAt(table, slot).id);
  const { startAt } = table.columns;
  const worth = worthFunction(table, policy, at);
  const youngest = at - policy.firstCurveAge;
  const count = among ? among.length : table.rows.length;
  for (let i = 0; i < count; i++) {
    const slot = among ? (among[i] ?? 0) : i;
    // NaN fails too: a video without a start has no age.
    if (!((startAt[slot] ?? Number.NaN) <= youngest)) continue;
    const value = worth(slot);
    if (value <= 0 || value < ranking.threshold || taken.has(slot)) continue;
    if (inMilestoneShadow(rowAt(table, slot), milestones, policy.milestoneShadow, at)) continue;
    ranking.offer(slot, value);
  }
  return ranking;
}

/** All slots worth at least `least` at an instant. */
export function worthAtLeast(table: VideoTable, policy: SamplingPolicy, at: Instant, least: number): number[] {
  const worth = worthFunction(table, policy, at);
  const slots: number[] = [];
  for (let slot = 0; slot < table.rows.length; slot++) if (worth(slot) >= least) slots.push(slot);
  return slots;
}

/** Fills a call when nothing is worth a sample: whatever was sampled longest ago, missing videos last. */
export function longestUnsampled(table: VideoTable, capacity: number, taken: ReadonlySet<number>): readonly number[] {
  const ranking = new Ranking(capacity, (slot) => rowAt(table, slot).id);
  if (capacity === 0) return ranking.slots;
  for (const slot of table.slotOf.values()) {
    if (taken.has(slot)) continue;
    const row = rowAt(table, slot);
    const since = row.last?.at ?? 0;
    ranking.offer(slot, row.missingSince === null ? -since : -since - Number.MAX_SAFE_INTEGER);
  }
  return ranking.slots;
}

/** The index of a slot at a fixed instant; NaN where there is no start. */
function worthFunction(table: VideoTable, policy: SamplingPolicy, at: Instant): (slot: number) => number {
  const { startAt, lastAt, warpedLast, weight } = table.columns;
  // Past its youth a video is worth a sample every `tailInterval`: then its gap reaches the floor's.
  const perTail = YOUTH_WARPED / policy.samplesPerVideo / policy.tailInterval;
  const never = Number.NaN;
  return (slot) => {
    const age = at - (startAt[slot] ?? never);
    const h =
      age > YOUTH ? (at - (lastAt[slot] ?? never)) * perTail : warpedAge(age as Duration) - (warpedLast[slot] ?? never);
    return h > 0 ? (weight[slot] ?? 0) * h * h * Math.sqrt(h) : 0;
  };
}
