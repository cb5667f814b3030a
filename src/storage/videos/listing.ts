import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import { type IdRange, inRange } from "#storage/sql/id-range.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/**
 * Copies what lists are filtered and sorted by to the counters' rows of described videos, so that a page is one walk of
 * one index (docs/decisions/0009-lists-within-one-table.md). Rows that say it already are not rewritten: each stands in
 * some twenty indexes, and most descriptions are renewals that change nothing.
 */
export async function writeListing(trx: Db, ids: readonly VideoId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update video_counter c
    set published_at = v.published_at, format = v.format, category_id = v.category_id, language = v.language,
      duration_seconds = v.duration_seconds, made_for_kids = v.made_for_kids, live_state = v.live_state,
      changed_at = v.changed_at
    from (
      select *, (select max(r.seen_at) from video_revision r where r.video_id = video.id) as changed_at
      from video
      where id = any(${[...ids]}::text[]) and described_at is not null
    ) v
    where c.video_id = v.id and c.video_id = any(${[...ids]}::text[])
      and (c.published_at, c.format, c.category_id, c.language, c.duration_seconds, c.made_for_kids, c.live_state,
          c.changed_at)
        is distinct from (v.published_at, v.format, v.category_id, v.language, v.duration_seconds, v.made_for_kids,
          v.live_state, v.changed_at)`.execute(trx);
}

/** Lets lists forget the changes of a range of videos that were seen before `line`, as their revisions are deleted. */
export async function forgetChanges(db: Db, range: IdRange, line: Instant): Promise<void> {
  const old = sql`${inRange("video_id", range)} and changed_at < ${at(line)}`;
  const { rows } = await sql`select from video_counter where ${old} limit 1`.execute(db);
  if (rows.length === 0) return;
  await inTransaction(db, async (trx) => {
    // Settlements lock the same row: two transactions that rewrite counters must not cross.
    await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
    await sql`update video_counter set changed_at = null where ${old}`.execute(trx);
  });
}
