import type { Clock } from "#clock.ts";
import type { ChannelRef } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Bucket } from "#domain/quota.ts";
import type { Reply } from "#domain/reply.ts";
import { type Duration, hours, type Instant, inHours, instant, minus } from "#domain/time.ts";
import type { ChartFilters, SearchFilters } from "#domain/watch.ts";
import type { ApiKey } from "./api-key.ts";
import { classify, classifyFeed } from "./classify.ts";
import { readFeedAnswer } from "./feed.ts";
import { askHub, type Hub } from "./hub.ts";
import { plainText } from "./plain-text.ts";
import { get, type Received } from "./request.ts";
import {
  CHANNEL_COUNT_QUERY,
  CHANNEL_QUERY,
  KEY_TEST_QUERY,
  readChannelCountsAnswer,
  readChannelsAnswer,
  readKeyTestAnswer,
} from "./wire-channel.ts";
import {
  COMMENTERS_QUERY,
  readCommentersAnswer,
  readSectionsAnswer,
  readSubscriptionsAnswer,
  SECTIONS_QUERY,
  SUBSCRIPTIONS_QUERY,
} from "./wire-linked.ts";
import type { Parsed } from "./wire-list.ts";
import { readSearchAnswer, SEARCH_QUERY } from "./wire-search.ts";
import { readStatisticsAnswer, STATISTICS_QUERY } from "./wire-statistics.ts";
import { readUploadsAnswer, readUploadTextsAnswer, UPLOAD_TEXTS_QUERY, UPLOADS_QUERY } from "./wire-uploads.ts";
import { CHART_QUERY, readChartAnswer, readVideosAnswer, VIDEO_QUERY } from "./wire-video.ts";
import type { SearchQuery, YouTube } from "./youtube.ts";

export interface DataApiSettings {
  /** Where the Data API is served, as `https://youtube.googleapis.com`. */
  readonly youtubeUrl: string;
  /** Where the feeds are served, as `https://www.youtube.com`. */
  readonly feedsUrl: string;
  /** `null` = nobody pushes to us: we have no address that a hub could reach. */
  readonly hub: Hub | null;
  readonly clock: Clock;
  /** How long an answer may take, its body included. */
  readonly timeout: Duration;
}

type Query = Readonly<Record<string, string | null>>;

/**
 * YouTube by its Data API v3 and its public feeds. One request a call, over connections that are kept open; the key
 * travels in a header only, because addresses end up in logs.
 */
export function dataApi({ youtubeUrl, feedsUrl, hub, clock, timeout }: DataApiSettings): YouTube {
  async function ask<Body>(
    method: string,
    query: Query,
    bucket: Bucket,
    key: ApiKey,
    read: (text: string) => Parsed<Body>,
  ): Promise<Reply<Body>> {
    const url = address(youtubeUrl, `youtube/v3/${method}`, query);
    const received = await get(url, { "x-goog-api-key": key.reveal() }, clock, timeout);
    if (received.kind !== "received") return received;
    return isSuccess(received) ? reply(received, key, read) : classify(received, bucket, key);
  }

  return {
    async readStatistics(via, ids, key) {
      const query = { ...STATISTICS_QUERY, id: ids.join(",") };
      const [method, bucket] = via === "batch" ? (["videos:batchGetStats", "batch"] as const) : LIST;
      return onlyOf(ids, await ask(method, query, bucket, key, readStatisticsAnswer));
    },

    async describeVideos(ids, key) {
      const query = { ...VIDEO_QUERY, id: ids.join(",") };
      return onlyOf(ids, await ask("videos", query, "default", key, readVideosAnswer));
    },

    async countUploads(ids, key) {
      const query = { ...CHANNEL_COUNT_QUERY, id: ids.join(",") };
      return onlyOf(ids, await ask("channels", query, "default", key, readChannelCountsAnswer));
    },

    async describeChannels(refs, key) {
      return ask("channels", { ...CHANNEL_QUERY, ...channelFilter(refs) }, "default", key, readChannelsAnswer);
    },

    listUploads(playlistId, pageToken, key) {
      return ask("playlistItems", { ...UPLOADS_QUERY, playlistId, pageToken }, "default", key, readUploadsAnswer);
    },

    listUploadTexts(playlistId, pageToken, key) {
      const query = { ...UPLOAD_TEXTS_QUERY, playlistId, pageToken };
      return ask("playlistItems", query, "default", key, readUploadTextsAnswer);
    },

    searchVideos(query, key) {
      return ask("search", { ...SEARCH_QUERY, ...searchFilter(query) }, "search", key, readSearchAnswer);
    },

    readChart(filters, pageToken, key) {
      const query = { ...CHART_QUERY, ...definedOf(filters), pageToken };
      return ask("videos", query, "default", key, readChartAnswer);
    },

    listSubscriptions(channelId, pageToken, key) {
      const query = { ...SUBSCRIPTIONS_QUERY, channelId, pageToken };
      return ask("subscriptions", query, "default", key, readSubscriptionsAnswer);
    },

    listFeatured(channelId, key) {
      return ask("channelSections", { ...SECTIONS_QUERY, channelId }, "default", key, readSectionsAnswer);
    },

    listCommenters(channelId, pageToken, key) {
      const query = { ...COMMENTERS_QUERY, allThreadsRelatedToChannelId: channelId, pageToken };
      return ask("commentThreads", query, "default", key, readCommentersAnswer);
    },

    testKey(key) {
      return ask("channels", KEY_TEST_QUERY, "default", key, readKeyTestAnswer);
    },

    async subscribe(channelId) {
      if (!hub) throw new Error("the hub is asked only where it can reach us");
      return askHub(hub, channelId, clock, timeout);
    },

    async readFeed(channelId) {
      const received = await get(address(feedsUrl, "feeds/videos.xml", { channel_id: channelId }), {}, clock, timeout);
      if (received.kind !== "received") return received;
      if (!isSuccess(received)) return classifyFeed(received);
      const { age } = received;
      if (age !== null && age > FEED_AGE_MAX) {
        return {
          kind: "unavailable",
          retryAfter: null,
          detail: `a cached copy of ${Math.round(inHours(age))} hours ago`,
        };
      }
      return reply({ ...received, at: madeAt(received) }, null, readFeedAnswer);
    },
  };
}

const LIST = ["videos", "default"] as const;

/**
 * Feeds are served with `max-age=900`. A copy this much older is a broken cache's: it shows no news, and would be taken
 * for a reading so long ago that the feed is due again at once.
 */
const FEED_AGE_MAX: Duration = hours(12);

/**
 * When a cached copy was made, to the second as `Age` counts. For feeds only: an answer of the API's is dated when it
 * was given, or the sample of a caching proxy would lie before the milestone it was asked for, and be asked for again.
 */
const madeAt = ({ at, age }: Received): Instant =>
  age === null ? at : minus(instant(Math.floor(at / 1000) * 1000), age);

/** Filters under YouTube's own names, without those that are absent. */
const definedOf = (filters: SearchFilters | ChartFilters): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined));

function address(base: string, path: string, query: Query): URL {
  const url = new URL(`${base.replace(/\/+$/, "")}/${path}`);
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
  return url;
}

const isSuccess = ({ status }: Received): boolean => status >= 200 && status < 300;

function reply<Body>(received: Received, key: ApiKey | null, read: (text: string) => Parsed<Body>): Reply<Body> {
  const parsed = read(received.text);
  return parsed.kind === "parsed"
    ? { ...parsed, kind: "answered", at: received.at }
    : { kind: "malformed", detail: plainText(`${parsed.detail}: ${received.text}`, key) };
}

/**
 * Leaves out what nobody asked for. An answer with nothing else is somebody else's (a mixed-up cache), and must not
 * read as if all that was asked for were gone.
 */
function onlyOf<Item extends { readonly id: string }>(
  ids: readonly Item["id"][],
  reply: Reply<readonly Item[]>,
): Reply<readonly Item[]> {
  if (reply.kind !== "answered") return reply;
  const asked = new Set<string>(ids);
  const { unread = [], ...read } = reply;
  const body = read.body.filter(({ id }) => asked.has(id));
  const unreadAsked = unread.filter((id) => asked.has(id));
  const items = read.body.length + unread.length;
  if (body.length + unreadAsked.length === 0 && items > 0) {
    return { kind: "malformed", detail: `answered ${items} items, none of which was asked for` };
  }
  return { ...read, body, ...(unreadAsked.length > 0 ? { unread: unreadAsked } : {}) };
}

/** One request has one filter: ids, or a single handle. Anything else is a mistake of the caller's. */
function channelFilter(refs: readonly ChannelRef[]): Query {
  const [first] = refs;
  if (first?.kind === "handle" && refs.length === 1) return { forHandle: first.handle };
  const ids = refs.flatMap((ref) => (ref.kind === "id" ? [ref.id] : []));
  if (ids.length !== refs.length || ids.length === 0) throw new Error("channels are looked up by ids, or one handle");
  return { id: ids.join(",") };
}

const searchFilter = ({ filters, publishedAfter, publishedBefore, pageToken }: SearchQuery): Query => ({
  ...definedOf(filters),
  publishedAfter: publishedAfter === null ? null : toIso(publishedAfter),
  publishedBefore: publishedBefore === null ? null : toIso(publishedBefore),
  pageToken,
});
