import { z } from "zod";
import type { ChartPage } from "#domain/reply.ts";
import type { LiveState, VideoDescription } from "#domain/video.ts";
import { durationSeconds } from "./duration.ts";
import { count, flag, instant, optionalInstant, optionalText, part, text, thumbnail } from "./wire-fields.ts";
import { channelId, videoId } from "./wire-ids.ts";
import { type Parsed, readItems, readList } from "./wire-list.ts";
import { videoCounters } from "./wire-statistics.ts";

/**
 * `maxHeight` makes the player part tell its size, whose proportion is the API's only hint of a Short; the largest
 * value is asked for so that rounding does not turn a near square into one (docs/youtube-api.md). Parts cost no units.
 */
export const VIDEO_QUERY = {
  part: "id,snippet,contentDetails,status,statistics,liveStreamingDetails,player",
  maxHeight: "8192",
  fields:
    "kind,items(id,snippet(publishedAt,channelId,channelTitle,title,description,tags,categoryId," +
    "liveBroadcastContent,defaultLanguage,defaultAudioLanguage,thumbnails),contentDetails(duration),status(privacyStatus,madeForKids)," +
    "statistics(viewCount,likeCount,commentCount),liveStreamingDetails(scheduledStartTime,actualStartTime," +
    "actualEndTime),player(embedWidth,embedHeight))",
} as const;

const tags = z
  .array(text)
  .transform((all) => all.filter((tag) => tag !== ""))
  .catch([]);

const video = z.object({
  id: videoId,
  // Without its channel and date a video belongs nowhere; everything else may be missing.
  snippet: z.object({
    channelId,
    channelTitle: text,
    publishedAt: instant,
    title: text,
    description: text,
    tags,
    categoryId: optionalText,
    liveBroadcastContent: optionalText,
    defaultLanguage: optionalText,
    defaultAudioLanguage: optionalText,
    thumbnails: thumbnail,
  }),
  // Absent for upcoming premieres.
  contentDetails: part({ duration: z.string().transform(durationSeconds).nullable().catch(null) }),
  status: part({ privacyStatus: optionalText, madeForKids: flag }),
  statistics: videoCounters,
  liveStreamingDetails: part({
    scheduledStartTime: optionalInstant,
    actualStartTime: optionalInstant,
    actualEndTime: optionalInstant,
  }),
  player: part({ embedWidth: count, embedHeight: count }),
});

type Video = z.infer<typeof video>;

function liveStateOf({ snippet, liveStreamingDetails: live }: Video): LiveState {
  switch (snippet.liveBroadcastContent) {
    case "upcoming":
    case "live":
      return snippet.liveBroadcastContent;
    default:
      // An archive that is still being processed has a start and no end.
      return live?.actualEndTime || live?.actualStartTime ? "ended" : "none";
  }
}

function isPortrait(player: Video["player"]): boolean | null {
  if (!player?.embedWidth || !player.embedHeight) return null;
  return player.embedWidth <= player.embedHeight;
}

const described = video.transform((said): VideoDescription => {
  const { id, snippet, contentDetails, status, statistics, liveStreamingDetails: live, player } = said;
  const liveState = liveStateOf(said);
  return {
    id,
    channelId: snippet.channelId,
    channelTitle: snippet.channelTitle,
    publishedAt: snippet.publishedAt,
    title: snippet.title,
    description: snippet.description,
    tags: snippet.tags,
    categoryId: snippet.categoryId,
    language: snippet.defaultAudioLanguage ?? snippet.defaultLanguage,
    thumbnailUrl: snippet.thumbnails,
    durationSeconds: contentDetails?.duration ?? null,
    portrait: isPortrait(player),
    madeForKids: status?.madeForKids ?? null,
    privacy: status?.privacyStatus ?? null,
    liveState,
    scheduledStartAt: live?.scheduledStartTime ?? null,
    actualStartAt: live?.actualStartTime ?? null,
    actualEndAt: live?.actualEndTime ?? null,
    // An empty `liveStreamingDetails` says nothing: taken for a broadcast, the video would wait for a start for ever.
    broadcast: liveState !== "none" || (live?.scheduledStartTime ?? null) !== null,
    counters: statistics,
  };
});

/** Reads `videos.list` with the parts of `VIDEO_QUERY`. */
export function readVideosAnswer(body: string): Parsed<readonly VideoDescription[]> {
  return readItems(body, /^youtube#videoListResponse$/, described);
}

/** The parts of `VIDEO_QUERY`, of a page of a chart. */
export const CHART_QUERY = {
  ...VIDEO_QUERY,
  fields: `nextPageToken,pageInfo(totalResults),${VIDEO_QUERY.fields}`,
  chart: "mostPopular",
  maxResults: "50",
} as const;

/** Reads a page of `videos.list` with `CHART_QUERY`. */
export function readChartAnswer(body: string): Parsed<ChartPage> {
  const page = readList(body, /^youtube#videoListResponse$/, described, ({ id }) => id);
  if (page.kind === "malformed") return page;
  const { items, nextPageToken, total } = page.body;
  return { kind: "parsed", body: { videos: items, nextPageToken, total } };
}
