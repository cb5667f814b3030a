import type { SubscribeCall } from "#domain/call.ts";
import type { Answered, Failure } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { settlementOf } from "./draft.ts";
import type { Policy } from "./policy.ts";
import type { Circumstances } from "./settle-failure.ts";
import type { PlannerState } from "./state.ts";

/** What follows when the hub takes a wish: it verifies soon, or is asked again. */
export function settleSubscription(
  _call: SubscribeCall,
  reply: Answered<null>,
  _state: PlannerState,
  _policy: Policy,
): Settlement {
  return settlementOf({ at: reply.at, outcome: { kind: "answered", detail: null, answered: 1 } });
}

/** What follows when the hub does not take it. */
export function settleFailedSubscription(_call: SubscribeCall, failure: Failure, under: Circumstances): Settlement {
  return settlementOf({ at: under.now, outcome: { kind: failure.kind, detail: failure.detail, answered: 0 } });
}
