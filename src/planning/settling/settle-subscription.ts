import type { SubscribeCall } from "#domain/call.ts";
import type { Answered, Failure } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, type Instant, plus } from "#domain/time.ts";
import type { Subscription, TrackedChannel } from "#domain/tracked.ts";
import type { PushPolicy } from "#planning/finding/push-policy.ts";
import { hubAsked } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { backOff } from "./back-off.ts";
import { settlementOf } from "./draft.ts";
import type { Circumstances } from "./settle-failure.ts";

/** What follows when the hub takes a wish: it verifies soon, or is asked again, later each time. */
export function settleSubscription(
  call: SubscribeCall,
  reply: Answered<null>,
  state: PlannerState,
  policy: Policy,
): Settlement {
  return settlementOf({
    at: reply.at,
    outcome: { kind: "answered", detail: null, answered: 1 },
    channels: unverified(state.channels.get(call.channelId), policy.push, reply.at),
    learned: [hubAsked(reply.at)],
  });
}

/**
 * What follows when the hub does not take it. All channels wait a little, since the hub is one. This one goes behind the
 * others; longer each time only where it was refused, so that after an outage nobody waits for long.
 */
export function settleFailedSubscription(call: SubscribeCall, failure: Failure, under: Circumstances): Settlement {
  const { state, policy, now, jitter } = under;
  const { pauseFirst: first, pauseMost: most } = policy.push;
  const retryAfter = "retryAfter" in failure ? failure.retryAfter : null;
  const reason = `${failure.kind}: ${failure.detail}`;
  const bounds = { ...policy.backOff, first, most };
  return settlementOf({
    at: now,
    outcome: { kind: failure.kind, detail: failure.detail, answered: 0 },
    channels:
      failure.kind === "refused"
        ? unverified(state.channels.get(call.channelId), policy.push, now)
        : unasked(state.channels.get(call.channelId), policy.push, now),
    learned: [hubAsked(now)],
    pauses: [backOff("hub", state.pauses.get("hub"), { retryAfter, reason }, bounds, now, jitter)],
  });
}

/** A subscription after one more time that the hub was asked, or said no: later each time. */
export function askedInVain(
  subscription: Subscription,
  at: Instant,
  { first, most }: { readonly first: Duration; readonly most: Duration },
): Subscription {
  const wait = Math.min(most, first * 2 ** Math.min(subscription.attempts, 30)) as Duration;
  return { ...subscription, attempts: subscription.attempts + 1, askAt: plus(at, wait) };
}

/** A quick hub verifies before it answers: then the subscription is due later already, and stays as it is. */
const isSettled = ({ subscription: { askAt } }: TrackedChannel, at: Instant): boolean => askAt !== null && askAt > at;

function unasked(channel: TrackedChannel | undefined, policy: PushPolicy, at: Instant): readonly TrackedChannel[] {
  if (!channel || isSettled(channel, at)) return [];
  return [{ ...channel, subscription: { ...channel.subscription, askAt: plus(at, policy.verifyFirst) } }];
}

function unverified(channel: TrackedChannel | undefined, policy: PushPolicy, at: Instant): readonly TrackedChannel[] {
  if (!channel || isSettled(channel, at)) return [];
  const waits = { first: policy.verifyFirst, most: policy.verifyMost };
  return [{ ...channel, subscription: askedInVain(channel.subscription, at, waits) }];
}
