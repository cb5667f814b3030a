import type { ChannelId } from "#domain/channel.ts";
import { refKey } from "#domain/channel.ts";
import type { Pause, PauseSubject, TrackedChannel, TrackedRows, TrackRequest } from "#domain/tracked.ts";
import { type VideoTable, videoTable } from "./video-table.ts";

/**
 * What planning knows, arranged for deciding. It is used linearly: `advance` and `foldChanges` change the state they are
 * given and return it, so whoever holds one passes it on and forgets it. Every decision follows from the rows in it,
 * not from the order in which they came: ties are broken by id.
 */
export interface PlannerState {
  readonly videos: VideoTable;
  readonly channels: Map<ChannelId, TrackedChannel>;
  /** By the text of what was asked for. */
  readonly requests: Map<string, TrackRequest>;
  readonly pauses: Map<PauseSubject, Pause>;
  /** By subject. */
  readonly learned: Map<string, readonly number[]>;
}

/** The state that these rows describe, as after a restart. */
export const stateOf = (rows: TrackedRows): PlannerState => ({
  videos: videoTable(rows.videos),
  channels: new Map(rows.channels.map((channel) => [channel.id, channel])),
  requests: new Map(rows.requests.map((request) => [refKey(request.ref), request])),
  pauses: new Map(rows.pauses.map((pause) => [pause.subject, pause])),
  learned: new Map(rows.learned.map(({ subject, values }) => [subject, values])),
});
