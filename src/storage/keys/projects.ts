import { sql } from "kysely";
import type { ProjectLimits } from "#domain/project.ts";
import { BUCKET_UNITS_DEFAULT, BUCKETS, type Bucket, quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/**
 * The project that keys named `id` belong to, made when there is none, with YouTube's ordinary limits. When Google
 * calls it by the same name as an older project of ours, the older one is meant. It stays until the transaction ends.
 */
export async function ensureProject(trx: Db, id: string, now: Instant): Promise<string> {
  await insertProject(trx, id, BUCKET_UNITS_DEFAULT, now);
  const eldest = await trx
    .selectFrom("project as meant")
    .innerJoin("project as named", "named.consumer", "meant.consumer")
    .select("meant.id")
    .where("named.id", "=", id)
    .orderBy("meant.created_at")
    .orderBy("meant.id")
    .limit(1)
    .executeTakeFirst();
  const meant = eldest?.id ?? id;
  const there = await trx.selectFrom("project").select("id").where("id", "=", meant).forShare().executeTakeFirst();
  // It was removed between the two statements; now that this is known it is made again.
  return there ? meant : ensureProject(trx, id, now);
}

async function insertProject(trx: Db, id: string, limits: ProjectLimits, now: Instant): Promise<boolean> {
  const made = await trx
    .insertInto("project")
    .values({ id, consumer: null, ...limitColumns(limits), created_at: at(now) })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return made !== undefined;
}

const limitColumns = ({ default: units, search, batch }: ProjectLimits) => ({
  default_limit: units,
  search_limit: search,
  batch_limit: batch,
});

/** Whether keys of `id` would be those of a second project, which nobody has acknowledged. */
export async function isSecondProject(trx: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select exists (select from api_key where project_id <> ${id})
      and not exists (select from api_key where project_id = ${id})
      and not exists (select from installation where several_projects_at is not null) as needed`.execute(trx);
  return rows[0]?.needed ?? true;
}

/** Records that somebody has read what docs/policy.md says of several projects, and wants them. */
export async function acknowledgeSeveralProjects(db: Db, now: Instant): Promise<void> {
  await db
    .updateTable("installation")
    .set({ several_projects_at: at(now) })
    .where("several_projects_at", "is", null)
    .execute();
}

export type ProjectCreation =
  | { readonly kind: "created" }
  | { readonly kind: "alreadyThere" }
  /** There is a project, and nobody has acknowledged that there are to be several. */
  | { readonly kind: "needsAcknowledgement" };

/** Makes a project that has no key yet, with limits of its own. */
export async function createProject(db: Db, id: string, limits: ProjectLimits, now: Instant): Promise<ProjectCreation> {
  return inTransaction(db, async (trx) => {
    // Two that come at once must not both be the first.
    const installation = await trx
      .selectFrom("installation")
      .select("several_projects_at")
      .forUpdate()
      .executeTakeFirst();
    const projects = await trx.selectFrom("project").select("id").execute();
    if (projects.some((project) => project.id === id)) return { kind: "alreadyThere" };
    if (projects.length > 0 && !installation?.several_projects_at) return { kind: "needsAcknowledgement" };
    if (!(await insertProject(trx, id, limits, now))) return { kind: "alreadyThere" };
    // One of the same name may have been removed today, after it was used.
    const { day } = quotaDay(now);
    for (const bucket of BUCKETS) await putToday(trx, id, bucket, day, limits[bucket]);
    await bumpPlanningChange(trx);
    return { kind: "created" };
  });
}

/**
 * Changes a project's limits, at once for the quota day of `now`: more may be spent from then on, or no more than has been.
 * Where YouTube called the bucket spent, its word stands; but one call may try it, since whoever raises a limit has been
 * granted more. Gives whether there is such a project.
 */
export async function changeLimits(db: Db, id: string, limits: Partial<ProjectLimits>, now: Instant): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const project = await trx.selectFrom("project").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
    if (!project) return false;
    const former: ProjectLimits = {
      default: project.default_limit,
      search: project.search_limit,
      batch: project.batch_limit,
    };
    const latter = { ...former, ...limits };
    await trx.updateTable("project").set(limitColumns(latter)).where("id", "=", id).execute();
    const { day } = quotaDay(now);
    for (const bucket of BUCKETS) {
      if (latter[bucket] === former[bucket]) continue;
      // A row is made where there is none, because a charge under way would make one by the limit it has read.
      await sql`
        insert into ledger (project_id, bucket, day, used, allowance, last_used_at)
        values (${id}, ${bucket}, ${day}::date, 0, ${latter[bucket]}, ${at(project.created_at)})
        on conflict do nothing`.execute(trx);
      await putToday(trx, id, bucket, day, latter[bucket]);
      if (latter[bucket] < former[bucket]) continue;
      await trx
        .updateTable("ledger")
        .set({ probe_at: at(now) })
        .where("project_id", "=", id)
        .where("bucket", "=", bucket)
        .where("day", "=", day)
        .where("spent_at", "is not", null)
        .execute();
    }
    await bumpPlanningChange(trx);
    return true;
  });
}

/** Puts a limit in force for a quota day that has begun: what is used stays used, and what YouTube called spent is spent. */
const putToday = (trx: Db, id: string, bucket: Bucket, day: string, limit: number) =>
  sql`
    update ledger set allowance = greatest(used, case when spent_at is null then ${limit}::integer
      else least(allowance, ${limit}::integer) end)
    where project_id = ${id} and bucket = ${bucket} and day = ${day}::date`.execute(trx);

export type ProjectRemoval = "removed" | "unknown" | "hasKeys";

/**
 * Forgets a project without keys. What it has used stays in the ledger: a project of the same name, made on the same day,
 * goes on from there.
 */
export async function removeProject(db: Db, id: string): Promise<ProjectRemoval> {
  return inTransaction(db, async (trx) => {
    const there = await trx.selectFrom("project").select("id").where("id", "=", id).forUpdate().executeTakeFirst();
    if (!there) return "unknown";
    const key = await trx.selectFrom("api_key").select("fingerprint").where("project_id", "=", id).executeTakeFirst();
    if (key) return "hasKeys";
    const pauses = BUCKETS.map((bucket) => `rate:${bucket}:${id}`);
    await trx.deleteFrom("pause").where("subject", "in", pauses).execute();
    await trx.deleteFrom("project").where("id", "=", id).execute();
    await bumpPlanningChange(trx);
    return "removed";
  });
}
