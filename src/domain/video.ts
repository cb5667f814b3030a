import type { ChannelId } from "./channel.ts";
import type { Counters } from "./snapshot.ts";
import type { Duration, Instant } from "./time.ts";

declare const videoBrand: unique symbol;

/** A video's id: 11 characters of base64url. */
export type VideoId = string & { readonly [videoBrand]: true };

const VIDEO_ID = /^[A-Za-z0-9_-]{11}$/;

/** Whether a text has the form of a video id. Whether such a video exists only YouTube knows. */
export const isVideoId = (text: string): text is VideoId => VIDEO_ID.test(text);

/** `unknown` until enough has been said of the video to tell. */
export type Format = "long" | "short" | "live" | "unknown";

/** Shorts may last three minutes since October 2024. */
const SHORT_SECONDS_MAX = 180;

export type LiveState = "none" | "upcoming" | "live" | "ended";

/** What YouTube says of one video (`videos.list`), parsed. `null` = YouTube did not say. */
export interface VideoDescription {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  /** As the video shows it; empty where YouTube did not say. */
  readonly channelTitle: string;
  readonly publishedAt: Instant;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly categoryId: string | null;
  /** `defaultAudioLanguage`, else `defaultLanguage`. */
  readonly language: string | null;
  readonly thumbnailUrl: string | null;
  readonly durationSeconds: number | null;
  /** Whether the player is taller than wide (or square); `null` when the player's size was not given. */
  readonly portrait: boolean | null;
  readonly madeForKids: boolean | null;
  readonly privacy: string | null;
  readonly liveState: LiveState;
  readonly scheduledStartAt: Instant | null;
  readonly actualStartAt: Instant | null;
  readonly actualEndAt: Instant | null;
  /** Whether this is or was a broadcast or premiere (it has `liveStreamingDetails`). */
  readonly broadcast: boolean;
  readonly counters: Counters;
}

/**
 * The format of a described video: broadcasts are live; a feed's `/shorts/` link settles the rest, and
 * without one a portrait player of at most 180 s is a Short (the API has no flag for it: docs/youtube-api.md).
 */
export function formatOf(
  video: Pick<VideoDescription, "broadcast" | "portrait" | "durationSeconds">,
  shortsLink: boolean | null,
): Format {
  if (video.broadcast) return "live";
  if (shortsLink !== null) return shortsLink ? "short" : "long";
  if (video.durationSeconds === null) return "unknown";
  if (video.durationSeconds > SHORT_SECONDS_MAX) return "long";
  if (video.portrait === null) return "unknown";
  return video.portrait ? "short" : "long";
}

/**
 * When a video's clock starts: the actual start for broadcasts and premieres, the publication for the
 * rest. `null` while a broadcast has not begun: nothing it counts before then is its first hour.
 */
export function startOf(video: Pick<VideoDescription, "publishedAt" | "broadcast" | "actualStartAt">): Instant | null {
  return video.broadcast ? video.actualStartAt : video.publishedAt;
}

/** The age of a video at an instant, given its start. */
export const ageAt = (startAt: Instant, at: Instant): Duration => (at - startAt) as Duration;

/** The form in which tags are compared: compatibility-normalised and case-folded. */
export const foldTag = (tag: string): string => tag.normalize("NFKC").toLowerCase().trim();

/** What showed a video for the first time; `import` = somebody else had collected it. */
export type SightingSource = "push" | "feed" | "uploads" | "search" | "chart" | "import";
