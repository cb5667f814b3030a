import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { TermQuery } from "#domain/search-terms.ts";
import type { Db } from "#storage/database.ts";
import { type Position, readKeyset } from "#storage/sql/keyset.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import { isUsual, type PickReader } from "./picked.ts";
import { demandsValue, filterConditions, type VideoFilter } from "./video-filter.ts";
import { VIDEO_SORTS, type VideoSort } from "./video-sorts.ts";

/** A way through videos, in an order, from a place on. */
export interface VideoWalk {
  readonly sort: VideoSort;
  readonly descending: boolean;
  readonly after: Position | null;
  readonly limit: number;
}

/**
 * The described videos that pass, as `c` (video_counter). Terms are looked up by the index of words, or in each video's own
 * (`s`) if another index leads.
 */
export function passing(filter: VideoFilter, terms: TermQuery | null) {
  const conditions = [...filterConditions(filter)];
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
export async function pickVideos<Row extends Position>(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery | null,
  walk: VideoWalk,
  reader: PickReader<Row>,
): Promise<readonly Row[]> {
  const { from, where } = passing(filter, terms);
  const all = terms === null && Object.values(filter).every((value) => value === undefined);
  return pickFrom(db, { from, where, all }, filter, walk, reader);
}

/** Which rows are walked: `c` (video_counter) is among them. */
interface Walked {
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  /** Whether they are all that there are. */
  readonly all: boolean;
}

/** Picks from rows by the order of a walk; what passes `filter` is known to have what that demands. */
export function pickFrom<Row extends Position>(
  db: Db,
  { from, where, all }: Walked,
  filter: VideoFilter,
  walk: VideoWalk,
  reader: PickReader<Row>,
): Promise<readonly Row[]> {
  const sorted = VIDEO_SORTS[walk.sort];
  const name = sorted.ref.slice("c.".length);
  const column = { ...sorted, nullable: sorted.nullable && !demandsValue(filter, name) };
  const pick = (beyond: RawBuilder<SqlBool>, order: RawBuilder<unknown>, limit: number) => {
    const marked = all && isUsual(limit);
    const statement = sql`
      select ${marked ? ONE_PLAN : sql.raw("")} c.video_id as id, ${sql.ref(column.ref)} as value
      from ${from} where ${where} and ${beyond} order by ${order} limit ${marked ? sql.lit(limit) : limit}`;
    return reader.picked(db, statement, { column, descending: walk.descending, marked });
  };
  return readKeyset({ ...walk, column, idRef: "c.video_id" }, pick);
}
