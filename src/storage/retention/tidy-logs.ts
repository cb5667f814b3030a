import { sql } from "kysely";
import { days, type Instant, minus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { deleteOldEvents } from "#storage/events.ts";
import { deleteOldSummaries } from "#storage/insights/summaries.ts";
import { deleteOldCalls, rollUpCalls } from "#storage/ledger/calls-rollup.ts";
import { deleteOldHours } from "#storage/rollups/rollup-rows.ts";

/** Long enough to be looked into, and what such rows quote of YouTube may not be stored longer (III.E.4.d). */
const NOTES_KEPT = days(30);

/**
 * Deletes what only tells how the service fared, whatever was decided of the data itself: calls after a week, when each
 * day's spending is summed up; what happened after a day, and hours of channels after eight, which their days keep; after 30 days rows that could not be settled, answered requests to track a channel, and
 * pushes that nobody took, whose news has long been found without them, summaries, and answers that were not made anew.
 */
export async function tidyLogs(db: Db, now: Instant): Promise<void> {
  await rollUpCalls(db, now);
  await deleteOldCalls(db, now);
  await deleteOldEvents(db, now);
  await deleteOldHours(db, now);
  await deleteOldSummaries(db, now);
  const before = at(minus(now, NOTES_KEPT));
  await sql`delete from set_aside where at < ${before}`.execute(db);
  await sql`delete from track_request where state <> 'waiting' and settled_at < ${before}`.execute(db);
  await sql`delete from insight_answer where made_at < ${before}`.execute(db);
  await sql`delete from push where received_at < ${before}`.execute(db);
}
