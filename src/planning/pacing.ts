import type { QuotaDay } from "#domain/quota.ts";
import { between, type Instant, inMinutes, latest, milliseconds, plus } from "#domain/time.ts";
import type { Demand } from "./demand.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";
import type { SamplingSource } from "./sampling-source.ts";
import { lastResampledAt, type VideoTable } from "./video-table.ts";

/** From when on calls may leave, so that the units last until the reset and none is left over. */
export interface Pace {
  readonly milestonesFrom: Instant;
  /** `null` when milestones need all that is left. */
  readonly curvesFrom: Instant | null;
}

/**
 * Curve samples share evenly what milestones and a small reserve leave of the day. Milestones go at their instant even
 * ahead of the pace, as long as the units left can be expected to carry all of them to the reset; when they cannot,
 * every call is spaced evenly, for a first hour late by minutes is worth more than an evening without any.
 *
 * Everything is reckoned from the last sampling call, so the answer stays the same while nothing happens.
 */
export function pacing(
  table: VideoTable,
  policy: SamplingPolicy,
  source: SamplingSource,
  demand: Demand,
  day: QuotaDay,
): Pace {
  const base = latest(day.startsAt, lastResampledAt(table) ?? day.startsAt);
  const time = between(base, day.resetsAt);
  const expected = demand.callsPerMinute * inMinutes(time);
  const held = policy.reserveShare * source.perDay * (time / between(day.startsAt, day.resetsAt));
  const spare = source.left - expected - held;
  const spaced = (units: number) => plus(base, milliseconds(Math.ceil(time / units)));
  return {
    milestonesFrom: expected > source.left ? spaced(source.left) : base,
    curvesFrom: spare > 0 ? spaced(spare) : null,
  };
}
