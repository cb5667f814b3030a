import { earliest, hours, type Instant, minutes, plus } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import { countLag } from "#planning/learned-subjects.ts";
import { spreadOf } from "#planning/spread.ts";
import type { PlannerState } from "#planning/state.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";
import { nextLook } from "./next-look.ts";

/** A feed's copy is this old at worst, and shows uploads some minutes late besides. */
const FEED_LAG = minutes(15);

/**
 * When a channel that was just looked at is looked at again. One that is pushed needs it only for what the hub loses; when
 * every look is affordable, such a loss is found within its first hour.
 */
export function lookAfter(
  channel: TrackedChannel,
  state: PlannerState,
  policy: DiscoveryPolicy,
  { by, price, at }: { readonly by: "count" | "feed"; readonly price: number; readonly at: Instant },
): Instant {
  const { until } = channel.subscription;
  if (until !== null && until > at) return earliest(plus(at, price > 0 ? policy.pushedInterval : hours(1)), until);
  const lag = by === "count" ? countLag(state) : FEED_LAG;
  return nextLook(state.uploads.of(channel.id), at, {
    lag,
    worth: Math.max(channel.weight, 1e-3),
    price,
    stagger: spreadOf(channel.id),
  });
}
