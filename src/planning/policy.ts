import { DEFAULT_DESCRIBING, type DescribingPolicy } from "#planning/finding/describing-policy.ts";
import { DEFAULT_DISCOVERY, type DiscoveryPolicy } from "#planning/finding/discovery-policy.ts";
import { DEFAULT_PUSH, type PushPolicy } from "#planning/finding/push-policy.ts";
import { DEFAULT_SAMPLING, type SamplingPolicy } from "#planning/sampling/sampling-policy.ts";
import { type BackOffPolicy, DEFAULT_BACK_OFF } from "#planning/settling/back-off-policy.ts";
import { DEFAULT_WATCHING, type WatchingPolicy } from "#planning/watching/watching-policy.ts";

/** Every number that decisions depend on. Times are durations, shares lie between 0 and 1. */
export interface Policy {
  readonly sampling: SamplingPolicy;
  readonly describing: DescribingPolicy;
  readonly discovery: DiscoveryPolicy;
  readonly push: PushPolicy;
  readonly watching: WatchingPolicy;
  readonly backOff: BackOffPolicy;
}

export const DEFAULT_POLICY: Policy = {
  sampling: DEFAULT_SAMPLING,
  describing: DEFAULT_DESCRIBING,
  discovery: DEFAULT_DISCOVERY,
  push: DEFAULT_PUSH,
  watching: DEFAULT_WATCHING,
  backOff: DEFAULT_BACK_OFF,
};

/** The policy under what an operator may choose. */
export const policyUnder = (choice: {
  /** The floor under the index: about so many samples a video in its first 30 days. */
  readonly samplesPerVideo: number;
  /** The least time between two feeds; `null` = none is read. */
  readonly feedSpacing: DiscoveryPolicy["feedSpacing"];
  /** Whether the hub can reach us. */
  readonly reachable: boolean;
}): Policy => ({
  ...DEFAULT_POLICY,
  sampling: { ...DEFAULT_POLICY.sampling, samplesPerVideo: choice.samplesPerVideo },
  discovery: { ...DEFAULT_POLICY.discovery, feedSpacing: choice.feedSpacing },
  push: { ...DEFAULT_POLICY.push, reachable: choice.reachable },
});
