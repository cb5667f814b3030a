import type { ChannelCounters, ChannelId } from "#domain/channel.ts";
import type { Counters, SnapshotSource } from "#domain/snapshot.ts";
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
  /** A video's text as it stands at an instant. Made on demand: most videos are only ever counted. */
  textOf(id: VideoId, at: Instant): VideoText | null;
  /** What its owner changes of a video's text in the course of this world, oldest first. */
  editsOf(id: VideoId): readonly Edit[];
  /** A channel's public uploads in the order of its uploads playlist, newest first. */
  uploadsOf(id: ChannelId, at: Instant): readonly WorldVideo[];
  /** What that playlist lists: the public uploads, and for some days also a few of those that are gone. */
  playlistOf(id: ChannelId, at: Instant): readonly WorldVideo[];
  /** Every video of a channel at any time of this world, in no order that means anything. */
  videosOf(id: ChannelId): readonly WorldVideo[];
  /** All videos whose clock starts in `[from, to)`, oldest first, gone ones included: the truth to compare with. */
  videosStartedBetween(from: Instant, to: Instant): readonly WorldVideo[];
  /**
   * The counters YouTube shows at an instant; `null` = no such video then (not yet listed, or gone). Where they are
   * asked for matters only to worlds whose methods refresh differently; left out, it is `list`.
   */
  countersAt(id: VideoId, at: Instant, source?: SnapshotSource): Counters | null;
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
  /** Until when the uploads playlist still holds its place, without a date, after it is gone; `null` = not at all. */
  readonly lingersUntil: Instant | null;
  /** From when on only those who know its id find it; `null` = never. */
  readonly unlistedAt: Instant | null;
  readonly durationSeconds: number;
  readonly portrait: boolean;
  readonly madeForKids: boolean;
  readonly broadcast: Broadcast | null;
}

export interface Broadcast {
  /** A premiere is an uploaded film shown at a set time; a stream is made while it is watched. */
  readonly kind: "premiere" | "stream";
  readonly scheduledAt: Instant;
  readonly endsAt: Instant;
}

/** What a video's owner says of it, and may change. */
export interface VideoText {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** `defaultLanguage` and `defaultAudioLanguage`; `null` = not said. */
  readonly language: string | null;
  readonly audioLanguage: string | null;
  readonly categoryId: string;
  /** How many times its thumbnail was replaced. */
  readonly thumbnail: number;
}

/** One change of a video's text. */
export interface Edit {
  readonly at: Instant;
  readonly change: Partial<Pick<VideoText, "title" | "description" | "tags" | "categoryId" | "thumbnail">>;
}

/** Whether a video can be seen by anybody at an instant. */
export const isVisible = (video: WorldVideo, at: Instant): boolean =>
  video.listedAt <= at && (video.goneAt === null || at < video.goneAt);

/** Whether anybody comes across it: in lists, feeds, searches and the channel's count. */
export const isPublic = (video: WorldVideo, at: Instant): boolean =>
  isVisible(video, at) && (video.unlistedAt === null || at < video.unlistedAt);

/** Whether it is gone and the uploads playlist has not yet forgotten it. */
export const isLingering = (video: WorldVideo, at: Instant): boolean =>
  video.goneAt !== null && video.lingersUntil !== null && at >= video.goneAt && at < video.lingersUntil;

/** A text after the edits made up to an instant. */
export const editedText = (text: VideoText, edits: readonly Edit[], at: Instant): VideoText =>
  Object.assign({ ...text }, ...edits.filter((edit) => edit.at <= at).map((edit) => edit.change));

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
