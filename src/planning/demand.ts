import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, type Instant, inMinutes, minutes } from "#domain/time.ts";
import type { Milestone, SamplingPolicy } from "./sampling-policy.ts";
import { firstStartingFrom, type VideoTable } from "./video-table.ts";

/** What milestones will ask for, and the windows they are given. */
export interface Demand {
  /** The milestones with the windows in force: the first hour's may be widened. */
  readonly milestones: readonly Milestone[];
  /** How many calls milestones are expected to force. */
  readonly callsPerMinute: number;
}

const MINUTES_PER_DAY = 1440;

/** The narrowest and the widest a first hour's window can be are halves; the formulas below take whole windows. */
const SIDES = 2;

/**
 * The demand of milestones at the recent rate of uploads, for a sampling budget of `unitsPerDay`.
 *
 * Calls for windows of length w at rate λ come every 1/λ + w (the first job waits for w, the next comes 1/λ later), but
 * never carry more than 50: λ/(1 + λw) or λ/50 a minute (docs/sampling.md). So w = 1440/(0.8·Q) − 1/λ keeps
 * first hours within their share of the day's units.
 */
export function milestoneDemand(table: VideoTable, policy: SamplingPolicy, unitsPerDay: number, now: Instant): Demand {
  const perMinute = uploadsPerMinute(table, policy, now);
  const [first, ...others] = policy.milestones;
  if (!first) return { milestones: [], callsPerMinute: 0 };
  const wanted = MINUTES_PER_DAY / (policy.firstHourShare * unitsPerDay) - 1 / perMinute;
  const half = Math.min(policy.firstHourHalfMax, Math.max(first.half, minutes(wanted / SIDES))) as Duration;
  const window = inMinutes(half) * SIDES;
  const firstHours = Math.max(perMinute / (1 + perMinute * window), perMinute / IDS_PER_CALL);
  // A wider window forces a call of its own only when no other happens to fall into it.
  const alone = others.map((m) => perMinute * Math.exp(-firstHours * inMinutes(m.half) * SIDES));
  return {
    milestones: [{ ...first, half }, ...others],
    callsPerMinute: alone.reduce((sum, calls) => sum + calls, firstHours),
  };
}

/** Videos started a minute, over the last span. The list awaiting the oldest milestone holds all that are younger. */
function uploadsPerMinute(table: VideoTable, policy: SamplingPolicy, now: Instant): number {
  const young = table.awaiting.at(-1) ?? [];
  const started = firstStartingFrom(table, young, now) - firstStartingFrom(table, young, now - policy.rateSpan);
  return started / inMinutes(policy.rateSpan);
}
