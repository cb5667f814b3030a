import type { ChannelId } from "./channel.ts";
import type { Duration, Instant } from "./time.ts";
import type { VideoId } from "./video.ts";

/**
 * The topic under which the hub tells of a channel, as YouTube documents it since 2026 (docs/youtube-api.md). It names the
 * channel and is no address that we read: where feeds are served plays no part in it.
 */
export const topicOf = (channelId: ChannelId): string =>
  `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channelId}`;

/** A video that the hub tells of: new, or its title or description edited. Which of the two it does not say. */
export interface PushedEntry {
  readonly videoId: VideoId;
  readonly channelId: ChannelId;
  readonly publishedAt: Instant;
  readonly updatedAt: Instant;
  /** Whether its link is a Short's; `null` where the link does not tell: the hub links Shorts as other videos too. */
  readonly shortsLink: boolean | null;
}

/** A video that the hub says is gone: deleted, made private, or neither. */
export interface PushedDeletion {
  readonly videoId: VideoId;
  /** `null` where the message does not say. */
  readonly channelId: ChannelId | null;
}

/** What one message of the hub says. */
export interface PushedNews {
  readonly entries: readonly PushedEntry[];
  readonly deletions: readonly PushedDeletion[];
}

/** Something that arrived at a channel's callback, proved to be the hub's. */
export type Push = { readonly channelId: ChannelId; readonly receivedAt: Instant } & (
  | { readonly kind: "verified" /** `null` where the hub named none. */; readonly lease: Duration | null }
  | { readonly kind: "denied"; readonly reason: string }
  | { readonly kind: "pushed" /** `null` when the message has no form we know. */; readonly news: PushedNews | null }
);
