import type { ChartCall } from "#domain/call.ts";
import type { Answered, ChartPage } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { settlementOf } from "./draft.ts";

/** What follows from a page of a watched chart. */
export function settleChart(
  _call: ChartCall,
  reply: Answered<ChartPage>,
  _state: PlannerState,
  _policy: Policy,
): Settlement {
  return settlementOf({ at: reply.at, outcome: { kind: "answered", detail: null, answered: 1 } });
}
