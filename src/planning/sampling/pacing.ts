import type { QuotaDay } from "#domain/quota.ts";
import { between, type Duration, type Instant, inMinutes, latest, milliseconds, plus } from "#domain/time.ts";
import { lastResampledAt, type VideoTable } from "#planning/videos/video-table.ts";
import type { Ladder } from "./ladder.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";
import type { SamplingSource } from "./sampling-source.ts";

/** From when on calls may leave, so that the units last until the reset and none is left over. */
export interface Pace {
  readonly milestonesFrom: Instant;
  readonly curvesFrom: Instant;
  /** The time between calls at which the units left last until the reset. */
  readonly spacing: Duration;
}

/**
 * Curve samples share evenly what milestones and a small reserve leave of the day. Milestones go at their instant even
 * ahead of the pace, as long as the units left can be expected to carry all of them to the reset; when they cannot,
 * every call is spaced evenly, for a first hour late by minutes is worth more than an evening without any. Then a call
 * leaves in each space whatever it carries: were young videos to wait for a first hour to come along, their curves would
 * be known 5 % less well, to have 8 first hours in 10 within ±3 min instead of 5 (120 units for 369 uploads a day).
 *
 * Everything is reckoned from the last sampling call, so the answer stays the same while nothing happens.
 */
export function pacing(
  table: VideoTable,
  policy: SamplingPolicy,
  source: SamplingSource,
  { forcedCalls, merges }: Pick<Ladder, "forcedCalls" | "merges">,
  day: QuotaDay,
): Pace {
  const base = reckonedFrom(table, day);
  const time = between(base, day.resetsAt);
  const expected = forcedCalls * inMinutes(time);
  const held = policy.reserveShare * source.perDay * (time / between(day.startsAt, day.resetsAt));
  const spare = source.left - expected - held;
  const spaced = (units: number) => plus(base, milliseconds(Math.ceil(time / units)));
  return {
    spacing: milliseconds(Math.ceil(time / source.left)),
    milestonesFrom: expected > source.left ? spaced(source.left) : base,
    curvesFrom: spaced(merges || spare <= 0 ? source.left : spare),
  };
}

/** The last sampling call of the day, or its start: what is reckoned from here stays the same while nothing happens. */
export const reckonedFrom = (table: VideoTable, day: QuotaDay): Instant =>
  latest(day.startsAt, lastResampledAt(table) ?? day.startsAt);
