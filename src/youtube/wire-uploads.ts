import { z } from "zod";
import type { UploadItem, UploadsPage, UploadTextsPage } from "#domain/reply.ts";
import { optionalInstant, part, text } from "./wire-fields.ts";
import { videoId } from "./wire-ids.ts";
import { type Parsed, readList } from "./wire-list.ts";

export const UPLOADS_QUERY = {
  part: "contentDetails",
  maxResults: "50",
  fields: "kind,nextPageToken,pageInfo(totalResults),items(contentDetails(videoId,videoPublishedAt))",
} as const;

/**
 * `videoPublishedAt` is left out for items made private or deleted. Older recorded answers name the video in the
 * snippet only; a server that stands in for YouTube may, too.
 */
const upload = z
  .object({
    contentDetails: part({ videoId, videoPublishedAt: optionalInstant }),
    snippet: part({ resourceId: part({ videoId }) }),
  })
  .transform(({ contentDetails, snippet }, context): UploadItem => {
    const id = contentDetails?.videoId ?? snippet?.resourceId?.videoId;
    if (id) return { videoId: id, publishedAt: contentDetails?.videoPublishedAt ?? null };
    context.addIssue("no video");
    return z.NEVER;
  });

/** Reads one page of `playlistItems.list`. */
export function readUploadsAnswer(body: string): Parsed<UploadsPage> {
  return readList(body, /^youtube#playlistItemListResponse$/, upload, (item) => item.videoId);
}

/** What uploads say, for a discovery: their ids are of no interest to it. */
export const UPLOAD_TEXTS_QUERY = {
  part: "snippet",
  maxResults: "50",
  fields: "kind,nextPageToken,items(snippet(title,description))",
} as const;

const uploadText = z
  .object({ snippet: z.object({ title: text, description: text }) })
  .transform(({ snippet: { title, description } }) => `${title}\n${description}`);

/** Reads one page of `playlistItems.list` for its texts. */
export function readUploadTextsAnswer(body: string): Parsed<UploadTextsPage> {
  const read = readList(body, /^youtube#playlistItemListResponse$/, uploadText, (said) => said);
  if (read.kind === "malformed") return read;
  return { kind: "parsed", body: { texts: read.body.items, nextPageToken: read.body.nextPageToken } };
}
