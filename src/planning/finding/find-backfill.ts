import { latest } from "#domain/time.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Errand, FindingTerms } from "./errand.ts";

/**
 * Reads the next page of the channel of which least has been listed, so that every channel shows its newest videos
 * before any shows its oldest. Spends only what the default bucket can spare until the reset.
 */
export function backfillErrand(state: PlannerState, terms: FindingTerms): Errand | null {
  if (terms.spare < 1) return null;
  const { backfills, deferredBackfills } = state.channels;
  const deferred = deferredBackfills.first();
  // What was deferred has waited long enough when its time has come, and goes before the rest.
  const first = deferred && deferred.at <= terms.apiFrom ? deferred : (backfills.first() ?? deferred);
  const channel = first && state.channels.get(first.key);
  if (!channel || channel.uploadsPlaylistId === null) return null;
  const { pageToken, listed, total, notBefore } = channel.backfill;
  return {
    at: latest(terms.apiFrom, notBefore),
    call: {
      kind: "uploads",
      channelId: channel.id,
      playlistId: channel.uploadsPlaylistId,
      pageToken,
      purpose: "backfill",
    },
    purpose: "backfill",
    why: `Listing all uploads of ${channel.id}: ${listed} of ${total ?? "an unknown number"} so far.`,
  };
}
