import { type ChannelId, refKey } from "#domain/channel.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import type { TrackedDiscovery } from "#domain/discovery-step.ts";
import type { KeyTest } from "#domain/key-test.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { TrackedChannel, TrackRequest } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import type { TrackedWatch, WatchId } from "#domain/watch.ts";
import { dropVideo, putVideo, rowAt, slotsOfChannels, videoOf } from "#planning/videos/video-table.ts";
import { areSameFilters } from "#planning/watching/same-filters.ts";
import type { PlannerState } from "./state.ts";

/** The state after a settlement. The state given is used up. */
export function advance(state: PlannerState, settlement: Settlement): PlannerState {
  for (const video of settlement.videos) {
    state.uploads.replace(videoOf(state.videos, video.id), video);
    putVideo(state.videos, video);
  }
  const begun = settlement.channels.filter(({ id }) => !state.channels.get(id));
  for (const channel of settlement.channels) state.channels.put(channel);
  for (const { id } of begun) state.uploads.follow(id, true);
  // Watches may have found videos of a channel long before it is tracked.
  reweigh(state, new Map(begun.filter(({ weight, watched }) => weight !== 1 || watched).map((row) => [row.id, row])));
  for (const { ref } of settlement.requests) state.requests.delete(refKey(ref));
  for (const { id } of settlement.videoRequests) state.videoRequests.delete(id);
  for (const pause of settlement.pauses) state.pauses.set(pause.subject, pause);
  for (const subject of settlement.pausesOver) state.pauses.delete(subject);
  for (const { subject, values } of settlement.learned) state.learned.set(subject, values);
  if (settlement.keyTested) state.keyTests.delete(settlement.keyTested.fingerprint);
  for (const test of settlement.keyTests) state.keyTests.set(test.fingerprint, test);
  for (const watch of settlement.watches) state.watches.put(watch);
  for (const page of settlement.watchPages) state.watches.see(page);
  if (state.discoveries.size > 0) {
    for (const { channelId } of settlement.videos)
      if (!state.channels.get(channelId)) state.discoveries.give(channelId);
  }
  for (const found of settlement.foundChannels) state.discoveries.learn(found);
  for (const shown of settlement.shownCategories) state.discoveries.note(shown);
  for (const step of settlement.discoverySteps) state.discoveries.get(step.discoveryId)?.absorb(step);
  for (const request of settlement.trackRequests) state.requests.set(refKey(request.ref), request);
  return state;
}

/** Rows that people changed while planning went on. */
export interface RowChanges {
  readonly requests: readonly TrackRequest[];
  /** All of them; absent = as they were. */
  readonly videoRequests?: readonly VideoId[];
  readonly channels: readonly TrackedChannel[];
  readonly untracked: readonly ChannelId[];
  /** Added or edited. One whose filters were changed comes with its progress begun anew. */
  readonly watches: readonly TrackedWatch[];
  readonly removedWatches: readonly WatchId[];
  /** Videos that no kept watch and nobody's wish holds any more. */
  readonly unsearched: readonly VideoId[];
  /** All of them: a test that is not among them is off, as its key was paused or removed. */
  readonly keyTests: readonly KeyTest[];
  /** Added or edited; absent = as they were. */
  readonly discoveries?: readonly TrackedDiscovery[];
  readonly removedDiscoveries?: readonly DiscoveryId[];
}

/** The state after people's changes; a channel's weight reaches its videos. The state given is used up. */
export function foldChanges(state: PlannerState, changes: RowChanges): PlannerState {
  state.keyTests.clear();
  for (const test of changes.keyTests) state.keyTests.set(test.fingerprint, test);
  for (const request of changes.requests) state.requests.set(refKey(request.ref), request);
  if (changes.videoRequests) {
    // Some may have been taken back.
    state.videoRequests.clear();
    for (const id of changes.videoRequests) state.videoRequests.add(id);
  }
  const worth = new Map<ChannelId, Worth>();
  for (const channel of changes.channels) {
    const known = state.channels.get(channel.id);
    const { weight, watched } = channel;
    if (known?.weight !== weight || known.watched !== watched) worth.set(channel.id, { weight, watched });
    // People change only these two: the rest of a known row may be newer here than where the change was read.
    state.channels.put(known ? { ...known, weight, watched } : channel);
    state.uploads.follow(channel.id, true);
  }
  foldWatches(state, changes);
  for (const row of changes.discoveries ?? []) state.discoveries.fold(row);
  for (const id of changes.removedDiscoveries ?? []) state.discoveries.drop(id);
  const untracked = new Set(changes.untracked);
  for (const id of untracked) {
    state.channels.drop(id);
    state.uploads.follow(id, false);
  }
  reweigh(state, worth);
  for (const slot of untracked.size === 0 ? [] : slotsOfChannels(state.videos, untracked)) {
    const row = rowAt(state.videos, slot);
    // A watch keeps what it found, at nobody's weight.
    if (row.searched) putVideo(state.videos, { ...row, weight: 1, watched: false });
    else {
      state.uploads.replace(row, null);
      dropVideo(state.videos, row.id);
    }
  }
  return state;
}

type Worth = Pick<TrackedChannel, "weight" | "watched">;

/** Gives the videos of these channels what their channels are worth. */
function reweigh(state: PlannerState, worth: ReadonlyMap<ChannelId, Worth>): void {
  if (worth.size === 0) return;
  for (const slot of slotsOfChannels(state.videos, worth.keys())) {
    const row = rowAt(state.videos, slot);
    const { weight, watched } = worth.get(row.channelId) ?? row;
    putVideo(state.videos, { ...row, weight, watched });
  }
}

function foldWatches(state: PlannerState, { watches, removedWatches, unsearched }: RowChanges): void {
  for (const watch of watches) {
    const known = state.watches.get(watch.id);
    const isSame =
      known?.source.kind === watch.source.kind && areSameFilters(known.source.filters, watch.source.filters);
    const { source, paused, cadence, since } = watch;
    // How far it has come may be newer here than where the change was read, unless it is another search now.
    state.watches.put(known && isSame ? { ...known, source, paused, cadence, since } : watch);
  }
  for (const id of removedWatches) state.watches.drop(id);
  for (const id of unsearched) {
    const row = videoOf(state.videos, id);
    if (!row) continue;
    if (state.channels.get(row.channelId)) putVideo(state.videos, { ...row, searched: false });
    else {
      state.uploads.replace(row, null);
      dropVideo(state.videos, id);
    }
  }
}
