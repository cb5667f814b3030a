import type { ChannelCounters, ChannelId } from "#domain/channel.ts";
import type { Counters } from "#domain/snapshot.ts";
import { type Duration, type Instant, instant } from "#domain/time.ts";
import type { LiveState, VideoId } from "#domain/video.ts";

/**
 * A virtual YouTube's truth: pure functions of the instant, which may be asked in any order. Nothing here counts
 * quota, fails or is late on purpose; the server and its faults do that.
 */
export interface World {
  /** From here on the world publishes; what lies before is catalogue. */
  readonly startsAt: Instant;
  /** Nothing is published from here on; counters go on growing. */
  readonly endsAt: Instant;
  readonly channels: readonly WorldChannel[];
  channel(id: ChannelId): WorldChannel | null;
  /** By handle with its `@`, in any case. */
  channelByHandle(handle: string): WorldChannel | null;
  /** A video that exists at some time of this world, whether or not it can be seen now. */
  video(id: VideoId): WorldVideo | null;
  /** Titles and the like are made on demand: most videos are only ever counted. */
  textOf(id: VideoId): VideoText | null;
  /** A channel's visible uploads in the order of its uploads playlist, newest first. */
  uploadsOf(id: ChannelId, at: Instant): readonly WorldVideo[];
  /** All videos whose clock starts in `[from, to)`, oldest first, gone ones included: the truth to compare with. */
  videosStartedBetween(from: Instant, to: Instant): readonly WorldVideo[];
  /** The counters YouTube shows at an instant; `null` = no such video then (not yet listed, or gone). */
  countersAt(id: VideoId, at: Instant): Counters | null;
  channelCountersAt(id: ChannelId, at: Instant): ChannelCounters | null;
}

export interface WorldChannel {
  readonly id: ChannelId;
  readonly title: string;
  readonly description: string;
  /** With its `@`, lower case. */
  readonly handle: string;
  readonly country: string | null;
  readonly createdAt: Instant;
  /** How long after an upload the public video count shows it. */
  readonly countLag: Duration;
  /** How long after an upload the channel's feed shows it, its cache apart. */
  readonly feedLag: Duration;
}

export interface WorldVideo {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  readonly format: "long" | "short" | "live";
  /** When it first can be seen: its publication, or the creation of a scheduled broadcast. */
  readonly listedAt: Instant;
  /** Where its clock starts: publication, or the actual start of a broadcast or premiere. */
  readonly startAt: Instant;
  /** Its place in the uploads playlist. Earlier than `listedAt` when it was uploaded long before it was published. */
  readonly orderedAt: Instant;
  /** When it was deleted or made private; `null` = never. */
  readonly goneAt: Instant | null;
  readonly durationSeconds: number;
  readonly portrait: boolean;
  readonly categoryId: string;
  readonly madeForKids: boolean;
  readonly broadcast: Broadcast | null;
}

export interface Broadcast {
  /** A premiere is an uploaded film shown at a set time; a stream is made while it is watched. */
  readonly kind: "premiere" | "stream";
  readonly scheduledAt: Instant;
  readonly endsAt: Instant;
}

export interface VideoText {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** `defaultLanguage` and `defaultAudioLanguage`; `null` = not said. */
  readonly language: string | null;
  readonly audioLanguage: string | null;
}

/** Whether a video can be seen by anybody at an instant. */
export const isVisible = (video: WorldVideo, at: Instant): boolean =>
  video.listedAt <= at && (video.goneAt === null || at < video.goneAt);

/** `publishedAt` as YouTube says it: for broadcasts it moves from the creation to the actual start (docs/youtube-api.md). */
export const publishedAtAt = (video: WorldVideo, at: Instant): Instant =>
  at < video.startAt ? video.listedAt : video.startAt;

/** Where a video is in the life of a broadcast. */
export function liveStateAt(video: WorldVideo, at: Instant): LiveState {
  if (!video.broadcast) return "none";
  if (at < video.startAt) return "upcoming";
  return at < video.broadcast.endsAt ? "live" : "ended";
}

/** The uploads playlist of a channel: `UU` in place of `UC`. */
export const uploadsPlaylistOf = (id: ChannelId): string => `UU${id.slice(2)}`;

/** YouTube says times in whole seconds; worlds keep to them, so that truth and answer agree. */
export const wholeSecond = (epochMilliseconds: number): Instant => instant(Math.floor(epochMilliseconds / 1000) * 1000);
