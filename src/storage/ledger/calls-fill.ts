import { sql } from "kysely";
import { days, type Instant, minus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** A call takes so many ids. */
const IDS_MAX = 50;

export interface Fill {
  /** Sampling calls of the last 24 hours, and the ids that they carried. */
  readonly calls: number;
  readonly ids: number;
  /** Ids that each might have carried: 50, or all videos where there are fewer. */
  readonly room: number;
}

/** How full sampling calls left in the last 24 hours, by the log of calls. */
export async function readFill(db: Db, now: Instant): Promise<Fill> {
  const { rows } = await sql<Fill>`
    select count(*) as calls, coalesce(sum(ids), 0) as ids,
      (select count(*) from (select from video_counter limit ${IDS_MAX}) known) as room
    from call where charged_at > ${at(minus(now, days(1)))} and charged_at <= ${at(now)} and kind = 'sample'`.execute(
    db,
  );
  return rows[0] ?? { calls: 0, ids: 0, room: 0 };
}
