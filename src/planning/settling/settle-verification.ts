import type { Push } from "#domain/push.ts";
import { type Duration, type Instant, milliseconds, plus } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import type { PushPolicy } from "#planning/finding/push-policy.ts";
import { spreadOf } from "#planning/spread.ts";
import { askedInVain } from "./settle-subscription.ts";

/** The channel after the hub confirmed its subscription: it is renewed well before the lease ends, not all at once. */
export function afterVerification(
  channel: TrackedChannel,
  { receivedAt, lease }: Extract<Push, { kind: "verified" }>,
  policy: PushPolicy,
): TrackedChannel {
  const granted = Math.min(policy.leaseMost, Math.max(policy.leaseLeast, lease ?? policy.leaseUsual)) as Duration;
  const until = plus(receivedAt, granted);
  // A message that was taken in late, after a newer one, shortens no promise.
  if (channel.subscription.attempts === 0 && (channel.subscription.until ?? 0) >= until) return channel;
  const renewal = granted * (policy.renewAfter + policy.renewSpread * spreadOf(channel.id));
  const askAt = plus(receivedAt, milliseconds(Math.floor(renewal)));
  return { ...channel, subscription: { ...channel.subscription, askAt, attempts: 0, until } };
}

/** The channel after the hub denied its subscription: nothing is promised any more, and it is asked again later. */
export function afterDenial(channel: TrackedChannel, policy: PushPolicy, now: Instant): TrackedChannel {
  const denied = askedInVain(channel.subscription, now, { first: policy.deniedFirst, most: policy.deniedMost });
  return { ...channel, subscription: { ...denied, until: null } };
}
