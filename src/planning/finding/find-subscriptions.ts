import { type Instant, latest, plus } from "#domain/time.ts";
import { hubAskedAt } from "#planning/learned-subjects.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Errand } from "./errand.ts";
import type { PushPolicy } from "./push-policy.ts";

/**
 * Asks the hub for the channel whose subscription is due first; of several, for the one with the smallest id. `null` when
 * the hub cannot reach us.
 */
export function subscribeErrand(state: PlannerState, policy: PushPolicy, now: Instant): Errand | null {
  if (!policy.reachable) return null;
  const due = state.channels.subscriptions.first();
  const channel = due && state.channels.get(due.key);
  if (!due || !channel) return null;
  const asked = hubAskedAt(state);
  const paused = state.pauses.get("hub")?.until ?? now;
  const at = latest(now, due.at, paused, asked === null ? now : plus(asked, policy.spacing));
  const { attempts, until } = channel.subscription;
  const why =
    attempts > 0
      ? `it was asked ${attempts === 1 ? "once" : `${attempts} times`} and has not confirmed`
      : until === null
        ? "it has not been asked yet"
        : "its promise runs out";
  return {
    at,
    call: { kind: "subscribe", channelId: channel.id },
    purpose: "subscription",
    why: `Asking the hub to push news of ${channel.id}: ${why}.`,
  };
}
