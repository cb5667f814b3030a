import { type ChannelRef, refKey } from "#domain/channel.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Errand, FindingTerms } from "./errand.ts";

/**
 * Describes videos that somebody wants followed, fifty a call, with what the default bucket can spare until the reset: a list of
 * thousands may take days, and no first hour waits for it.
 */
export function followErrand(state: PlannerState, terms: FindingTerms): Errand | null {
  if (terms.spare < 1 || state.videoRequests.size === 0) return null;
  const videoIds = [...state.videoRequests].sort().slice(0, IDS_PER_CALL);
  const why = `Somebody wants ${videoIds.length} videos followed, of ${state.videoRequests.size} that wait.`;
  return { at: terms.apiFrom, call: { kind: "describe", videoIds }, purpose: "resolve", why };
}

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
