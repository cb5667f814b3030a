import type { ChannelId } from "#domain/channel.ts";
import { type Instant, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Links } from "./links.ts";
import { offsetIn, offsetToken } from "./page-tokens.ts";
import { type Query, readMaxResults, readParts } from "./query.ts";
import { hash } from "./random.ts";
import type { Answer } from "./refusal.ts";
import {
  channelOfThreadsNotFound,
  commentsDisabled,
  invalidPageToken,
  noFilter,
  videoOfThreadsNotFound,
} from "./request-refusals.ts";
import { wireTime } from "./wire-time.ts";
import { isPublic, isVisible, type World, type WorldVideo } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(["id", "replies", "snippet"]);
/** Threads of a video that are kept apart; beyond, its counter goes on alone. */
const THREADS_MAX = 400;
/** Videos whose threads make up those of a channel. */
const VIDEOS_OF_CHANNEL = 20;

/** A comment nobody answered. */
interface Thread {
  readonly video: WorldVideo;
  readonly nth: number;
  readonly at: Instant;
}

/**
 * `commentThreads.list` of a video or of all that a channel published lately, newest first. A video whose comments are off
 * (its counter is hidden) refuses; a channel just has none of those.
 */
export function listCommentThreads(world: World, links: Links, query: Query, at: Instant): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const maxResults = readMaxResults(query, { normal: 20, least: 1, most: 100 });
  if (typeof maxResults !== "number") return maxResults;
  const token = query.one("pageToken");
  const offset = token === null ? 0 : offsetIn(token);
  if (offset === null) return invalidPageToken;
  const found = threadsAsked(world, query, at);
  if ("status" in found) return found;
  const threads = found.toSorted((a, b) => b.at - a.at || a.nth - b.nth);
  const next = offset + maxResults;
  const items = threads.slice(offset, next).map((thread) => resource(world, links, thread, parts));
  return {
    status: 200,
    body: {
      kind: "youtube#commentThreadListResponse",
      etag: "",
      ...(next < threads.length ? { nextPageToken: offsetToken(next, false) } : {}),
      // The total is that of the page, as recorded.
      pageInfo: { totalResults: items.length, resultsPerPage: maxResults },
      items,
    },
  };
}

function threadsAsked(world: World, query: Query, at: Instant): readonly Thread[] | Answer {
  const videoId = query.one("videoId");
  const channelId = query.one("allThreadsRelatedToChannelId");
  if (videoId !== null) {
    const video = world.video(videoId as VideoId);
    if (!video || !isVisible(video, at)) return videoOfThreadsNotFound;
    return threadsOf(world, video, at) ?? commentsDisabled;
  }
  if (channelId === null) return noFilter(["allThreadsRelatedToChannelId", "id", "postId", "videoId"]);
  if (world.channel(channelId as ChannelId) === null) return channelOfThreadsNotFound;
  const newest = world.uploadsOf(channelId as ChannelId, at).filter((video) => isPublic(video, at));
  return newest.slice(0, VIDEOS_OF_CHANNEL).flatMap((video) => threadsOf(world, video, at) ?? []);
}

/** A comment a minute until the counter's number is reached; `null` = comments are off. */
function threadsOf(world: World, video: WorldVideo, at: Instant): readonly Thread[] | null {
  const comments = world.countersAt(video.id, at)?.comments ?? null;
  if (comments === null) return null;
  return Array.from({ length: Math.min(THREADS_MAX, comments) }, (_, nth) => ({
    video,
    nth,
    at: plus(video.listedAt, minutes(nth + 1)),
  })).filter((thread) => thread.at <= at);
}

function resource(world: World, links: Links, { video, nth, at }: Thread, parts: ReadonlySet<string>): object {
  const channel = world.channel(video.channelId);
  if (!channel) throw new Error(`the video ${video.id} has no channel`);
  const { id: author, name } = links.commenterOf(video, channel, nth);
  const id = `Ugx${[0, 1, 2].map((part) => hash("thread", video.id, nth, part).toString(36)).join("")}4AaABAg`;
  const text = `${nth + 1}. & ♥ ${channel.title}`;
  const comment = {
    channelId: channel.id,
    videoId: video.id,
    textDisplay: text.replaceAll("&", "&amp;"),
    textOriginal: text,
    authorDisplayName: name,
    authorProfileImageUrl: `https://yt3.ggpht.com/${author.slice(2)}=s48-c-k-c0x00ffffff-no-rj`,
    authorChannelUrl: `http://www.youtube.com/${name}`,
    authorChannelId: { value: author },
    canRate: true,
    viewerRating: "none",
    likeCount: hash("liked", id) % 5,
    publishedAt: wireTime(at),
    updatedAt: wireTime(at),
  };
  return {
    kind: "youtube#commentThread",
    etag: "",
    id,
    ...(parts.has("snippet")
      ? {
          snippet: {
            channelId: channel.id,
            videoId: video.id,
            topLevelComment: { kind: "youtube#comment", etag: "", id, snippet: comment },
            canReply: true,
            totalReplyCount: 0,
            isPublic: true,
          },
        }
      : {}),
  };
}
