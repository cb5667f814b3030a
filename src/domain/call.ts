import type { ChannelId, ChannelRef } from "./channel.ts";
import type { Bucket } from "./quota.ts";
import type { VideoId } from "./video.ts";

/** Counters of up to 50 videos. `batch` is videos:batchGetStats, `list` videos.list when that bucket is spent or refused. */
export interface SampleCall {
  readonly kind: "sample";
  readonly via: "batch" | "list";
  readonly videoIds: readonly VideoId[];
}

/** Everything videos.list says of up to 50 videos. Its counters are snapshots too. */
export interface DescribeCall {
  readonly kind: "describe";
  readonly videoIds: readonly VideoId[];
}

/** The public video count of up to 50 channels: a change hints at an upload. */
export interface CountCall {
  readonly kind: "count";
  readonly channelIds: readonly ChannelId[];
}

/** Looks channels up: up to 50 ids, or one handle. */
export interface ResolveCall {
  readonly kind: "resolve";
  readonly refs: readonly ChannelRef[];
}

/** One page of 50 of a channel's uploads, newest first. */
export interface UploadsCall {
  readonly kind: "uploads";
  readonly channelId: ChannelId;
  readonly playlistId: string;
  readonly pageToken: string | null;
  /** `news` reads the first page for new uploads; `backfill` walks all pages. */
  readonly purpose: "news" | "backfill";
}

/** A channel's feed of 15 newest videos: costs nothing, and fails often. */
export interface FeedCall {
  readonly kind: "feed";
  readonly channelId: ChannelId;
}

/** Asks the hub to push a channel's new videos, or to stop. It answers later, at our own address. */
export interface SubscribeCall {
  readonly kind: "subscribe";
  readonly channelId: ChannelId;
  readonly mode: "subscribe" | "unsubscribe";
}

export type Call = SampleCall | DescribeCall | CountCall | ResolveCall | UploadsCall | FeedCall | SubscribeCall;

/** What a call draws from: a bucket of a project, or nothing (feeds and the hub need no key). */
export function bucketOf(call: Call): Bucket | null {
  switch (call.kind) {
    case "sample":
      return call.via === "batch" ? "batch" : "default";
    case "feed":
    case "subscribe":
      return null;
    case "describe":
    case "count":
    case "resolve":
    case "uploads":
      return "default";
  }
}

/** Every call that has a bucket costs one unit of it, whatever its parts and ids (docs/youtube-api.md). */
export const UNITS_PER_CALL = 1;

/** How many ids a call carries; what `fill` counts. */
export function idsIn(call: Call): number {
  switch (call.kind) {
    case "sample":
    case "describe":
      return call.videoIds.length;
    case "count":
      return call.channelIds.length;
    case "resolve":
      return call.refs.length;
    case "uploads":
    case "feed":
    case "subscribe":
      return 1;
  }
}
