import type { ChannelRef } from "#domain/channel.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, days, latest, plus } from "#domain/time.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Errand, FindingTerms } from "./errand.ts";

/** How long a channel whose renewal is due may wait for others to fill the call. */
const PATIENCE: Duration = days(1);

/** Renews what is stored of channels: as soon as fifty are due, or one has waited for a day. */
export function renewErrand(state: PlannerState, terms: FindingTerms): Errand | null {
  if (terms.left < 1) return null;
  const refs: ChannelRef[] = [];
  let ready = terms.apiFrom;
  for (const { key, at } of state.channels.renewals.inOrder()) {
    if (refs.length === 0) ready = plus(at, PATIENCE);
    refs.push({ kind: "id", id: key });
    if (refs.length < IDS_PER_CALL) continue;
    ready = at < ready ? at : ready;
    break;
  }
  if (refs.length === 0) return null;
  return {
    at: latest(terms.apiFrom, ready),
    call: { kind: "resolve", refs },
    purpose: "refresh",
    why: `What is stored of ${refs.length} channels is due for renewal.`,
  };
}
