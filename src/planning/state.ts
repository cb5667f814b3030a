import { refKey } from "#domain/channel.ts";
import type { KeyTest } from "#domain/key-test.ts";
import type { Pause, PauseSubject, TrackedRows, TrackedVideo, TrackRequest } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import { DiscoveryTable } from "#planning/exploring/discovery-table.ts";
import { ChannelTable } from "#planning/finding/channel-table.ts";
import { UploadHistory } from "#planning/finding/upload-history.ts";
import { emptyTable, loadVideos, settleLoad, type VideoTable } from "#planning/videos/video-table.ts";
import { WatchTable } from "#planning/watching/watch-table.ts";

/**
 * What planning knows, arranged for deciding. It is used linearly: `advance` and `foldChanges` change the state they are
 * given and return it, so whoever holds one passes it on and forgets it. Every decision follows from the rows in it,
 * not from the order in which they came: ties are broken by id.
 */
export interface PlannerState {
  readonly videos: VideoTable;
  readonly channels: ChannelTable;
  /** When the videos were published; it follows from their rows. */
  readonly uploads: UploadHistory;
  /** By the text of what was asked for. */
  readonly requests: Map<string, TrackRequest>;
  /** Videos that somebody wants followed, whatever their channel. */
  readonly videoRequests: Set<VideoId>;
  readonly pauses: Map<PauseSubject, Pause>;
  /** By subject. */
  readonly learned: Map<string, readonly number[]>;
  /** By fingerprint: keys that were refused, and those that somebody wants tried. */
  readonly keyTests: Map<string, KeyTest>;
  readonly watches: WatchTable;
  readonly discoveries: DiscoveryTable;
}

/** A state that is being read back: its videos come page by page, so that they are never all there as objects. */
export type StateDraft = Pick<PlannerState, "videos" | "uploads">;

export const stateDraft = (): StateDraft => ({ videos: emptyTable(), uploads: new UploadHistory() });

/** Takes videos in that the draft does not have yet. Changes the draft. */
export function draftVideos(draft: StateDraft, videos: readonly TrackedVideo[]): void {
  loadVideos(draft.videos, videos);
  for (const video of videos) draft.uploads.replace(null, video);
}

/** The state of the videos drafted and of these rows. The draft is used up. */
export function stateWith({ videos, uploads }: StateDraft, rows: Omit<TrackedRows, "videos">): PlannerState {
  settleLoad(videos);
  for (const { id } of rows.channels) uploads.follow(id, true);
  return {
    videos,
    channels: new ChannelTable(rows.channels),
    uploads,
    requests: new Map(rows.requests.map((request) => [refKey(request.ref), request])),
    videoRequests: new Set(rows.videoRequests),
    pauses: new Map(rows.pauses.map((pause) => [pause.subject, pause])),
    learned: new Map(rows.learned.map(({ subject, values }) => [subject, values])),
    keyTests: new Map(rows.keyTests.map((test) => [test.fingerprint, test])),
    watches: new WatchTable(rows.watches, rows.watchSeen),
    discoveries: new DiscoveryTable(rows.discoveries ?? [], rows.channelFacts ?? []),
  };
}

/** The state that these rows describe, as after a restart. */
export function stateOf(rows: TrackedRows): PlannerState {
  const draft = stateDraft();
  draftVideos(draft, rows.videos);
  return stateWith(draft, rows);
}
