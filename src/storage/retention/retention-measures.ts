import { sql } from "kysely";
import { firstDayFrom } from "#domain/day-gain.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/**
 * Deletes what is known of all videos of a format together and was taken before `line`. No video can be told from it, and
 * yet it rests on counters that are old by then; what is usual now is taken anew every hour.
 */
export async function deleteOldMeasures(db: Db, line: Instant): Promise<void> {
  await sql`delete from velocity_day where day < ${firstDayFrom(line)}::date`.execute(db);
  await sql`delete from velocity_typical where computed_at < ${at(line)}`.execute(db);
  await sql`delete from forecast_model where trained_at < ${at(line)}`.execute(db);
  await sql`delete from engagement_prior where computed_at < ${at(line)}`.execute(db);
}
