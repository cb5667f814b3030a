import { sql } from "kysely";
import type { TermQuery } from "#domain/search-terms.ts";
import type { Db } from "#storage/database.ts";
import { estimatedRows } from "#storage/sql/estimated-rows.ts";
import type { VideoFilter } from "./video-filter.ts";
import { passing } from "./video-picks.ts";

/** Up to here a count is exact: whoever pages by number goes no further, and counting on would read every row. */
export const COUNTED_MAX = 10_000;

/** How many videos pass: counted up to `COUNTED_MAX`, beyond that as the planner's statistics have it. */
export async function countVideos(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery | null,
): Promise<{ readonly total: number; readonly isEstimate: boolean }> {
  const { from, where } = passing(filter, terms);
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (select from ${from} where ${where} limit ${COUNTED_MAX + 1}) counted`.execute(db);
  const total = rows[0]?.total ?? 0;
  if (total <= COUNTED_MAX) return { total, isEstimate: false };
  const estimated = await estimatedRows(db, sql`select from ${from} where ${where}`);
  return { total: Math.max(estimated, COUNTED_MAX + 1), isEstimate: true };
}
