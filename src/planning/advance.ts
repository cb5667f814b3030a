import { type ChannelId, refKey } from "#domain/channel.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { TrackedChannel, TrackRequest } from "#domain/tracked.ts";
import { dropVideo, putVideo, rowAt, slotsOfChannels, videoOf } from "#planning/videos/video-table.ts";
import type { PlannerState } from "./state.ts";

/** The state after a settlement. The state given is used up. */
export function advance(state: PlannerState, settlement: Settlement): PlannerState {
  for (const video of settlement.videos) {
    state.uploads.replace(videoOf(state.videos, video.id), video);
    putVideo(state.videos, video);
  }
  for (const channel of settlement.channels) state.channels.put(channel);
  for (const { ref } of settlement.requests) state.requests.delete(refKey(ref));
  for (const pause of settlement.pauses) state.pauses.set(pause.subject, pause);
  for (const subject of settlement.pausesOver) state.pauses.delete(subject);
  for (const { subject, values } of settlement.learned) state.learned.set(subject, values);
  return state;
}

/** Rows that people changed while planning went on. */
export interface RowChanges {
  readonly requests: readonly TrackRequest[];
  readonly channels: readonly TrackedChannel[];
  readonly untracked: readonly ChannelId[];
}

/** The state after people's changes; a channel's weight reaches its videos. The state given is used up. */
export function foldChanges(state: PlannerState, changes: RowChanges): PlannerState {
  for (const request of changes.requests) state.requests.set(refKey(request.ref), request);
  const worth = new Map<ChannelId, { readonly weight: number; readonly watched: boolean }>();
  for (const channel of changes.channels) {
    const known = state.channels.get(channel.id);
    const { weight, watched } = channel;
    if (known?.weight !== weight || known.watched !== watched) worth.set(channel.id, { weight, watched });
    // People change only these two: the rest of a known row may be newer here than where the change was read.
    state.channels.put(known ? { ...known, weight, watched } : channel);
  }
  const untracked = new Set(changes.untracked);
  for (const id of untracked) {
    state.channels.drop(id);
    state.uploads.forget(id);
  }
  if (worth.size + untracked.size === 0) return state;
  const touched = new Set<ChannelId>([...worth.keys(), ...untracked]);
  for (const slot of slotsOfChannels(state.videos, touched)) {
    const row = rowAt(state.videos, slot);
    const changed = worth.get(row.channelId);
    if (untracked.has(row.channelId)) dropVideo(state.videos, row.id);
    else if (changed) putVideo(state.videos, { ...row, ...changed });
  }
  return state;
}
