import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { type Query, readParts } from "./query.ts";
import type { Answer } from "./refusal.ts";
import { invalidFilters, noFilter } from "./request-refusals.ts";
import { thumbnailsOf } from "./thumbnails.ts";
import { wireDuration, wireTime } from "./wire-time.ts";
import { isVisible, liveStateAt, publishedAtAt, type World, type WorldVideo } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(
  "contentDetails id liveStreamingDetails localizations paidProductPlacementDetails player recordingDetails snippet statistics status topicDetails".split(
    " ",
  ),
);

/** `videos.list` by id: ids that nobody can see are left out without a word. */
export function listVideos(world: World, query: Query, at: Instant): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const ids = query.list("id");
  if (ids.length === 0) return noFilter(["id", "chart", "myRating"]);
  if (ids.length > IDS_PER_CALL) return invalidFilters;
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

/** The videos of a request that can be seen, in the order asked for, each once. */
export function visibleVideos(world: World, ids: readonly string[], at: Instant): readonly WorldVideo[] {
  return [...new Set(ids)].flatMap((id) => {
    const video = world.video(id as VideoId);
    return video && isVisible(video, at) ? [video] : [];
  });
}

/** Counters as YouTube writes them: texts of digits, absent when hidden. */
export function statisticsOf(world: World, video: WorldVideo, at: Instant): Record<string, string> {
  const counters = world.countersAt(video.id, at);
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
    ...(parts.has("statistics") ? { statistics: statisticsOf(world, video, at) } : {}),
    ...(parts.has("player") ? { player: playerOf(video, query) } : {}),
    ...(parts.has("topicDetails")
      ? { topicDetails: { topicCategories: ["https://en.wikipedia.org/wiki/Entertainment"] } }
      : {}),
    ...(parts.has("liveStreamingDetails") && video.broadcast ? { liveStreamingDetails: liveDetailsOf(video, at) } : {}),
  };
}

function snippetOf(world: World, video: WorldVideo, at: Instant): object {
  const text = world.textOf(video.id);
  const { title = "", description = "" } = text ?? {};
  const state = liveStateAt(video, at);
  return {
    publishedAt: wireTime(publishedAtAt(video, at)),
    channelId: video.channelId,
    title,
    description,
    thumbnails: thumbnailsOf(video.id, "all", state === "live"),
    channelTitle: world.channel(video.channelId)?.title ?? "",
    ...(text && text.tags.length > 0 ? { tags: text.tags } : {}),
    categoryId: video.categoryId,
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
    definition: "hd",
    caption: "false",
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
  privacyStatus: "public",
  license: "youtube",
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
