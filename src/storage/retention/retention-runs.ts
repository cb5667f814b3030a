import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** Pages hold up to 50 ids each. */
const PAGES_A_TIME = 1_000;

/** Deletes what searches and charts answered before `line`, of watches that are kept and of removed ones. */
export async function deleteOldRuns(db: Db, line: Instant): Promise<void> {
  const watches = await db.selectFrom("watch").select("id").orderBy("id").execute();
  for (const { id } of watches) while ((await deleteSome(db, id, line)) >= PAGES_A_TIME);
}

async function deleteSome(db: Db, watchId: string, line: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from watch_page
    where watch_id = ${watchId} and asked_at in (
      select asked_at from watch_page where watch_id = ${watchId} and asked_at < ${at(line)} limit ${PAGES_A_TIME}
    )`.execute(db);
  return Number(numAffectedRows);
}
