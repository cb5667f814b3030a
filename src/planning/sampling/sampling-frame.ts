import { type Budgets, type QuotaDay, quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { PlannerState } from "#planning/state.ts";
import { type Ladder, ladderFor } from "./ladder.ts";
import { densityInForce } from "./learn-density.ts";
import { type Pace, pacing, reckonedFrom } from "./pacing.ts";
import type { SamplingTerms } from "./sample-worth.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";
import { listUnitsLeft, type SamplingSource, samplingSource } from "./sampling-source.ts";

/** What a sampling call is planned within. */
export interface SamplingFrame {
  readonly day: QuotaDay;
  /** From when on YouTube may be asked. */
  readonly from: Instant;
  readonly source: SamplingSource;
  /** Whether the day's hour of comparison is held (comparison-hour.ts). */
  readonly compares: boolean;
  readonly ladder: Ladder;
  readonly terms: SamplingTerms;
  readonly pace: Pace;
}

/** The frame at an instant; `null` while no unit is left for sampling. */
export function samplingFrame(
  state: PlannerState,
  budgets: Budgets,
  policy: SamplingPolicy,
  now: Instant,
): SamplingFrame | null {
  const day = quotaDay(now);
  const source = samplingSource(state, budgets, policy, day, now);
  if (!source) return null;
  // Were uploads counted up to now, a plan would drift while nothing happens.
  const ladder = ladderFor(state.videos, policy, source, reckonedFrom(state.videos, day));
  const { tailInterval, panel } = ladder;
  return {
    day,
    from: source.from,
    source,
    compares: panel && source.via === "batch" && listUnitsLeft(budgets, policy, day, source.from) >= 1,
    ladder,
    terms: { ...policy, tailInterval, panel, density: densityInForce(state.learned, policy) },
    pace: pacing(state.videos, policy, source, ladder, day),
  };
}
