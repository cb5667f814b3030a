import type { SearchCall } from "#domain/call.ts";
import type { Answered, SearchPage } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { settlementOf } from "./draft.ts";

/** What follows from a page of a watched search. */
export function settleSearch(
  _call: SearchCall,
  reply: Answered<SearchPage>,
  _state: PlannerState,
  _policy: Policy,
): Settlement {
  return settlementOf({ at: reply.at, outcome: { kind: "answered", detail: null, answered: 1 } });
}
