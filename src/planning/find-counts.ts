import { IDS_PER_CALL } from "#domain/quota.ts";
import { between, type Duration, earliest, type Instant, latest, plus } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";
import type { Errand, FindingTerms } from "./errand.ts";
import type { PlannerState } from "./state.ts";

/**
 * Counts the videos of the fifty channels counted longest ago. Calls are spaced so that each channel's turn comes every
 * `countInterval`, or as often as the share of the default bucket's units allows that counting may spend.
 */
export function countErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  if (terms.left < 1 || state.channels.size === 0) return null;
  const stalest = [...state.channels.values()].sort(byCount).slice(0, IDS_PER_CALL);
  const first = stalest[0];
  if (!first) return null;
  const at =
    first.countedAt === null
      ? terms.apiFrom
      : latest(terms.apiFrom, nextCountAt(state, policy, terms, first.countedAt));
  return {
    at,
    call: { kind: "count", channelIds: stalest.map((channel) => channel.id) },
    purpose: "discovery",
    why: `Counting the videos of the ${stalest.length} channels counted longest ago.`,
  };
}

/** How many units counting is expected to take until the reset. */
export function countingUntilReset(channels: number, policy: DiscoveryPolicy, terms: FindingTerms): number {
  const time = between(terms.now, terms.day.resetsAt);
  return Math.min(policy.countShare * terms.left, time / spacingWanted(channels, policy));
}

function nextCountAt(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms, stalestAt: Instant): Instant {
  let newest = stalestAt;
  for (const { countedAt } of state.channels.values()) newest = latest(newest, countedAt ?? newest);
  const base = latest(newest, terms.day.startsAt);
  const affordable = between(base, terms.day.resetsAt) / (policy.countShare * terms.left);
  const wanted = spacingWanted(state.channels.size, policy);
  if (affordable > wanted) return plus(base, Math.ceil(affordable) as Duration);
  // A channel just added restarts the spacing, but keeps nobody waiting beyond the interval.
  return earliest(plus(newest, Math.ceil(wanted) as Duration), plus(stalestAt, policy.countInterval));
}

/** The time between calls at which every channel's turn comes once an interval. */
const spacingWanted = (channels: number, policy: DiscoveryPolicy): number =>
  policy.countInterval * Math.min(1, IDS_PER_CALL / channels);

function byCount(a: TrackedChannel, b: TrackedChannel): number {
  const difference = (a.countedAt ?? 0) - (b.countedAt ?? 0);
  if (difference !== 0) return difference;
  return a.id < b.id ? -1 : 1;
}
