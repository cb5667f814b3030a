import type { ChannelDescription, ChannelId, ChannelRef } from "#domain/channel.ts";
import type {
  ChannelCount,
  ChartPage,
  Feed,
  LinkedPage,
  Reply,
  SearchPage,
  UploadsPage,
  UploadTextsPage,
  VideoStatistics,
} from "#domain/reply.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoDescription, VideoId } from "#domain/video.ts";
import type { ChartFilters, SearchFilters } from "#domain/watch.ts";
import type { ApiKey } from "./api-key.ts";

/**
 * The port to YouTube. Each method sends exactly one request, never repeats it, and never throws for anything that
 * YouTube or the network does: every ending is a `Reply`. Charging is the caller's, before it asks. Items that cannot
 * be read are left out of a list, and told as `unread` where they name their id; items that nobody asked for are left
 * out too. When nothing else is left the reply is `malformed`.
 */
export interface YouTube {
  /** `videos:batchGetStats` or `videos.list` with statistics only, for at most 50 ids. Missing ids are simply absent. */
  readStatistics(
    via: "batch" | "list",
    ids: readonly VideoId[],
    key: ApiKey,
  ): Promise<Reply<readonly VideoStatistics[]>>;
  /** `videos.list` with all public parts we keep, for at most 50 ids. */
  describeVideos(ids: readonly VideoId[], key: ApiKey): Promise<Reply<readonly VideoDescription[]>>;
  /** `channels.list` with statistics only, for at most 50 ids. */
  countUploads(ids: readonly ChannelId[], key: ApiKey): Promise<Reply<readonly ChannelCount[]>>;
  /** `channels.list` by at most 50 ids, or by exactly one handle (any other mixture is a bug, and rejects). */
  describeChannels(refs: readonly ChannelRef[], key: ApiKey): Promise<Reply<readonly ChannelDescription[]>>;
  /** One page of 50 of `playlistItems.list`. */
  listUploads(playlistId: string, pageToken: string | null, key: ApiKey): Promise<Reply<UploadsPage>>;
  /** What the uploads of such a page say: their titles and descriptions. */
  listUploadTexts(playlistId: string, pageToken: string | null, key: ApiKey): Promise<Reply<UploadTextsPage>>;
  /** `search.list` for videos. */
  searchVideos(query: SearchQuery, key: ApiKey): Promise<Reply<SearchPage>>;
  /** One page of 50 of `videos.list` with `chart=mostPopular`, with all public parts we keep. */
  readChart(filters: ChartFilters, pageToken: string | null, key: ApiKey): Promise<Reply<ChartPage>>;
  /** One page of 50 of `subscriptions.list`; `refused` with `subscriptionForbidden` where they are private. */
  listSubscriptions(channelId: ChannelId, pageToken: string | null, key: ApiKey): Promise<Reply<LinkedPage>>;
  /** The channels on the shelves of a channel's page, by id alone (`channelSections.list`, which has no pages). */
  listFeatured(channelId: ChannelId, key: ApiKey): Promise<Reply<LinkedPage>>;
  /** Who wrote the newest comments on a channel's videos: one page of 100 of `commentThreads.list`. */
  listCommenters(channelId: ChannelId, pageToken: string | null, key: ApiKey): Promise<Reply<LinkedPage>>;
  /** The cheapest request there is: whether YouTube lets a key in. What it answers is of no interest. */
  testKey(key: ApiKey): Promise<Reply<null>>;
  /** A channel's public feed; needs no key and costs nothing. */
  readFeed(channelId: ChannelId): Promise<Reply<Feed>>;
  /** Asks the hub to push a channel's new videos to us; needs no key and costs nothing. */
  subscribe(channelId: ChannelId): Promise<Reply<null>>;
}

export interface SearchQuery {
  readonly filters: SearchFilters;
  readonly publishedAfter: Instant | null;
  readonly publishedBefore: Instant | null;
  readonly pageToken: string | null;
}
