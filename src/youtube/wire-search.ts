import { z } from "zod";
import type { SearchHit, SearchPage } from "#domain/reply.ts";
import { decodeHtmlEntities } from "./html-entities.ts";
import { instant, text } from "./wire-fields.ts";
import { channelId, videoId } from "./wire-ids.ts";
import { type Parsed, readList } from "./wire-list.ts";

export const SEARCH_QUERY = {
  part: "snippet",
  type: "video",
  maxResults: "50",
  fields: "kind,nextPageToken,pageInfo(totalResults),items(id(videoId),snippet(publishedAt,channelId,title))",
} as const;

/** Only search escapes its titles for HTML (docs/youtube-api.md). */
const item = z
  .object({ id: z.object({ videoId }), snippet: z.object({ channelId, publishedAt: instant, title: text }) })
  .transform(
    ({ id, snippet }): SearchHit => ({
      videoId: id.videoId,
      channelId: snippet.channelId,
      title: decodeHtmlEntities(snippet.title),
      publishedAt: snippet.publishedAt,
    }),
  );

/** Reads one page of `search.list` for videos. */
export function readSearchAnswer(body: string): Parsed<SearchPage> {
  const page = readList(body, /^youtube#searchListResponse$/, item, (hit) => hit.videoId);
  if (page.kind === "malformed") return page;
  const { items, nextPageToken, total } = page.body;
  return { kind: "parsed", body: { hits: items, nextPageToken, totalEstimate: total } };
}
