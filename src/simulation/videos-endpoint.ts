import { IDS_PER_CALL } from "#domain/quota.ts";
import type { SnapshotSource } from "#domain/snapshot.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Charts } from "./chart.ts";
import { offsetIn, offsetToken } from "./page-tokens.ts";
import { type Query, readMaxResults, readParts } from "./query.ts";
import type { Answer } from "./refusal.ts";
import { isRegion } from "./regions.ts";
import { chartNotFound, invalidFilters, invalidPageToken, invalidRegionCode, noFilter } from "./request-refusals.ts";
import { thumbnailsOf } from "./thumbnails.ts";
import { traitsOf } from "./video-traits.ts";
import { wireDuration, wireTime } from "./wire-time.ts";
import { isPublic, isVisible, liveStateAt, publishedAtAt, type World, type WorldVideo } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(
  "contentDetails id liveStreamingDetails localizations paidProductPlacementDetails player recordingDetails snippet statistics status topicDetails".split(
    " ",
  ),
);

/** `videos.list` by id, where ids that nobody can see are left out without a word, or by chart. */
export function listVideos(world: World, charts: Charts, query: Query, at: Instant): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const ids = query.list("id");
  const chart = query.one("chart");
  if (ids.length === 0 && chart === null) return noFilter(["id", "chart", "myRating"]);
  if (ids.length > IDS_PER_CALL || (ids.length > 0 && chart !== null)) return invalidFilters;
  if (chart !== null) return listChart(world, charts, query, parts, at);
  const items = visibleVideos(world, ids, at).map((video) => videoResource(world, video, at, parts, query));
  return {
    status: 200,
    body: {
      kind: "youtube#videoListResponse",
      etag: "",
      items,
      pageInfo: { totalResults: items.length, resultsPerPage: items.length },
    },
  };
}

function listChart(world: World, charts: Charts, query: Query, parts: ReadonlySet<string>, at: Instant): Answer {
  const maxResults = readMaxResults(query);
  if (typeof maxResults !== "number") return maxResults;
  const token = query.one("pageToken");
  const offset = token === null ? 0 : offsetIn(token);
  if (offset === null) return invalidPageToken;
  const categoryId = query.one("videoCategoryId");
  const regionCode = query.one("regionCode") ?? "US";
  if (!isRegion(regionCode)) return invalidRegionCode;
  const found = charts.at(regionCode.toUpperCase(), categoryId, at);
  if (query.one("chart") !== "mostPopular" || (categoryId !== null && found.length === 0)) return chartNotFound;
  const next = offset + maxResults;
  return {
    status: 200,
    body: {
      kind: "youtube#videoListResponse",
      etag: "",
      items: found.slice(offset, next).map((video) => videoResource(world, video, at, parts, query)),
      ...(next < found.length && maxResults > 0 ? { nextPageToken: offsetToken(next, false) } : {}),
      ...(offset > 0 ? { prevPageToken: offsetToken(Math.max(0, offset - maxResults), true) } : {}),
      pageInfo: { totalResults: found.length, resultsPerPage: maxResults },
    },
  };
}

/** The videos of a request that can be seen, in the order asked for, each once. */
export function visibleVideos(world: World, ids: readonly string[], at: Instant): readonly WorldVideo[] {
  return [...new Set(ids)].flatMap((id) => {
    const video = world.video(id as VideoId);
    return video && isVisible(video, at) ? [video] : [];
  });
}

/** Counters as YouTube writes them: texts of digits, absent when hidden. */
export function statisticsOf(
  world: World,
  video: WorldVideo,
  at: Instant,
  source: SnapshotSource,
): Record<string, string> {
  const counters = world.countersAt(video.id, at, source);
  return {
    ...(counters?.views == null ? {} : { viewCount: String(counters.views) }),
    ...(counters?.likes == null ? {} : { likeCount: String(counters.likes) }),
    favoriteCount: "0",
    ...(counters?.comments == null ? {} : { commentCount: String(counters.comments) }),
  };
}

function videoResource(world: World, video: WorldVideo, at: Instant, parts: ReadonlySet<string>, query: Query): object {
  return {
    kind: "youtube#video",
    etag: "",
    id: video.id,
    ...(parts.has("snippet") ? { snippet: snippetOf(world, video, at) } : {}),
    ...(parts.has("contentDetails") ? { contentDetails: contentDetailsOf(video, at) } : {}),
    ...(parts.has("status") ? { status: statusOf(video, at) } : {}),
    ...(parts.has("statistics") ? { statistics: statisticsOf(world, video, at, "list") } : {}),
    ...(parts.has("player") ? { player: playerOf(video, query) } : {}),
    ...(parts.has("topicDetails")
      ? { topicDetails: { topicCategories: ["https://en.wikipedia.org/wiki/Entertainment"] } }
      : {}),
    ...(parts.has("liveStreamingDetails") && video.broadcast ? { liveStreamingDetails: liveDetailsOf(video, at) } : {}),
  };
}

function snippetOf(world: World, video: WorldVideo, at: Instant): object {
  const text = world.textOf(video.id, at);
  const { title = "", description = "" } = text ?? {};
  const state = liveStateAt(video, at);
  return {
    publishedAt: wireTime(publishedAtAt(video, at)),
    channelId: video.channelId,
    title,
    description,
    thumbnails: thumbnailsOf(video.id, "all", state === "live", text?.thumbnail ?? 0),
    channelTitle: world.channel(video.channelId)?.title ?? "",
    ...(text && text.tags.length > 0 ? { tags: text.tags } : {}),
    categoryId: text?.categoryId ?? "22",
    liveBroadcastContent: state === "ended" ? "none" : state,
    ...(text?.language ? { defaultLanguage: text.language } : {}),
    localized: { title, description },
    ...(text?.audioLanguage ? { defaultAudioLanguage: text.audioLanguage } : {}),
  };
}

function contentDetailsOf(video: WorldVideo, at: Instant): object {
  const duration = durationAt(video, at);
  return {
    ...(duration === null ? {} : { duration }),
    dimension: "2d",
    definition: traitsOf(video).definition,
    caption: String(traitsOf(video).captioned),
    licensedContent: false,
    contentRating: {},
    projection: "rectangular",
  };
}

/** Streams have no length until they end; premieres say none until they begin (docs/youtube-api.md). `null` = the field is absent. */
export function durationAt(video: WorldVideo, at: Instant): string | null {
  const state = liveStateAt(video, at);
  const waiting = state === "upcoming" || (state === "live" && video.broadcast?.kind === "stream");
  if (!waiting) return wireDuration(video.durationSeconds);
  return video.broadcast?.kind === "premiere" ? null : "P0D";
}

const statusOf = (video: WorldVideo, at: Instant): object => ({
  uploadStatus: video.broadcast?.kind === "stream" && liveStateAt(video, at) !== "ended" ? "uploaded" : "processed",
  privacyStatus: isPublic(video, at) ? "public" : "unlisted",
  license: traitsOf(video).licence,
  embeddable: true,
  publicStatsViewable: true,
  madeForKids: video.madeForKids,
});

/** The player's size is told only to those who limit it: then it shows whether a video stands upright. */
function playerOf(video: WorldVideo, query: Query): object {
  const [width, height] = video.portrait ? [9, 16] : [16, 9];
  const limits = [
    ["maxWidth", width],
    ["maxHeight", height],
  ] as const;
  const scales = limits.flatMap(([name, side]) => {
    const limit = Number(query.one(name));
    return limit >= 72 && limit <= 8192 ? [limit / side] : [];
  });
  const size = scales.length > 0 ? Math.min(...scales) : null;
  const src = `//www.youtube.com/embed/${video.id}`;
  return {
    embedHtml: `<iframe width="${Math.round(width * (size ?? 30))}" height="${Math.round(height * (size ?? 30))}" src="${src}" frameborder="0" allowfullscreen></iframe>`,
    ...(size === null
      ? {}
      : { embedHeight: String(Math.round(height * size)), embedWidth: String(Math.round(width * size)) }),
  };
}

function liveDetailsOf(video: WorldVideo, at: Instant): object {
  const { broadcast } = video;
  if (!broadcast) return {};
  const state = liveStateAt(video, at);
  return {
    ...(state === "upcoming" ? {} : { actualStartTime: wireTime(video.startAt) }),
    ...(state === "ended" ? { actualEndTime: wireTime(broadcast.endsAt) } : {}),
    scheduledStartTime: wireTime(broadcast.scheduledAt),
    // Nobody's viewers are modelled: a live chat is what marks a broadcast as under way.
    ...(state === "live" ? { activeLiveChatId: `Cg0KC${video.id}` } : {}),
  };
}
