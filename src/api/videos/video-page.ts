import type { FastifyReply, FastifyRequest } from "fastify";
import { newestIso } from "#api/http/iso.ts";
import { numberedPage, type Paging } from "#api/http/page-query.ts";
import { nextPage, pageStart } from "#api/http/paging.ts";
import { sortParts } from "#api/http/params.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import type { SortColumn } from "#storage/sql/keyset.ts";
import { countVideos } from "#storage/videos/video-count.ts";
import { VIDEO_SORTS, type VideoSort } from "#storage/videos/video-sorts.ts";
import { readVideoPage, type VideoQuestion } from "#storage/videos/videos.ts";
import { videoItemOf } from "./video-answer.ts";
import { pickFields, type VideoFields } from "./video-fields.ts";

/** Sorts whose values no sample changes, so that their pages visit each video exactly once. */
const STEADY_SORTS: readonly string[] = ["publishedAt", "durationSeconds"];

export type SortText = VideoSort | `-${VideoSort}` | "relevance";

/** A sort as it is asked for, in parts; relevance is best first. */
export const orderOf = (text: SortText): { sort: VideoSort | "relevance"; descending: boolean } =>
  text === "relevance" ? { sort: text, descending: true } : sortParts<VideoSort>(text);

const kindOf = (sort: VideoSort | "relevance"): SortColumn["kind"] =>
  sort === "relevance" ? "fraction" : VIDEO_SORTS[sort].kind;

interface PageQuery extends Paging {
  readonly sort: SortText;
  readonly fields?: string | undefined;
}

/** A page of the videos that answer a question, by cursor or by number, with where the next one continues. */
export async function videoPageOf(
  db: Db,
  question: VideoQuestion,
  query: PageQuery,
  fields: VideoFields,
  { now, pool }: { readonly now: Instant; readonly pool: number },
  http: { readonly request: FastifyRequest; readonly reply: FastifyReply },
) {
  const { page: _, pageSize: __, fields: ___, ...walk } = query;
  const { sort, descending } = orderOf(query.sort);
  const start = pageStart(walk, kindOf(sort));
  if (start.kind === "refused") return start;
  const numbered = numberedPage(query);
  const limit = numbered?.pageSize ?? query.limit;
  const skip = numbered?.skip ?? 0;
  const [found, counted] = await Promise.all([
    readVideoPage(db, question, { sort, descending, after: start.after, limit, skip }),
    numbered === null ? null : countVideos(db, question.filter, question.terms),
  ]);
  return {
    kind: "page" as const,
    page: {
      items: pickFields(
        fields,
        found.videos.map((video) => videoItemOf(video, pool, now)),
      ),
      next: found.next === null ? null : nextPage(found.next, start.key, http.request, http.reply),
      asOf: newestIso(found.videos.map(({ capturedAt }) => capturedAt)),
      approximate: !STEADY_SORTS.includes(sort),
      ...(numbered &&
        counted && {
          page: numbered.page,
          pageSize: numbered.pageSize,
          total: counted.total,
          totalIsEstimate: counted.isEstimate,
        }),
      ...(found.ranking && { ranked: found.ranking.ranked, rankedAll: found.ranking.complete }),
    },
  };
}
