import { sql } from "kysely";
import { BUCKETS, type Bucket, quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { ONLY_SHARD } from "./lease.ts";

/**
 * Counts one more change that planning must see, in the transaction that makes it; gives the new version. The row
 * stays locked until that transaction ends, so versions appear in the order of their numbers.
 */
export async function bumpPlanningChange(trx: Db): Promise<number> {
  const { version } = await trx
    .updateTable("planning_change")
    .set((eb) => ({ version: eb("version", "+", 1) }))
    .where("shard", "=", ONLY_SHARD)
    .returning("version")
    .executeTakeFirstOrThrow();
  return version;
}

/** What a project may spend of one bucket on one quota day. */
export interface ProjectBudget {
  readonly projectId: string;
  readonly bucket: Bucket;
  readonly limit: number;
  readonly used: number;
  /** `null` = not used on that day. */
  readonly lastUsedAt: Instant | null;
}

/** What is asked before every plan, see `readPulse`. */
export interface Pulse {
  /** Of the last change that planning must see. */
  readonly version: number;
  /** Of projects with a key that may be used. */
  readonly budgets: readonly ProjectBudget[];
  /** Projects that have a unit for the test of a key, also those whose keys may all not be used. */
  readonly testable: ReadonlySet<string>;
}

/**
 * What may have changed since the last plan, in one round trip because it is asked before every plan: the version of
 * the last change, and what each project with a usable key has left on the quota day of `now`. A bucket that YouTube
 * called spent has its use for a limit; when a call may try it again it has its own once more, until one is charged:
 * plans paced by a single unit would put the try off until the evening.
 */
export async function readPulse(db: Db, now: Instant): Promise<Pulse> {
  const { rows } = await sql<{ version: number; usable: boolean } & (ProjectBudget | { projectId: null })>`
    with keyed as (
      select p.*, exists (select from api_key k
        where k.project_id = p.id and k.state = 'usable' and k.paused_at is null) as usable
      from project p
      where exists (select from api_key k where k.project_id = p.id and k.paused_at is null)
    ), daily as (
      select id, usable, bucket,
        case bucket when 'default' then default_limit when 'search' then search_limit else batch_limit end as daily_limit
      from keyed, unnest(${[...BUCKETS]}::text[]) as bucket
    )
    select change.version, daily.id as "projectId", daily.usable, daily.bucket,
      case when l.spent_at is not null and l.probe_at <= ${at(now)} then greatest(l.used, daily.daily_limit)
        else coalesce(l.allowance, daily.daily_limit) end as "limit",
      coalesce(l.used, 0) as used, case when l.used > 0 then l.last_used_at end as "lastUsedAt"
    from planning_change change
    left join daily on true
    left join ledger l on l.project_id = daily.id and l.bucket = daily.bucket and l.day = ${quotaDay(now).day}::date
    where change.shard = ${ONLY_SHARD}
    order by daily.id, daily.bucket`.execute(db);
  const [first] = rows;
  if (!first) throw new Error("planning_change has no row: the database was not migrated");
  const budgets: ProjectBudget[] = [];
  const testable = new Set<string>();
  for (const { version: _, usable, ...budget } of rows) {
    if (budget.projectId === null) continue;
    if (usable) budgets.push(budget);
    if (budget.bucket === "default" && budget.used < budget.limit) testable.add(budget.projectId);
  }
  return { version: first.version, budgets, testable };
}
