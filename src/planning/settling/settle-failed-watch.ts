import type { Exchange, Failure } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { afterFailedPage } from "#planning/watching/after-refusal.ts";
import { areSameFilters } from "#planning/watching/same-filters.ts";
import { watchAskedNow } from "#planning/watching/watch-asked.ts";
import type { Circumstances } from "./settle-failure.ts";

type Watched = Extract<Exchange, { kind: "search" | "chart" }>;

/** What a page of a watch that was not answered means for the watch, whatever else follows from the failure. */
export function settleFailedWatch(
  { call }: Watched,
  failure: Failure,
  { state, policy, now }: Circumstances,
): Pick<Settlement, "watches" | "learned"> {
  const watch = state.watches.get(call.watchId);
  const isKnown = watch !== undefined && areSameFilters(watch.source.filters, call.filters);
  return {
    watches: isKnown ? [afterFailedPage(watch, call, failure, policy.watching, now)] : [],
    learned: [watchAskedNow(state, call.kind === "search" ? { searchAt: now } : { chartAt: now })],
  };
}
