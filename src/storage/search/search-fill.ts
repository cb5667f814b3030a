import { sql } from "kysely";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { nextVideos } from "#storage/retention/retention-videos.ts";
import { inRange } from "#storage/sql/id-range.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { writeSearchTerms } from "./search-terms.ts";

/** Where all are indexed, looking through so many takes some milliseconds. */
const IDS_A_TIME = 1_000;
/** A transaction that indexes so many takes some tens of milliseconds. */
const VIDEOS_A_TIME = 50;

/**
 * Of the next videos after an id, indexes those that are described and in no index yet: they were collected before there
 * was one. Gives the id after which to go on, or `null` when all have been looked through. Safe beside settlements: a
 * video that is being described at the moment is left to the one who does it.
 */
export async function fillSearchTerms(db: Db, after: string): Promise<string | null> {
  const range = await nextVideos(db, after, IDS_A_TIME);
  const { rows } = await sql<{ id: VideoId }>`
    select c.video_id as id from video_counter c join video v on v.id = c.video_id
    where ${inRange("c.video_id", range)} and c.published_at is not null and v.title <> ''
      and not exists (select from video_search s where s.video_id = c.video_id)
    order by c.video_id`.execute(db);
  for (let i = 0; i < rows.length; i += VIDEOS_A_TIME) {
    const ids = rows.slice(i, i + VIDEOS_A_TIME).map(({ id }) => id);
    await inTransaction(db, async (trx) => writeSearchTerms(trx, await lockVideos(trx, ids)));
  }
  return range.upTo;
}

async function lockVideos(trx: Db, ids: readonly VideoId[]): Promise<readonly VideoId[]> {
  const { rows } = await sql<{ id: VideoId }>`
    select id from video where id = any(${[...ids]}::text[]) order by id for update skip locked`.execute(trx);
  return rows.map(({ id }) => id);
}
