import { type ChannelRef, refKey } from "#domain/channel.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Errand, FindingTerms } from "./errand.ts";

/** Looks up what people asked for, the oldest request first: ids by fifty, a handle alone. */
export function resolveErrand(state: PlannerState, terms: FindingTerms): Errand | null {
  if (terms.left < 1 || state.requests.size === 0) return null;
  const waiting = [...state.requests.values()].sort(
    (a, b) => a.requestedAt - b.requestedAt || (refKey(a.ref) < refKey(b.ref) ? -1 : 1),
  );
  const first = waiting[0]?.ref;
  if (!first) return null;
  const refs: ChannelRef[] =
    first.kind === "handle"
      ? [first]
      : waiting.flatMap(({ ref }) => (ref.kind === "id" ? [ref] : [])).slice(0, IDS_PER_CALL);
  const what = first.kind === "handle" ? first.handle : `${refs.length} channels`;
  return { at: terms.apiFrom, call: { kind: "resolve", refs }, purpose: "resolve", why: `Somebody asked for ${what}.` };
}
