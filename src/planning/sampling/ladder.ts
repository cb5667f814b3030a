import { warpedAge } from "#domain/curve.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, days, type Instant, inMinutes, minutes } from "#domain/time.ts";
import type { VideoTable } from "#planning/videos/video-table.ts";
import { type Demand, milestoneDemand, ratePossible } from "./demand.ts";
import { type Rung, shortage, surplus } from "./rungs.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";
import type { SamplingSource } from "./sampling-source.ts";

/** How sampling fits into its budget at the recent rate of uploads: the measures in force, and what they come to. */
export interface Ladder {
  readonly demand: Demand;
  /** How many samples a video uploaded now can be given in its first 30 days. */
  readonly samplesExpected: number;
  /** How often a video past its youth is worth a sample; infinite where units are short. */
  readonly tailInterval: Duration;
  readonly panel: boolean;
  /** Whether later milestones travel in calls that leave anyway, and force none. */
  readonly merges: boolean;
  /** The share of first hours that calls leave for: below 1 those of the least weight only travel along. */
  readonly guaranteedShare: number;
  /** How many calls a minute milestones are expected to force after all that. */
  readonly forcedCalls: number;
  readonly rungs: readonly Rung[];
  /** What no measure can help: there are more first hours than places in all calls of a day. */
  readonly breach: string | null;
}

const MINUTES_PER_DAY = 1440;
const DAYS_OF_YOUTH = 30;

/** The measures for a sampling budget, by docs/sampling.md: each is taken only where the ones before it do not suffice. */
export function ladderFor(table: VideoTable, policy: SamplingPolicy, source: SamplingSource, now: Instant): Ladder {
  const demand = milestoneDemand(table, policy, source.perDay, now);
  const rate = demand.uploadsPerMinute;
  const callsPossible = (source.perDay * (1 - policy.reserveShare)) / MINUTES_PER_DAY;
  const affordable = rate > 0 ? (IDS_PER_CALL * callsPossible) / rate : Number.POSITIVE_INFINITY;
  const samplesExpected = Math.min(policy.samplesPerVideo, affordable);
  const isShort = affordable < policy.samplesPerVideo;
  const half = demand.milestones[0]?.half ?? policy.firstHourHalfMax;
  const narrowest = policy.milestones[0]?.half ?? half;
  const merges = demand.firstHourCalls + demand.laterCalls > callsPossible;
  const guaranteedShare = merges && rate > 0 ? Math.min(1, ratePossible(callsPossible, half) / rate) : 1;
  const isBreached = rate > callsPossible * IDS_PER_CALL;
  const young = rate * MINUTES_PER_DAY * DAYS_OF_YOUTH;
  const tailPerDay = Math.max(0, table.slotOf.size - young) * (1 / inDays(policy.tailIntervalSurplus));
  const spare = IDS_PER_CALL * callsPossible * MINUTES_PER_DAY - rate * MINUTES_PER_DAY * policy.samplesPerVideo;
  const weekly = !isShort && spare >= tailPerDay;
  const rungs = isShort
    ? shortage(policy, { samplesExpected, half, narrowest, merges, guaranteedShare })
    : surplus(policy, { exact: half <= narrowest, bracket: bracketOf(policy), weekly });
  return {
    demand,
    samplesExpected,
    tailInterval: isShort
      ? (Number.POSITIVE_INFINITY as Duration)
      : weekly
        ? policy.tailIntervalSurplus
        : policy.tailInterval,
    panel: !isShort,
    merges,
    guaranteedShare,
    forcedCalls: merges ? Math.min(demand.firstHourCalls, callsPossible) : demand.firstHourCalls + demand.laterCalls,
    rungs,
    breach: isBreached
      ? `Capacity is exceeded: ${Math.round(rate * MINUTES_PER_DAY)} uploads a day need more than ${source.perDay} calls of ${IDS_PER_CALL} for their first hours alone.`
      : null,
  };
}

/** A bracket further away than this says little of the first hour. */
const BRACKET_MOST = minutes(10);

/**
 * How far apart samples lie around 60 min when a video gets its share: 30 days span 8.37 in ln(age + 10 min), and gaps are
 * even there.
 */
function bracketOf({ samplesPerVideo }: SamplingPolicy): Duration | null {
  const span = warpedAge(days(DAYS_OF_YOUTH)) - warpedAge(minutes(0));
  const gap = minutes((60 + 10) * (span / samplesPerVideo));
  return gap <= BRACKET_MOST ? gap : null;
}

const inDays = (d: Duration): number => inMinutes(d) / MINUTES_PER_DAY;
