import { sql } from "kysely";
import { BUCKET_UNITS_DEFAULT } from "#domain/quota.ts";
import type { WatchId, WatchSource } from "#domain/watch.ts";
import { type BucketShare, bucketOfWatch } from "#domain/watch-cost.ts";
import type { Db } from "#storage/database.ts";

/**
 * What the other active watches of a kind draw from its bucket, and how much all projects with a usable key have of it.
 * Before there is any key, as much as an ordinary project has: whoever sets things up may begin with the watches.
 *
 * @param except the watch that is asked for; `null` = one that is yet to be added.
 */
export async function readBucketShare(db: Db, kind: WatchSource["kind"], except: WatchId | null): Promise<BucketShare> {
  const bucket = bucketOfWatch(kind);
  const limit = sql.ref(bucket === "search" ? "p.search_limit" : "p.default_limit");
  const { rows } = await sql<{ units: number | null; fixed: number; shares: number }>`
    select (
        select sum(${limit})::float8 from project p
        where exists (select from api_key k where k.project_id = p.id and k.state = 'usable' and k.paused_at is null)
      ) as units,
      coalesce(sum(86400.0 / w.every_seconds), 0)::float8 as fixed,
      coalesce(sum(w.share) filter (where w.every_seconds is null), 0)::float8 as shares
    from watch w
    where w.kind = ${kind} and w.state = 'active' and w.id is distinct from ${except}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("an aggregate gave no row");
  return { limit: row.units ?? BUCKET_UNITS_DEFAULT[bucket], fixed: row.fixed, shares: row.shares };
}
