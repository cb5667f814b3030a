import { between, latest } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";
import type { Errand, FindingTerms } from "./errand.ts";
import { countingUntilReset } from "./find-counts.ts";
import type { PlannerState } from "./state.ts";

/**
 * Reads the next page of the channel of which least has been listed, so that every channel shows its newest videos
 * before any shows its oldest. Spends only what the default bucket can spare until the reset.
 */
export function backfillErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  if (terms.left - reserve(state, policy, terms) < 1) return null;
  let best: TrackedChannel | null = null;
  for (const channel of state.channels.values()) {
    if (channel.backfill.done || channel.uploadsPlaylistId === null) continue;
    if (!best || precedes(channel, best, terms)) best = channel;
  }
  if (!best || best.uploadsPlaylistId === null) return null;
  const { pageToken, listed, total, notBefore } = best.backfill;
  return {
    at: latest(terms.apiFrom, notBefore),
    call: { kind: "uploads", channelId: best.id, playlistId: best.uploadsPlaylistId, pageToken, purpose: "backfill" },
    purpose: "backfill",
    why: `Listing all uploads of ${best.id}: ${listed} of ${total ?? "an unknown number"} so far.`,
  };
}

/** Units that back-fill leaves for the rest of the day: counting, and describing what is found. */
function reserve(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): number {
  const dayLeft = between(terms.now, terms.day.resetsAt) / between(terms.day.startsAt, terms.day.resetsAt);
  return policy.backfillReserveShare * terms.perDay * dayLeft + countingUntilReset(state.channels.size, policy, terms);
}

function precedes(a: TrackedChannel, b: TrackedChannel, terms: FindingTerms): boolean {
  const [dueA, dueB] = [latest(terms.apiFrom, a.backfill.notBefore), latest(terms.apiFrom, b.backfill.notBefore)];
  if (dueA !== dueB) return dueA < dueB;
  if (a.backfill.listed !== b.backfill.listed) return a.backfill.listed < b.backfill.listed;
  return a.id < b.id;
}
