import { isChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { playlistOffsetIn, playlistToken } from "./page-tokens.ts";
import { type Query, readMaxResults, readParts } from "./query.ts";
import { hash } from "./random.ts";
import type { Answer } from "./refusal.ts";
import { invalidPageToken, noFilter, playlistNotFound } from "./request-refusals.ts";
import { thumbnailsOf } from "./thumbnails.ts";
import { wireTime } from "./wire-time.ts";
import { isLingering, liveStateAt, publishedAtAt, type World, type WorldVideo } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(["contentDetails", "id", "snippet", "status"]);
/** Uploads playlists end here, however many videos a channel has. */
const UPLOADS_MAX = 20_000;
/** What stands in place of a text that is gone: one for videos made private, one for deleted ones. */
const PRIVATE = { title: "Private video", description: "This video is private.", status: "private" };
const DELETED = {
  title: "Deleted video",
  description: "This video is unavailable.",
  status: "privacyStatusUnspecified",
};

/**
 * `playlistItems.list` of a channel's uploads, newest first; a channel that shows no video has no such playlist. Some
 * that are gone keep their place for days, with neither a date nor a title of their own (docs/youtube-api.md).
 */
export function listPlaylistItems(world: World, query: Query, at: Instant): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const maxResults = readMaxResults(query);
  if (typeof maxResults !== "number") return maxResults;
  const playlistId = query.one("playlistId");
  if (playlistId === null) return noFilter(["id", "playlistId"]);
  const uploads = uploadsIn(world, playlistId, at);
  if (uploads.length === 0) return playlistNotFound;
  const token = query.one("pageToken");
  const offset = token === null ? 0 : playlistOffsetIn(playlistId, token);
  if (offset === null) return invalidPageToken;
  const wanted = query.one("videoId");
  const listed = wanted === null ? uploads : uploads.filter((video) => video.id === wanted);
  const next = offset + maxResults;
  const items = listed
    .slice(offset, next)
    .map((video, i) => itemResource(world, video, playlistId, offset + i, at, parts));
  return {
    status: 200,
    body: {
      kind: "youtube#playlistItemListResponse",
      etag: "",
      ...(next < listed.length && maxResults > 0 ? { nextPageToken: playlistToken(playlistId, next) } : {}),
      ...(offset > 0 ? { prevPageToken: playlistToken(playlistId, Math.max(0, offset - maxResults)) } : {}),
      items,
      pageInfo: { totalResults: listed.length, resultsPerPage: maxResults },
    },
  };
}

function uploadsIn(world: World, playlistId: string, at: Instant): readonly WorldVideo[] {
  const channelId = `UC${playlistId.slice(2)}`;
  if (!playlistId.startsWith("UU") || !isChannelId(channelId)) return [];
  return world.playlistOf(channelId, at).slice(0, UPLOADS_MAX);
}

function itemResource(
  world: World,
  video: WorldVideo,
  playlistId: string,
  position: number,
  at: Instant,
  parts: ReadonlySet<string>,
): object {
  const publishedAt = wireTime(publishedAtAt(video, at));
  const gone = isLingering(video, at);
  return {
    kind: "youtube#playlistItem",
    etag: "",
    id: Buffer.from(`${playlistId}.${video.id}`).toString("base64url"),
    ...(parts.has("snippet") ? { snippet: snippetOf(world, video, playlistId, position, at, publishedAt) } : {}),
    ...(parts.has("contentDetails")
      ? { contentDetails: { videoId: video.id, ...(gone ? {} : { videoPublishedAt: publishedAt }) } }
      : {}),
    ...(parts.has("status") ? { status: { privacyStatus: gone ? forgotten(video).status : "public" } } : {}),
  };
}

function snippetOf(
  world: World,
  video: WorldVideo,
  playlistId: string,
  position: number,
  at: Instant,
  publishedAt: string,
): object {
  const text = isLingering(video, at) ? forgotten(video) : (world.textOf(video.id, at) ?? DELETED);
  const channelTitle = world.channel(video.channelId)?.title ?? "";
  return {
    publishedAt,
    channelId: video.channelId,
    title: text.title,
    description: text.description,
    thumbnails: "tags" in text ? thumbnailsOf(video.id, "all", liveStateAt(video, at) === "live", text.thumbnail) : {},
    channelTitle,
    playlistId,
    position,
    resourceId: { kind: "youtube#video", videoId: video.id },
    ...("tags" in text ? { videoOwnerChannelTitle: channelTitle, videoOwnerChannelId: video.channelId } : {}),
  };
}

const forgotten = (video: WorldVideo) => (hash("forgotten", video.id) % 2 === 0 ? PRIVATE : DELETED);
