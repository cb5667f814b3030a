import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, type Instant, inMinutes, minutes } from "#domain/time.ts";
import type { VideoTable } from "#planning/videos/video-table.ts";
import type { Milestone, SamplingPolicy } from "./sampling-policy.ts";

/** What milestones will ask for, and the windows they are given. */
export interface Demand {
  readonly uploadsPerMinute: number;
  /** The milestones with the windows in force: the first hour's may be widened. */
  readonly milestones: readonly Milestone[];
  /** How many calls a minute first hours, and the later milestones besides, are expected to force. */
  readonly firstHourCalls: number;
  readonly laterCalls: number;
}

const MINUTES_PER_DAY = 1440;

/** The narrowest and the widest a first hour's window can be are halves; the formulas below take whole windows. */
const SIDES = 2;

/**
 * The demand of milestones at the recent rate of uploads, for a sampling budget of `unitsPerDay`.
 *
 * Calls for windows of length w at rate λ come every 1/λ + w (the first job waits for w, the next comes 1/λ later), but
 * never carry more than 50: λ/(1 + λw) or λ/50 a minute (docs/sampling.md). So w = 1440/(share·Q) − 1/λ keeps
 * first hours within their share of the day's units.
 */
export function milestoneDemand(table: VideoTable, policy: SamplingPolicy, unitsPerDay: number, now: Instant): Demand {
  const perMinute = uploadsPerMinute(table, policy, now);
  const [first, ...others] = policy.milestones;
  if (!first) return { uploadsPerMinute: perMinute, milestones: [], firstHourCalls: 0, laterCalls: 0 };
  const wanted = MINUTES_PER_DAY / (policy.firstHourShare * unitsPerDay) - 1 / perMinute;
  const half = Math.min(policy.firstHourHalfMax, Math.max(first.half, minutes(wanted / SIDES))) as Duration;
  const window = inMinutes(half) * SIDES;
  const firstHourCalls = Math.max(perMinute / (1 + perMinute * window), perMinute / IDS_PER_CALL);
  // A wider window forces a call of its own only when no other happens to fall into it.
  const alone = others.map((m) => perMinute * Math.exp(-firstHourCalls * inMinutes(m.half) * SIDES));
  return {
    uploadsPerMinute: perMinute,
    milestones: [{ ...first, half }, ...others],
    firstHourCalls,
    laterCalls: alone.reduce((sum, calls) => sum + calls, 0),
  };
}

/**
 * The rate of videos whose first hours, in windows of this half, force no more than so many calls a minute: the formula
 * above, solved for λ.
 */
export function ratePossible(callsPerMinute: number, half: Duration): number {
  const window = inMinutes(half) * SIDES;
  const alone = callsPerMinute * window < 1 ? callsPerMinute / (1 - callsPerMinute * window) : Number.POSITIVE_INFINITY;
  return Math.min(alone, callsPerMinute * IDS_PER_CALL);
}

/** Videos started a minute, over the last span. The list awaiting the oldest milestone holds all that are younger. */
function uploadsPerMinute(table: VideoTable, policy: SamplingPolicy, now: Instant): number {
  const young = table.awaiting.at(-1);
  const started = (young?.countBefore(now) ?? 0) - (young?.countBefore(now - policy.rateSpan) ?? 0);
  return started / inMinutes(policy.rateSpan);
}
