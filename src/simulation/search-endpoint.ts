import { isChannelId } from "#domain/channel.ts";
import { type Instant, parseInstant } from "#domain/time.ts";
import { offsetIn, offsetToken } from "./page-tokens.ts";
import { type Query, readMaxResults, readParts } from "./query.ts";
import { hash, share } from "./random.ts";
import type { Answer } from "./refusal.ts";
import { invalidArgument, invalidPageToken, invalidSearchFilter } from "./request-refusals.ts";
import { SearchIndex } from "./search-index.ts";
import { thumbnailsOf } from "./thumbnails.ts";
import { wireTime } from "./wire-time.ts";
import { isPublic, liveStateAt, publishedAtAt, type World, type WorldVideo } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(["id", "snippet"]);
/** Paging ends here, whatever the estimate says. */
const RESULTS_MAX = 500;
/** Search forgets some videos for each query; nobody knows the share, reports go up to half. */
const OMITTED_SHARE = 0.03;
const DESCRIPTION_CHARACTERS_MAX = 120;

/** `search.list` over one world, whose words are indexed when it is first searched. */
export function searcher(world: World): (query: Query, at: Instant) => Answer {
  const index = new SearchIndex(world);
  return (query, at) => {
    const parts = readParts(query, PARTS);
    if ("status" in parts) return parts;
    const maxResults = readMaxResults(query);
    if (typeof maxResults !== "number") return maxResults;
    const channelId = query.one("channelId");
    const after = readTime(query, "publishedAfter");
    const before = readTime(query, "publishedBefore");
    if ((channelId !== null && !isChannelId(channelId)) || after === "malformed" || before === "malformed") {
      return invalidArgument;
    }
    const type = query.list("type");
    const needsVideo = ["eventType", "videoDuration", "videoDefinition", "videoCategoryId"].some((name) =>
      query.one(name),
    );
    if (needsVideo && !type.includes("video")) return invalidSearchFilter;
    const token = query.one("pageToken");
    const offset = token === null ? 0 : offsetIn(token);
    if (offset === null) return invalidPageToken;

    const q = query.one("q") ?? "";
    const isFound = (video: WorldVideo): boolean => {
      if (!isPublic(video, at) || (channelId !== null && video.channelId !== channelId)) return false;
      const publishedAt = publishedAtAt(video, at);
      if ((after !== null && publishedAt < after) || (before !== null && publishedAt >= before)) return false;
      return share("omitted", q, video.id) >= OMITTED_SHARE;
    };
    const isVideoWanted = type.length === 0 || type.includes("video");
    const found = isVideoWanted ? index.matching(q, at).filter(isFound) : [];
    const ordered =
      query.one("order") === "date"
        ? found.toSorted((a, b) => publishedAtAt(b, at) - publishedAtAt(a, at) || hash(a.id) - hash(b.id))
        : found.toSorted((a, b) => hash("relevance", q, a.id) - hash("relevance", q, b.id));
    const reachable = ordered.slice(0, RESULTS_MAX);
    const next = offset + maxResults;
    const page = reachable.slice(offset, next);
    return {
      status: 200,
      body: {
        kind: "youtube#searchListResponse",
        etag: "",
        ...(next < reachable.length && maxResults > 0 ? { nextPageToken: offsetToken(next, false) } : {}),
        ...(offset > 0 ? { prevPageToken: offsetToken(Math.max(0, offset - maxResults), true) } : {}),
        regionCode: query.one("regionCode") ?? "US",
        pageInfo: { totalResults: estimate(q, found.length), resultsPerPage: page.length === 0 ? 0 : maxResults },
        items: page.map((video) => resultResource(world, video, at, parts)),
      },
    };
  };
}

function readTime(query: Query, name: string): Instant | null | "malformed" {
  const text = query.one(name);
  return text === null ? null : (parseInstant(text) ?? "malformed");
}

/** The total is a guess that is never far below the truth and often far above it, capped at a million. */
const estimate = (q: string, found: number): number =>
  Math.min(1_000_000, Math.round(found * (1 + 4 * share("estimate", q))));

function resultResource(world: World, video: WorldVideo, at: Instant, parts: ReadonlySet<string>): object {
  return {
    kind: "youtube#searchResult",
    etag: "",
    id: { kind: "youtube#video", videoId: video.id },
    ...(parts.has("snippet") ? { snippet: snippetOf(world, video, at) } : {}),
  };
}

function snippetOf(world: World, video: WorldVideo, at: Instant): object {
  const text = world.textOf(video.id, at);
  const state = liveStateAt(video, at);
  const publishedAt = wireTime(publishedAtAt(video, at));
  return {
    publishedAt,
    channelId: video.channelId,
    title: escapeHtml(text?.title ?? ""),
    description: shorten(text?.description ?? ""),
    thumbnails: thumbnailsOf(video.id, "small", state === "live", text?.thumbnail ?? 0),
    channelTitle: world.channel(video.channelId)?.title ?? "",
    liveBroadcastContent: state === "ended" ? "none" : state,
    publishTime: publishedAt,
  };
}

/** Only search writes titles as HTML. */
const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("'", "&#39;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

function shorten(description: string): string {
  const line = description.replaceAll("\n", " ");
  return line.length <= DESCRIPTION_CHARACTERS_MAX ? line : `${line.slice(0, DESCRIPTION_CHARACTERS_MAX)} ...`;
}
