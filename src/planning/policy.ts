import { type BackOffPolicy, DEFAULT_BACK_OFF } from "./back-off-policy.ts";
import { DEFAULT_DESCRIBING, type DescribingPolicy } from "./describing-policy.ts";
import { DEFAULT_DISCOVERY, type DiscoveryPolicy } from "./discovery-policy.ts";
import { DEFAULT_PUSH, type PushPolicy } from "./push-policy.ts";
import { DEFAULT_SAMPLING, type SamplingPolicy } from "./sampling-policy.ts";

/** Every number that decisions depend on. Times are durations, shares lie between 0 and 1. */
export interface Policy {
  readonly sampling: SamplingPolicy;
  readonly describing: DescribingPolicy;
  readonly discovery: DiscoveryPolicy;
  readonly push: PushPolicy;
  readonly backOff: BackOffPolicy;
}

export const DEFAULT_POLICY: Policy = {
  sampling: DEFAULT_SAMPLING,
  describing: DEFAULT_DESCRIBING,
  discovery: DEFAULT_DISCOVERY,
  push: DEFAULT_PUSH,
  backOff: DEFAULT_BACK_OFF,
};
