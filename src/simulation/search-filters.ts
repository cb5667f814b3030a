import { type ChannelId, isChannelId } from "#domain/channel.ts";
import { type Instant, parseInstant } from "#domain/time.ts";
import type { Query } from "./query.ts";
import { share } from "./random.ts";
import type { Answer } from "./refusal.ts";
import { isRegion } from "./regions.ts";
import { invalidArgument, invalidRegionCode, invalidSearchFilter, invalidValue } from "./request-refusals.ts";
import { isBlockedIn, topicsOf, traitsOf } from "./video-traits.ts";
import { durationAt } from "./videos-endpoint.ts";
import { liveStateAt, publishedAtAt, type World, type WorldVideo } from "./world.ts";

/** The values that a parameter of `search.list` takes; the first of each is what it means when it is absent. */
const VALUES = {
  order: ["relevance", "date", "rating", "title", "videoCount", "viewCount"],
  eventType: ["any", "none", "upcoming", "live", "completed"],
  videoDuration: ["any", "short", "medium", "long"],
  videoDefinition: ["any", "high", "standard"],
  videoCaption: ["any", "closedCaption", "none"],
  videoLicense: ["any", "creativeCommon", "youtube"],
  safeSearch: ["moderate", "none", "strict"],
} as const;

/** Those that ask for videos only, and are refused of everything else. */
const VIDEO_ONLY = [
  "eventType",
  "videoCaption",
  "videoCategoryId",
  "videoDefinition",
  "videoDuration",
  "videoLicense",
] as const;

type Choice<Name extends keyof typeof VALUES> = (typeof VALUES)[Name][number];

/** A search as it was asked for. */
export interface Search {
  readonly q: string;
  readonly channelId: ChannelId | null;
  readonly after: Instant | null;
  readonly before: Instant | null;
  readonly isForVideos: boolean;
  readonly order: Choice<"order">;
  readonly filters: readonly ((video: WorldVideo, at: Instant) => boolean)[];
}

/** What of another language is found all the same: a language is preferred, not required [A]. */
const FOREIGN_SHARE = 0.2;

/** Reads a search, or says how YouTube refuses it. What a filter keeps out never depends on the order of the filters. */
export function readSearch(world: World, query: Query): Search | Answer {
  const channelId = query.one("channelId");
  const after = readTime(query, "publishedAfter");
  const before = readTime(query, "publishedBefore");
  if ((channelId !== null && !isChannelId(channelId)) || after === "malformed" || before === "malformed") {
    return invalidArgument;
  }
  const types = query.list("type");
  if (VIDEO_ONLY.some((name) => query.one(name) !== null) && !types.includes("video")) return invalidSearchFilter;
  for (const [name, values] of Object.entries(VALUES)) {
    const value = query.one(name);
    if (value !== null && !(values as readonly string[]).includes(value)) return invalidValue(name, value);
  }
  const regionCode = query.one("regionCode");
  if (regionCode !== null && !isRegion(regionCode)) return invalidRegionCode;
  const language = query.one("relevanceLanguage");
  if (language !== null && !/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(language))
    return invalidValue("relevanceLanguage", language);
  return {
    q: query.one("q") ?? "",
    channelId,
    after,
    before,
    isForVideos: types.length === 0 || types.includes("video"),
    order: chosen(query, "order"),
    filters: filtersOf(world, query),
  };
}

function filtersOf(world: World, query: Query): Search["filters"] {
  const filters: ((video: WorldVideo, at: Instant) => boolean)[] = [];
  const category = query.one("videoCategoryId");
  const topic = query.one("topicId");
  const region = query.one("regionCode");
  const language = query.one("relevanceLanguage")?.split("-")[0];
  const safety = chosen(query, "safeSearch");
  const kept = { eventType: chosen(query, "eventType"), videoDuration: chosen(query, "videoDuration") };
  const [definition, caption, licence] = [
    chosen(query, "videoDefinition"),
    chosen(query, "videoCaption"),
    chosen(query, "videoLicense"),
  ];
  if (category !== null) filters.push((video, at) => world.textOf(video.id, at)?.categoryId === category);
  if (topic !== null)
    filters.push((video, at) => topicsOf(world.textOf(video.id, at)?.categoryId ?? "").includes(topic));
  if (region !== null) filters.push((video) => !isBlockedIn(video, region));
  if (language !== undefined) filters.push((video, at) => speaks(world, video, language, at));
  if (kept.eventType !== "any") filters.push((video, at) => eventOf(video, at) === kept.eventType);
  if (kept.videoDuration !== "any") filters.push((video, at) => lengthOf(video, at) === kept.videoDuration);
  if (definition !== "any") filters.push((video) => (traitsOf(video).definition === "hd") === (definition === "high"));
  if (caption !== "any") filters.push((video) => traitsOf(video).captioned === (caption === "closedCaption"));
  if (licence !== "any") filters.push((video) => traitsOf(video).licence === licence);
  if (safety !== "none")
    filters.push((video) => ["no", safety === "moderate" ? "strict" : "no"].includes(traitsOf(video).touchy));
  return filters;
}

const chosen = <Name extends keyof typeof VALUES>(query: Query, name: Name): Choice<Name> =>
  (query.one(name) as Choice<Name> | null) ?? VALUES[name][0];

function readTime(query: Query, name: string): Instant | null | "malformed" {
  const text = query.one(name);
  return text === null ? null : (parseInstant(text) ?? "malformed");
}

function speaks(world: World, video: WorldVideo, language: string, at: Instant): boolean {
  const text = world.textOf(video.id, at);
  const own = [text?.language, text?.audioLanguage].filter((code) => code != null);
  if (own.length === 0 || own.some((code) => code.split("-")[0] === language)) return true;
  return share("foreign", video.id, language) < FOREIGN_SHARE;
}

/** `none` = no broadcast. */
function eventOf(video: WorldVideo, at: Instant): Choice<"eventType"> {
  const state = liveStateAt(video, at);
  return state === "ended" ? "completed" : state;
}

/** Under 4 minutes, up to 20, longer (documented); `null` while nobody knows. */
function lengthOf(video: WorldVideo, at: Instant): Choice<"videoDuration"> | null {
  const said = durationAt(video, at);
  if (said === null || said === "P0D") return null;
  if (video.durationSeconds < 240) return "short";
  return video.durationSeconds <= 1200 ? "medium" : "long";
}

/** When a video counts as published, within the window that was asked for. */
export const isInWindow = ({ after, before }: Search, video: WorldVideo, at: Instant): boolean => {
  const publishedAt = publishedAtAt(video, at);
  return (after === null || publishedAt >= after) && (before === null || publishedAt < before);
};
