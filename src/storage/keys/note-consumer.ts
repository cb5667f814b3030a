import { sql } from "kysely";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";

/**
 * Notes Google's own name of a project, as an error told it. When an older project has that name, both draw from one
 * quota: the keys move there, and with them what was used on the quota day `day`.
 */
export async function noteConsumer(trx: Db, projectId: string, consumer: string, day: string): Promise<void> {
  const news = await trx
    .updateTable("project")
    .set({ consumer })
    .where("id", "=", projectId)
    .where("consumer", "is distinct from", consumer)
    .returning("id")
    .executeTakeFirst();
  if (!news) return;
  const [eldest, ...others] = await trx
    .selectFrom("project")
    .select("id")
    .where("consumer", "=", consumer)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  if (!eldest || others.length === 0) return;
  const merged = others.map(({ id }) => id);
  await trx.updateTable("api_key").set({ project_id: eldest.id }).where("project_id", "in", merged).execute();
  // Moved, not copied: a third project of that name, found later, must not bring the same units again. The sum may pass
  // the allowance: then YouTube's limit is what was used, and nothing is left. Nor is anything left where YouTube called
  // the bucket spent under any of the names: it is one quota.
  await sql`
    with moved as (
      delete from ledger where project_id = any(${merged}::text[]) and day = ${day}::date
      returning bucket, day, used, allowance, spent_at, probe_at, last_used_at
    )
    insert into ledger (project_id, bucket, day, used, allowance, spent_at, probe_at, last_used_at)
    select ${eldest.id}, bucket, day, sum(used),
      case when count(spent_at) > 0 then sum(used) else greatest(max(allowance), sum(used)) end,
      min(spent_at), max(probe_at), max(last_used_at)
    from moved group by bucket, day
    on conflict (project_id, bucket, day) do update set
      used = ledger.used + excluded.used,
      allowance = case when excluded.spent_at is null and ledger.spent_at is null
        then greatest(ledger.allowance, ledger.used + excluded.used) else ledger.used + excluded.used end,
      spent_at = least(ledger.spent_at, excluded.spent_at),
      probe_at = greatest(ledger.probe_at, excluded.probe_at),
      last_used_at = greatest(ledger.last_used_at, excluded.last_used_at)`.execute(trx);
  await bumpPlanningChange(trx);
}
