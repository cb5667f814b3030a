import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { Sample, TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import type { WatchSeen } from "#domain/watch.ts";
import { dropVideo, putVideo, videoOf } from "#planning/videos/video-table.ts";
import type { PlannerState } from "./state.ts";

/*
 * What planning no longer knows because its rows were deleted: after a restart it would not know it either. Each changes
 * the state it is given.
 */

/** Forgets the samples of these videos that were taken before an instant. */
export function forgetSamples(state: PlannerState, ids: readonly VideoId[], before: Instant): void {
  const kept = (sample: Sample | null): Sample | null => (sample !== null && sample.at < before ? null : sample);
  for (const id of ids) {
    const row = videoOf(state.videos, id);
    if (row) putVideo(state.videos, { ...row, last: kept(row.last), previous: kept(row.previous) });
  }
}

/** Forgets which watch has shown which of these videos. */
export function forgetShown(state: PlannerState, shown: readonly Pick<WatchSeen, "watchId" | "videoId">[]): void {
  for (const { watchId, videoId } of shown) state.watches.forget(watchId, videoId);
}

/** Forgets that watches hold these videos: those whose channel is not tracked are followed no longer. */
export function forgetSearches(state: PlannerState, ids: readonly VideoId[]): void {
  for (const id of ids) {
    const row = videoOf(state.videos, id);
    if (!row) continue;
    if (state.channels.get(row.channelId)) putVideo(state.videos, { ...row, searched: false });
    else forgetVideo(state, row);
  }
}

/** Forgets these videos whole; watches remember also those that are gone. */
export function forgetVideos(state: PlannerState, ids: readonly VideoId[]): void {
  for (const id of ids) {
    const row = videoOf(state.videos, id);
    if (row) forgetVideo(state, row);
    for (const watch of state.watches.inOrder()) state.watches.forget(watch.id, id);
  }
}

/** Forgets what channels counted before an instant: their videos, and how many their list had when it was read. */
export function forgetCounts(state: PlannerState, ids: readonly ChannelId[], before: Instant): void {
  for (const id of ids) {
    const row = state.channels.get(id);
    if (row) state.channels.put(withoutCounts(row, before));
  }
}

function withoutCounts(row: TrackedChannel, before: Instant): TrackedChannel {
  const { countedAt, backfill } = row;
  return {
    ...row,
    videoCount: countedAt !== null && countedAt < before ? null : row.videoCount,
    backfill: backfill.done && backfill.notBefore < before ? { ...backfill, total: null } : backfill,
  };
}

function forgetVideo(state: PlannerState, row: TrackedVideo): void {
  state.uploads.replace(row, null);
  dropVideo(state.videos, row.id);
}
