import { z } from "zod";
import type { UploadItem, UploadsPage } from "#domain/reply.ts";
import { optionalInstant, part } from "./wire-fields.ts";
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
