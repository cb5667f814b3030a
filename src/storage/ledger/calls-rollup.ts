import { sql } from "kysely";
import { quotaDay } from "#domain/quota.ts";
import { days, hours, type Instant, minus, plus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** How long the call log can be searched. */
const CALLS_KEPT = days(7);

/** A call that was under way at the reset has long ended by then. */
const DAY_SETTLED_AFTER = hours(1);

const CALLS_A_TIME = 2_000;

/**
 * Sums up every quota day that is over, by project, bucket and purpose. A day is summed up once, from all of its calls; its
 * sum outlives them.
 */
export async function rollUpCalls(db: Db, now: Instant): Promise<void> {
  const { oldest } = await db
    .selectFrom("call")
    .select((eb) => eb.fn.min<Instant | null>("charged_at").as("oldest"))
    .executeTakeFirstOrThrow();
  if (oldest === null) return;
  const done = await db
    .selectFrom("call_day")
    .select("day")
    .distinct()
    .where("day", ">=", quotaDay(oldest).day)
    .execute();
  const summed = new Set(done.map(({ day }) => day));
  for (let day = quotaDay(oldest); plus(day.resetsAt, DAY_SETTLED_AFTER) <= now; day = quotaDay(day.resetsAt)) {
    if (summed.has(day.day)) continue;
    await sql`
      insert into call_day (day, project_id, bucket, purpose, calls, units, ids, unanswered)
      select ${day.day}::date, coalesce(project_id, ''), coalesce(bucket, ''), purpose, count(*), sum(units), sum(ids),
        count(*) filter (where outcome is distinct from 'answered')
      from call where charged_at >= ${at(day.startsAt)} and charged_at < ${at(day.resetsAt)}
      group by 2, 3, 4
      on conflict do nothing`.execute(db);
  }
}

/** Deletes calls that are more than a week old, in small batches. Their days must have been summed up. */
export async function deleteOldCalls(db: Db, now: Instant): Promise<void> {
  const before = at(minus(now, CALLS_KEPT));
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from call c using (
        select epoch, number from call where charged_at < ${before} order by charged_at limit ${CALLS_A_TIME}
      ) old
      where c.epoch = old.epoch and c.number = old.number`.execute(db);
    if (numAffectedRows < CALLS_A_TIME) return;
  }
}
