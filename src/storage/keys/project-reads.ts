import { BUCKETS, type Bucket, quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";

/** A project, and what it may spend today. */
export interface ListedProject {
  readonly id: string;
  /** Google's own name of it, where an error told; `null` until then. */
  readonly consumer: string | null;
  readonly createdAt: Instant;
  /** How many keys it has, whatever their state. */
  readonly keys: number;
  /** The quota day of the question, a bucket each. */
  readonly today: readonly {
    readonly bucket: Bucket;
    readonly limit: number;
    readonly used: number;
    /** Less than the limit leaves where YouTube called the bucket spent. */
    readonly left: number;
    readonly spentAt: Instant | null;
  }[];
}

/** All projects by name. */
export const listProjects = (db: Db, now: Instant): Promise<readonly ListedProject[]> => selectProjects(db, null, now);

/** One project; `null` when there is none of this name. */
export async function readProject(db: Db, id: string, now: Instant): Promise<ListedProject | null> {
  return (await selectProjects(db, id, now))[0] ?? null;
}

async function selectProjects(db: Db, id: string | null, now: Instant): Promise<readonly ListedProject[]> {
  const projects = await db
    .selectFrom("project as p")
    .select(["p.id", "p.consumer", "p.created_at", "p.default_limit", "p.search_limit", "p.batch_limit"])
    .select((eb) =>
      eb
        .selectFrom("api_key as k")
        .whereRef("k.project_id", "=", "p.id")
        .select(eb.fn.countAll<number>().as("n"))
        .as("keys"),
    )
    .$if(id !== null, (query) => query.where("p.id", "=", id))
    .orderBy("p.id")
    .execute();
  const uses = await db
    .selectFrom("ledger")
    .select(["project_id", "bucket", "used", "allowance", "spent_at"])
    .where("day", "=", quotaDay(now).day)
    .execute();
  return projects.map((project) => {
    const limits = { default: project.default_limit, search: project.search_limit, batch: project.batch_limit };
    return {
      id: project.id,
      consumer: project.consumer,
      createdAt: project.created_at,
      keys: Number(project.keys ?? 0),
      today: BUCKETS.map((bucket) => {
        const use = uses.find((row) => row.project_id === project.id && row.bucket === bucket);
        const limit = limits[bucket];
        const used = use?.used ?? 0;
        return { bucket, limit, used, left: (use?.allowance ?? limit) - used, spentAt: use?.spent_at ?? null };
      }),
    };
  });
}
