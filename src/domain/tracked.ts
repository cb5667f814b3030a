import type { ChannelId, ChannelRef } from "./channel.ts";
import type { ChannelFacts, TrackedDiscovery } from "./discovery-step.ts";
import type { KeyTest } from "./key-test.ts";
import type { Bucket } from "./quota.ts";
import type { Instant } from "./time.ts";
import type { Format, VideoId } from "./video.ts";
import type { TrackedWatch, WatchSeen } from "./watch.ts";

/*
 * What planning remembers. These rows are the whole of it: settle makes new ones, storage keeps them, advance
 * puts them into the state, and a restart reads them back. So a rebuilt state plans exactly as the lost one would.
 */

/** One sample as planning sees it; `views` is `null` when its owner hides them. */
export interface Sample {
  readonly at: Instant;
  readonly views: number | null;
}

/** Why a video is to be described: never yet, to see whether a broadcast began, to confirm that it is gone, or to renew. */
type DescribeWhy = "new" | "start" | "missing" | "refresh";

export interface TrackedVideo {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  /** When it was published, as far as known; `null` for a sighting that did not say. */
  readonly publishedAt: Instant | null;
  /** When its clock starts (`startOf`); `null` until described, and while a broadcast has not begun. */
  readonly startAt: Instant | null;
  readonly format: Format;
  /** From a feed's link only; `null` where no feed has said. Kept so that a later description may use it. */
  readonly shortsLink: boolean | null;
  /** The channel's weight: 1 is ordinary, more is sampled more densely. */
  readonly weight: number;
  /** Whether its channel is watched: its first hour is the last to be given up when quota is short. */
  readonly watched: boolean;
  /** Found by a watch that is kept: it stays even when nobody tracks its channel. */
  readonly searched: boolean;
  readonly firstSeenAt: Instant;
  /** The last two samples by the API; a feed's counters are no samples. */
  readonly last: Sample | null;
  readonly previous: Sample | null;
  /** When and why it is described next; `null` once it is gone. */
  readonly describeAt: Instant | null;
  readonly describeWhy: DescribeWhy;
  /** Since when YouTube has left it out of its answers; `null` while it is there. */
  readonly missingSince: Instant | null;
  /** When its absence was confirmed. A gone video is asked for no more. */
  readonly goneAt: Instant | null;
}

/** How far a channel's back-fill has come. */
export interface Backfill {
  readonly done: boolean;
  /** The page to read next; `null` = the first. */
  readonly pageToken: string | null;
  /** Videos listed so far, and how many the playlist says there are. */
  readonly listed: number;
  readonly total: number | null;
  readonly notBefore: Instant;
  readonly attempts: number;
  /** Why it waits or ended early, for people; `null` when all is well. */
  readonly reason: string | null;
}

/** A channel's subscription at the hub that pushes new videos. */
export interface Subscription {
  /** When the hub is asked (again); `null` = as soon as it can be. */
  readonly askAt: Instant | null;
  /** How many times in a row the hub was asked and did not verify. */
  readonly attempts: number;
  /** Until when the hub has promised to push; `null` = it has not. */
  readonly until: Instant | null;
  /** When it last pushed anything about this channel. */
  readonly pushedAt: Instant | null;
}

export interface TrackedChannel {
  readonly id: ChannelId;
  readonly weight: number;
  readonly watched: boolean;
  /** When its texts were last asked for. */
  readonly describedAt: Instant;
  readonly uploadsPlaylistId: string | null;
  readonly trackedSince: Instant;
  /** The public video count at the last count; `null` before the first. */
  readonly videoCount: number | null;
  readonly countedAt: Instant | null;
  /** The count before the last; `null` before there were two. */
  readonly countedBefore: Instant | null;
  /** When it is to be looked at for uploads, by a count or a feed; `null` = as soon as can be. */
  readonly lookAt: Instant | null;
  /** When a snapshot of its counters was last stored. */
  readonly snapshotAt: Instant | null;
  /** Since when something hints at an upload that has not been looked for; `null` = nothing does. */
  readonly newsSince: Instant | null;
  /** Not to be looked for before this instant (a list may lag behind the count). */
  readonly newsNotBefore: Instant | null;
  readonly newsAttempts: number;
  /** When its newest uploads were last read, from a feed or an uploads page. */
  readonly listedAt: Instant | null;
  readonly subscription: Subscription;
  readonly backfill: Backfill;
  /** What YouTube refuses about it, for people; `null` when all is well. */
  readonly trouble: string | null;
}

/** Somebody asked to track this; the collector finds out what it is. */
export interface TrackRequest {
  readonly ref: ChannelRef;
  readonly requestedAt: Instant;
  readonly weight: number;
  readonly watched: boolean;
}

/**
 * A back-off: nothing of this subject is asked before `until`. Subjects: `youtube` (the Data API as a whole),
 * `feeds` (all feeds: one address serves them), `batch` (batch statistics refused or failing: videos.list stands in), `hub`
 * (the hub that pushes), `search` (searches, which are few and may fail alone), and each project's bucket that was asked too often.
 */
export interface Pause {
  readonly subject: PauseSubject;
  readonly until: Instant;
  /** How many failures in a row led here; the back-off grows with it. */
  readonly failures: number;
  readonly reason: string;
}

export type PauseSubject = "youtube" | "feeds" | "batch" | "hub" | "search" | RateSubject;

/**
 * One project's calls of one bucket: `rate:BUCKET:PROJECT`. Limits a minute are a project's and a metric's
 * (docs/youtube-api.md), so that other projects go on.
 */
export type RateSubject = `rate:${Bucket}:${string}`;

/** Something learned from all videos together, whole; what the numbers mean is planning's. */
export interface Learned {
  readonly subject: string;
  readonly values: readonly number[];
}

/** All of planning's memory, as storage reads it back at start. */
export interface TrackedRows {
  readonly videos: readonly TrackedVideo[];
  readonly channels: readonly TrackedChannel[];
  readonly requests: readonly TrackRequest[];
  /** Videos that somebody wants followed and nobody has described since; absent = none. */
  readonly videoRequests?: readonly VideoId[];
  readonly pauses: readonly Pause[];
  readonly learned: readonly Learned[];
  readonly keyTests: readonly KeyTest[];
  readonly watches: readonly TrackedWatch[];
  /** Absent = there are none. */
  readonly discoveries?: readonly TrackedDiscovery[];
  /** What is known of channels that discoveries met. */
  readonly channelFacts?: readonly ChannelFacts[];
  /** What each watch has shown of late: those published since its watermark less the longest overlap, at least. */
  readonly watchSeen: readonly WatchSeen[];
}
