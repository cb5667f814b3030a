import { type Instant, plus } from "#domain/time.ts";
import { offsetIn, offsetToken } from "./page-tokens.ts";
import { type Query, readMaxResults, readParts } from "./query.ts";
import { share } from "./random.ts";
import type { Answer } from "./refusal.ts";
import { invalidPageToken } from "./request-refusals.ts";
import { isInWindow, readSearch, type Search } from "./search-filters.ts";
import { isMissing, isOmitted, isThinnedOut, searchLag } from "./search-habits.ts";
import { SearchIndex } from "./search-index.ts";
import { inOrder } from "./search-order.ts";
import { thumbnailsOf } from "./thumbnails.ts";
import { wireTime } from "./wire-time.ts";
import { isPublic, liveStateAt, publishedAtAt, type World, type WorldVideo } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(["id", "snippet"]);
/** Paging ends here, whatever the estimate says. */
const RESULTS_MAX = 500;
const DESCRIPTION_CHARACTERS_MAX = 120;

/** `search.list` over one world, whose words are indexed when it is first searched. */
export function searcher(world: World): (query: Query, at: Instant) => Answer {
  const index = new SearchIndex(world);
  return (query, at) => {
    const parts = readParts(query, PARTS);
    if ("status" in parts) return parts;
    const maxResults = readMaxResults(query);
    if (typeof maxResults !== "number") return maxResults;
    const search = readSearch(world, query);
    if ("status" in search) return search;
    const token = query.one("pageToken");
    const offset = token === null ? 0 : offsetIn(token);
    if (offset === null) return invalidPageToken;

    const found = search.isForVideos ? foundBy(search, index, at) : [];
    const shown = found.filter((video) => !isThinnedOut(search.q, video.id, found.length));
    const reachable = inOrder(world, shown, search, at).slice(0, RESULTS_MAX);
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
        pageInfo: {
          totalResults: estimate(search.q, found.length),
          resultsPerPage: page.length === 0 ? 0 : maxResults,
        },
        items: page.map((video) => resultResource(world, video, at, parts)),
      },
    };
  };
}

/** All that search knows at an instant of what was asked for, in no order. */
function foundBy(search: Search, index: SearchIndex, at: Instant): readonly WorldVideo[] {
  const { q, channelId, filters } = search;
  return index
    .matching(q, at)
    .filter(
      (video) =>
        isPublic(video, at) &&
        (channelId === null || video.channelId === channelId) &&
        isInWindow(search, video, at) &&
        at >= plus(video.listedAt, searchLag(video.id)) &&
        !isOmitted(q, video.id) &&
        !isMissing(q, video.id, at) &&
        filters.every((keeps) => keeps(video, at)),
    );
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
