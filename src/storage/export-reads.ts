import { sql } from "kysely";
import { quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import type { Db } from "./database.ts";

/* What exports say beside their rows. */

/** Every watch there ever was, the eldest first. */
export async function listWatchIds(db: Db): Promise<readonly WatchId[]> {
  const rows = await db.selectFrom("watch").select("id").orderBy("created_at").orderBy("id").execute();
  return rows.map(({ id }) => id as WatchId);
}

/** The units that were charged on the quota days from one instant to another, both included, by bucket. */
export async function unitsSpentOver(db: Db, from: Instant, to: Instant): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ bucket: string; units: number }>`
    select bucket, sum(used) as units from ledger
    where day >= ${quotaDay(from).day}::date and day <= ${quotaDay(to).day}::date
    group by bucket order by bucket`.execute(db);
  return { default: 0, search: 0, batch: 0, ...Object.fromEntries(rows.map(({ bucket, units }) => [bucket, units])) };
}

/** The last migration that the database has. */
export async function schemaVersion(db: Db): Promise<number> {
  const row = await db
    .selectFrom("migration")
    .select(({ fn }) => fn.max("version").as("version"))
    .executeTakeFirst();
  return row?.version ?? 0;
}
