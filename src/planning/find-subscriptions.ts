import type { Instant } from "#domain/time.ts";
import type { Errand } from "./errand.ts";
import type { PushPolicy } from "./push-policy.ts";
import type { PlannerState } from "./state.ts";

/** Asks the hub for the channel whose subscription is due first. */
export function subscribeErrand(_state: PlannerState, _policy: PushPolicy, _now: Instant): Errand | null {
  return null;
}
