import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { TermQuery } from "#domain/search-terms.ts";
import type { Db } from "./database.ts";
import { type Position, readKeyset } from "./keyset.ts";
import { ONE_PLAN } from "./prepared-statements.ts";
import { demandsValue, filterConditions, type VideoFilter } from "./video-filter.ts";
import { VIDEO_SORTS, type VideoSort } from "./video-sorts.ts";

/** A way through videos, in an order, from a place on. */
export interface VideoWalk {
  readonly sort: VideoSort;
  readonly descending: boolean;
  readonly after: Position | null;
  readonly limit: number;
}

/** Tags of which a video must carry any, or all; folded. */
export interface TagChoice {
  readonly keys: readonly string[];
  readonly mode: "any" | "all";
}

/**
 * The described videos that pass, as `c` (video_counter). Terms are looked up by the index of words, or in each video's own
 * (`s`) if another index leads. `tags` say the same as `terms`: those are looked at in the video, which is led to by an order,
 * and cost a third of looking at all its words there.
 */
export function passing(filter: VideoFilter, terms: TermQuery | null, tags: TagChoice | null = null) {
  const conditions = [...filterConditions(filter)];
  if (tags !== null) {
    const operator = sql.raw(tags.mode === "all" ? "@>" : "&&");
    conditions.push(sql<SqlBool>`v.tag_keys ${operator} ${[...tags.keys]}::text[]`);
    return {
      from: sql.raw("video_counter c join video v on v.id = c.video_id"),
      where: sql.join(conditions, sql` and `),
    };
  }
  if (terms !== null) conditions.push(sql<SqlBool>`s.terms @@ ${terms}::tsquery`);
  return {
    from: sql.raw(`video_counter c${terms === null ? "" : " join video_search s on s.video_id = c.video_id"}`),
    where: sql.join(conditions, sql` and `),
  };
}

/**
 * Picks up to `limit` videos after a position, by the counters' rows alone. Which index serves is left to PostgreSQL,
 * which is told the values: a statistic of them decides whether an order is walked and filtered, or what a filter leaves is
 * sorted. Only a walk of all videos has a plan that fits every position.
 */
export async function pickVideos(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery | null,
  walk: VideoWalk,
  tags: TagChoice | null = null,
): Promise<readonly Position[]> {
  const sorted = VIDEO_SORTS[walk.sort];
  const name = sorted.ref.slice("c.".length);
  const column = { ...sorted, nullable: sorted.nullable && !demandsValue(filter, name) };
  const { from, where } = passing(filter, terms, tags);
  const all = terms === null && Object.values(filter).every((value) => value === undefined);
  const pick = async (beyond: RawBuilder<SqlBool>, order: RawBuilder<unknown>, limit: number) => {
    const { rows } = await sql<Position>`
      select ${all ? ONE_PLAN : sql.raw("")} c.video_id as id, ${sql.ref(column.ref)} as value
      from ${from} where ${where} and ${beyond} order by ${order} limit ${limit}`.execute(db);
    return rows;
  };
  return readKeyset({ ...walk, column, idRef: "c.video_id" }, pick);
}
