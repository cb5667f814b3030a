import type { ChannelId, ChannelRef } from "./channel.ts";
import type { DiscoveryId } from "./discovery.ts";
import { FRONTIER_SOURCES, type FrontierErrand, type FrontierLook } from "./frontier.ts";
import type { Payer } from "./key-test.ts";
import type { Bucket } from "./quota.ts";
import type { Duration, Instant } from "./time.ts";
import type { VideoId } from "./video.ts";
import type { ChartFilters, SearchFilters, WatchId } from "./watch.ts";

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

/** How looking for uploads was rationed when a look was planned: what follows the look goes by it. */
export interface Ration {
  /** The uploads that a look must promise to save, to be worth one place in a call; 0 = every look is affordable. */
  readonly price: number;
  /** The price of an even day, which the one in force follows as the day goes better or worse. */
  readonly base: number;
  /** The time between calls at which the units last until the reset. */
  readonly spacing: Duration;
}

/** The public video count of up to 50 channels: a change hints at an upload. */
export interface CountCall {
  readonly kind: "count";
  readonly ration: Ration;
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
  /** As a count's, where the feed is read in place of a count; `null` where it is read for another reason. */
  readonly ration: Ration | null;
  readonly channelId: ChannelId;
}

/**
 * Asks the hub to push a channel's new videos; it answers later, at our own address. Nobody asks it to stop: a channel no
 * longer tracked confirms nothing, and its lease ends within days.
 */
export interface SubscribeCall {
  readonly kind: "subscribe";
  readonly channelId: ChannelId;
}

/** Where a page of a watch belongs. */
interface WatchPlace {
  readonly watchId: WatchId;
  /** When the run began that the page belongs to. */
  readonly runAt: Instant;
  /** From 0 within its stretch of time. */
  readonly page: number;
  readonly pageToken: string | null;
}

/** One page of 50 of a watched search. */
export interface SearchCall extends WatchPlace {
  readonly kind: "search";
  readonly filters: SearchFilters;
  readonly publishedAfter: Instant | null;
  readonly publishedBefore: Instant | null;
}

/** One page of 50 of a watched chart. */
export interface ChartCall extends WatchPlace {
  readonly kind: "chart";
  readonly filters: ChartFilters;
}

/** What a discovery's frontier said to do next, of one kind. */
type Looked<Kind extends FrontierErrand["kind"]> = FrontierLook & {
  readonly errand: Extract<FrontierErrand, { readonly kind: Kind }>;
};

/** One page of a list that may show channels. */
export interface ExploreCall {
  readonly kind: "explore";
  readonly discoveryId: DiscoveryId;
  readonly look: Looked<"read">;
  /** Where the list is a search's: what is searched for. */
  readonly filters: SearchFilters | null;
}

/** Describes channels that a discovery was shown or given: up to 50 ids, or one handle. */
export interface SurveyCall {
  readonly kind: "survey";
  readonly discoveryId: DiscoveryId;
  readonly look: Looked<"describe">;
  readonly refs: readonly ChannelRef[];
}

/** One cheap request by which a key is tried: what matters is whether YouTube lets the key in. */
export interface TestCall extends Payer {
  readonly kind: "test";
}

export type Call =
  | SampleCall
  | DescribeCall
  | CountCall
  | ResolveCall
  | UploadsCall
  | FeedCall
  | SubscribeCall
  | SearchCall
  | ChartCall
  | ExploreCall
  | SurveyCall
  | TestCall;

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
    case "chart":
    case "survey":
    case "test":
      return "default";
    case "explore":
      return FRONTIER_SOURCES[call.look.errand.node.source].bucket;
    case "search":
      return "search";
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
    case "survey":
      return call.refs.length;
    case "uploads":
    case "feed":
    case "subscribe":
    case "search":
    case "chart":
    case "explore":
    case "test":
      return 1;
  }
}
