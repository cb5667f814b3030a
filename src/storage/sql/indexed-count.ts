import { sql } from "kysely";
import type { Db } from "#storage/database.ts";

/** Below this many the videos are counted; above, the planner's statistics are near enough for a ratio. */
const COUNTED_MAX = 20_000;

/** How many videos are in the index, about: what a tag's share of all is taken of. */
export async function countIndexed(db: Db): Promise<number> {
  // As the planner does it: the rows a page held when it was last looked at, times the pages there are now.
  const { rows } = await sql<{ about: number }>`
    select c.reltuples / greatest(c.relpages, 1) * (pg_relation_size(c.oid) / current_setting('block_size')::int) as about
    from pg_class c where c.oid = 'video_search'::regclass`.execute(db);
  const about = rows[0]?.about ?? 0;
  if (about > COUNTED_MAX) return Math.round(about);
  const counted = await sql<{ n: number }>`select count(*) as n from video_search`.execute(db);
  return counted.rows[0]?.n ?? 0;
}
