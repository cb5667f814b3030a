import type { ChannelDescription, ChannelRef, ChannelSnapshot } from "#domain/channel.ts";
import { refKey } from "#domain/channel.ts";
import type { Answered, Exchange } from "#domain/reply.ts";
import type { RequestOutcome, Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedChannel, TrackRequest } from "#domain/tracked.ts";
import type { PlannerState } from "#planning/state.ts";
import { eachApart, settlementOf } from "./draft.ts";
import { tellDiscoveries } from "./tell-discoveries.ts";

type Resolved = Extract<Exchange, { kind: "resolve" }>;

/** What follows from looking channels up: each is tracked from now on, or its request refused with the reason. */
export function settleResolve(
  call: Resolved["call"],
  reply: Answered<readonly ChannelDescription[]>,
  state: PlannerState,
): Settlement {
  const { at, body } = reply;
  const channels: TrackedChannel[] = [];
  const channelDescriptions: ChannelDescription[] = [];
  const channelSnapshots: ChannelSnapshot[] = [];
  const requests: RequestOutcome[] = [];
  const byId = new Map(body.map((channel) => [channel.id, channel]));
  const unread = new Set(reply.unread);
  /** A refusal answers those who asked; a channel that is only renewed stays tracked, and is asked again in its turn. */
  const refuse = (ref: ChannelRef, reason: string): void => {
    const known = ref.kind === "id" ? state.channels.get(ref.id) : undefined;
    if (known) channels.push({ ...known, describedAt: at });
    if (!known || state.requests.has(refKey(ref))) requests.push({ kind: "refused", ref, reason });
  };
  const setAside = eachApart(
    call.refs,
    refKey,
    (ref) => {
      // A handle is asked for alone, so the one answer is its.
      const found = ref.kind === "id" ? byId.get(ref.id) : body[0];
      if (!found) {
        const isThere = ref.kind === "id" ? unread.has(ref.id) : unread.size > 0;
        refuse(ref, isThere ? UNREADABLE : unknownReason(ref));
        return;
      }
      const known = state.channels.get(found.id);
      channels.push(known ? renewed(known, found, at) : firstRow(found, state.requests.get(refKey(ref)), at));
      channelDescriptions.push(found);
      if (!known) channelSnapshots.push({ channelId: found.id, capturedAt: at, ...found.counters });
      // A renewal that nobody asked for may not track again what was untracked meanwhile.
      if (!known || state.requests.has(refKey(ref))) requests.push({ kind: "tracked", ref, channelId: found.id });
    },
    // Left waiting, it would be looked up again at once, and for ever.
    (ref) => refuse(ref, UNREADABLE),
  );
  // Whoever is looked up here is tracked already, or is from now on.
  const { foundChannels, discoverySteps } = tellDiscoveries(call, reply, state, null);
  return settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: byId.size },
    channels,
    channelDescriptions,
    channelSnapshots,
    requests,
    setAside,
    foundChannels,
    discoverySteps,
  });
}

const UNREADABLE = "What YouTube says of it cannot be read.";

const unknownReason = (ref: ChannelRef): string =>
  ref.kind === "id" ? `YouTube knows no channel ${ref.id}.` : `YouTube knows no handle ${ref.handle}.`;

const renewed = (known: TrackedChannel, found: ChannelDescription, at: Instant): TrackedChannel => ({
  ...known,
  describedAt: at,
  uploadsPlaylistId: found.uploadsPlaylistId ?? known.uploadsPlaylistId,
});

/** A channel's first row. What it counts today is the base of later counts. */
export const firstRow = (
  found: ChannelDescription,
  request: TrackRequest | undefined,
  at: Instant,
): TrackedChannel => ({
  id: found.id,
  weight: request?.weight ?? 1,
  watched: request?.watched ?? false,
  describedAt: at,
  uploadsPlaylistId: found.uploadsPlaylistId,
  trackedSince: at,
  videoCount: found.counters.videoCount,
  countedAt: at,
  countedBefore: null,
  lookAt: null,
  snapshotAt: at,
  newsSince: null,
  newsNotBefore: null,
  newsAttempts: 0,
  listedAt: null,
  subscription: { askAt: null, attempts: 0, until: null, pushedAt: null },
  backfill: {
    done: false,
    pageToken: null,
    listed: 0,
    total: found.counters.videoCount,
    notBefore: at,
    attempts: 0,
    reason: null,
  },
  trouble: found.uploadsPlaylistId === null ? "YouTube names no list of uploads for this channel." : null,
});
