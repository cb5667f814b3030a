import type {
  ChartCall,
  CountCall,
  DescribeCall,
  ExploreCall,
  FeedCall,
  ResolveCall,
  SampleCall,
  SearchCall,
  SubscribeCall,
  SurveyCall,
  TestCall,
  UploadsCall,
} from "./call.ts";
import type { ChannelCounters, ChannelDescription, ChannelId, ChannelRef } from "./channel.ts";
import type { Bucket } from "./quota.ts";
import type { Counters } from "./snapshot.ts";
import type { Duration, Instant } from "./time.ts";
import type { VideoDescription, VideoId } from "./video.ts";

/** How a call ended. A kind exists only where `settle` treats it differently. */
export type Reply<Body> = Answered<Body> | Failure;

export interface Answered<Body> {
  readonly kind: "answered";
  readonly body: Body;
  /** The midpoint between request and response: the instant the counters are taken to be of. */
  readonly at: Instant;
  /**
   * Ids that were answered by items which cannot be read; absent when there are none. They are there, so nobody may
   * take them for missing.
   */
  readonly unread?: readonly string[];
}

/** Every way a call can fail to be answered. `detail` is for people and never holds a key. */
export type Failure =
  /** The day's units of a bucket are gone, says YouTube: nothing helps before the Pacific reset. */
  | { readonly kind: "quotaSpent"; readonly bucket: Bucket; readonly consumer: string | null; readonly detail: string }
  /** The key or its project may not call: invalid, expired, API not enabled, restricted, suspended. */
  | { readonly kind: "keyRefused"; readonly reason: string; readonly consumer: string | null; readonly detail: string }
  /** Too many calls in a short time (per-minute limits; a feed's per-address block). */
  | { readonly kind: "rateLimited"; readonly retryAfter: Duration | null; readonly detail: string }
  /** Server fault, timeout or broken connection: the same call may work later. */
  | { readonly kind: "unavailable"; readonly retryAfter: Duration | null; readonly detail: string }
  /** YouTube understood and will not do it: a playlist not found, an unknown part, too many ids. */
  | { readonly kind: "refused"; readonly status: number; readonly reason: string; readonly detail: string }
  /** Answered, but not in any form we know: HTML, truncated JSON, another shape. */
  | { readonly kind: "malformed"; readonly detail: string };

export interface VideoStatistics extends Counters {
  readonly id: VideoId;
}

export interface UploadItem {
  readonly videoId: VideoId;
  /** When the video was published; `null` for items made private or deleted. */
  readonly publishedAt: Instant | null;
}

export interface UploadsPage {
  readonly items: readonly UploadItem[];
  readonly nextPageToken: string | null;
  /** How many items the playlist says it holds. */
  readonly total: number | null;
}

export interface FeedEntry {
  readonly videoId: VideoId;
  readonly channelId: ChannelId;
  readonly title: string;
  readonly publishedAt: Instant;
  readonly updatedAt: Instant;
  /** Whether the link has the form `/shorts/ID`. */
  readonly short: boolean;
  readonly views: number | null;
  /** `starRating count`, which follows the likes; `null` where it is 0, as it also is while likes are hidden. */
  readonly likes: number | null;
}

export interface Feed {
  readonly entries: readonly FeedEntry[];
}

export interface SearchHit {
  readonly videoId: VideoId;
  readonly channelId: ChannelId;
  /** With HTML entities decoded: only search escapes titles. */
  readonly title: string;
  readonly publishedAt: Instant;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly nextPageToken: string | null;
  readonly totalEstimate: number | null;
}

/** A page of a chart, in its order, each video described whole. */
export interface ChartPage {
  readonly videos: readonly VideoDescription[];
  readonly nextPageToken: string | null;
  readonly total: number | null;
}

/** A channel that a list of another channel's leads to, with what the list says of it: "" where it says nothing. */
export interface LinkedChannel {
  readonly id: ChannelId;
  readonly title: string;
  readonly description: string;
}

/** A page of such channels, each once. */
export interface LinkedPage {
  readonly channels: readonly LinkedChannel[];
  readonly nextPageToken: string | null;
  readonly total: number | null;
}

/** The titles and descriptions of a page of uploads. */
export interface UploadTextsPage {
  readonly texts: readonly string[];
  readonly nextPageToken: string | null;
}

/** A channel that a discovery's page showed, and what the page says of it. */
export interface ShownOnPage {
  readonly ref: ChannelRef;
  /** What the texts beside it are written in; `null` = there are none, or nobody can tell. */
  readonly language: string | null;
  /** The category of the chart or search that showed it, or of its video there; `null` = none is told. */
  readonly category: string | null;
}

export interface ShownPage {
  readonly shown: readonly ShownOnPage[];
  readonly nextPageToken: string | null;
}

export interface ChannelCount extends ChannelCounters {
  readonly id: ChannelId;
}

/** A call together with how it ended: what `settle` works on. */
export type Exchange =
  | { readonly kind: "sample"; readonly call: SampleCall; readonly reply: Reply<readonly VideoStatistics[]> }
  | { readonly kind: "describe"; readonly call: DescribeCall; readonly reply: Reply<readonly VideoDescription[]> }
  | { readonly kind: "count"; readonly call: CountCall; readonly reply: Reply<readonly ChannelCount[]> }
  | { readonly kind: "resolve"; readonly call: ResolveCall; readonly reply: Reply<readonly ChannelDescription[]> }
  | { readonly kind: "uploads"; readonly call: UploadsCall; readonly reply: Reply<UploadsPage> }
  | { readonly kind: "feed"; readonly call: FeedCall; readonly reply: Reply<Feed> }
  | { readonly kind: "search"; readonly call: SearchCall; readonly reply: Reply<SearchPage> }
  | { readonly kind: "chart"; readonly call: ChartCall; readonly reply: Reply<ChartPage> }
  | { readonly kind: "explore"; readonly call: ExploreCall; readonly reply: Reply<ShownPage> }
  | { readonly kind: "survey"; readonly call: SurveyCall; readonly reply: Reply<readonly ChannelDescription[]> }
  /** Answered = the hub took the wish; it verifies it at our own address, now or later. */
  | { readonly kind: "subscribe"; readonly call: SubscribeCall; readonly reply: Reply<null> }
  /** Answered = the key was let in. */
  | { readonly kind: "test"; readonly call: TestCall; readonly reply: Reply<null> };
