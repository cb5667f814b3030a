import { sql } from "kysely";
import type { TermQuery } from "#domain/search-terms.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { pickRelevant } from "#storage/search/relevant-picks.ts";
import { pickMatches } from "#storage/search/search-picks.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { pickTagged, type TagChoice } from "#storage/tags/tag-picks.ts";
import { LISTED_ROWS, readListedVideo, type VideoRow } from "./listed-videos.ts";
import { type PickReader, PLACES } from "./picked.ts";
import type { VideoFilter } from "./video-filter.ts";
import { pickVideos } from "./video-picks.ts";
import type { VideoSort } from "./video-sorts.ts";

/** Which videos are asked for: by their facts and counters, and by words and tags. */
export interface VideoQuestion {
  readonly filter: VideoFilter;
  /** Words, tags and beginnings of tags that must match; `null` = none is asked for. */
  readonly terms: TermQuery | null;
  /** The words among them: by these relevance is told. */
  readonly words: TermQuery | null;
  /** The tags that `terms` ask for, if they ask for nothing else and for each of them. */
  readonly tags?: TagChoice | null;
}

/** An order and a place in it. `relevance` is best first whatever the direction, and wants words. */
export interface VideoOrder {
  readonly sort: VideoSort | "relevance";
  readonly descending: boolean;
  readonly after: Position | null;
}

/** How far a list by relevance reaches: how many of the newest matches were ranked, and whether those are all. */
export interface Ranking {
  readonly ranked: number;
  readonly complete: boolean;
}

export interface VideoPage {
  readonly videos: readonly VideoRow[];
  /** Where the next page continues; `null` = this is the last. */
  readonly next: Position | null;
  /** `null` unless sorted by relevance. */
  readonly ranking: Ranking | null;
}

/**
 * Up to `limit` described videos after a place in an order, `skip` of them left out at the beginning. Walking a sort whose
 * values do not change meanwhile visits every video once.
 */
export async function readVideoPage(
  db: Db,
  question: VideoQuestion,
  order: VideoOrder & { readonly limit: number; readonly skip?: number },
): Promise<VideoPage> {
  const { skip = 0, limit } = order;
  const end = skip + limit;
  // One more tells whether there is a next page.
  const wanted = { ...order, limit: end + 1 };
  if (skip === 0) {
    const { picks, ranking } = await pickPage(db, question, wanted, LISTED_ROWS);
    return { videos: picks.slice(0, end), next: nextOf(picks, end), ranking };
  }
  // What is left out is counted, and never put together.
  const { picks, ranking } = await pickPage(db, question, wanted, PLACES);
  return { videos: await LISTED_ROWS.placed(db, picks.slice(skip, end)), next: nextOf(picks, end), ranking };
}

function nextOf(picks: readonly Position[], end: number): Position | null {
  const last = picks[end - 1];
  return picks.length > end && last ? { id: last.id, value: last.value } : null;
}

/** A page's places in its order, or at once what stands there (`reader`), by the index that serves the question. */
export async function pickPage<Row extends Position>(
  db: Db,
  { filter, terms, words, tags = null }: VideoQuestion,
  { sort, ...walk }: VideoOrder & { readonly limit: number },
  reader: PickReader<Row>,
): Promise<{ readonly picks: readonly Row[]; readonly ranking: Ranking | null }> {
  if (sort === "relevance") {
    if (terms === null || words === null) throw new Error("relevance wants words");
    const { picks, ...ranking } = await pickRelevant(db, filter, terms, words, walk);
    return { picks: await reader.placed(db, picks), ranking };
  }
  const picked = () => {
    if (tags !== null) return pickTagged(db, filter, tags, { sort, ...walk }, reader);
    if (terms !== null && sort === "publishedAt") return pickMatches(db, filter, terms, walk, reader);
    return pickVideos(db, filter, terms, { sort, ...walk }, reader);
  };
  return { picks: await picked(), ranking: null };
}

/** One described video with its description; `undefined` when it is not known or not described yet. */
export const readVideo = (db: Db, id: VideoId) =>
  readListedVideo<{ description: string; firstSeenAt: Instant; describedAt: Instant }>(
    db,
    id,
    sql.raw(`v.description, v.first_seen_at as "firstSeenAt", v.described_at as "describedAt"`),
  );

/** What a video's texts were before each change, newest first: at most 100, more than any video in use has. */
export const listRevisions = (db: Db, id: VideoId) =>
  db
    .selectFrom("video_revision")
    .select(["seen_at as seenAt", "before"])
    .where("video_id", "=", id)
    .orderBy("seen_at", "desc")
    .limit(100)
    .execute();
