import { sql } from "kysely";
import type { DiscoveryBudget, DiscoveryId, DiscoveryWish } from "#domain/discovery.ts";
import { BUCKET_UNITS_DEFAULT } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { addDiscovery, type DiscoveryEdit, type DiscoveryEdited, editDiscovery } from "./discoveries.ts";

/** What all projects have of a bucket a day, and what active discoveries may spend of it already. */
export interface BucketPromise {
  readonly limit: number;
  readonly promised: number;
}

export type BucketPromises = Readonly<Record<"default" | "search", BucketPromise>>;

/** A budget that does not fit into what all projects have, beside those of the other discoveries. */
export interface OverBudget {
  readonly kind: "overBudget";
  readonly bucket: "default" | "search";
  readonly wanted: number;
  readonly among: BucketPromise;
}

/**
 * What all projects with a usable key have a day, and what the active discoveries may spend of it. Before there is any key,
 * as much as an ordinary project has: whoever sets things up may begin with the discoveries.
 *
 * @param except the discovery that is asked for; `null` = one that is yet to be added.
 */
export async function readBucketPromises(db: Db, except: DiscoveryId | null): Promise<BucketPromises> {
  const { rows } = await sql<{ units: number | null; searches: number | null } & Record<"default" | "search", number>>`
    with usable as (
      select sum(p.default_limit)::float8 as units, sum(p.search_limit)::float8 as searches from project p
      where exists (select from api_key k where k.project_id = p.id and k.state = 'usable' and k.paused_at is null)
    )
    select usable.units, usable.searches, coalesce(sum(d.units_a_day), 0)::float8 as "default",
      coalesce(sum(d.searches_a_day), 0)::float8 as "search"
    from usable left join discovery d on d.state = 'active' and d.id is distinct from ${except}
    group by usable.units, usable.searches`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("an aggregate gave no row");
  return {
    default: { limit: row.units ?? BUCKET_UNITS_DEFAULT.default, promised: row.default },
    search: { limit: row.searches ?? BUCKET_UNITS_DEFAULT.search, promised: row.search },
  };
}

/** Why a budget cannot be promised; `null` when it can. */
export function overBudget({ unitsPerDay, searchesPerDay }: DiscoveryBudget, among: BucketPromises): OverBudget | null {
  for (const [bucket, wanted] of [
    ["default", unitsPerDay],
    ["search", searchesPerDay],
  ] as const) {
    const { limit, promised } = among[bucket];
    if (wanted > 0 && promised + wanted > limit) return { kind: "overBudget", bucket, wanted, among: among[bucket] };
  }
  return null;
}

/** Adds a discovery whose budget fits; one that begins paused is promised nothing yet. */
export async function addWithinBudget(
  db: Db,
  wish: DiscoveryWish,
  now: Instant,
): Promise<{ readonly kind: "added"; readonly id: DiscoveryId } | OverBudget> {
  return inTransaction(db, async (trx) => {
    // Whoever changes discoveries waits here for the one before: two that fit alone may not fit together.
    await bumpPlanningChange(trx);
    const refused = wish.paused ? null : overBudget(wish.budget, await readBucketPromises(trx, null));
    return refused ?? { kind: "added", id: await addDiscovery(trx, wish, now) };
  });
}

/** What somebody wants changed; of the budget, what is absent stays. */
export type DiscoveryChange = Omit<DiscoveryEdit, "budget"> & {
  readonly budget?: { readonly [Part in keyof DiscoveryBudget]?: DiscoveryBudget[Part] | undefined } | undefined;
};

/**
 * Changes a discovery that is kept, if its budget fits afterwards. What leaves budget and state as they are is never refused for
 * limits that others have lowered meanwhile.
 *
 * @param seen the version that was looked at; `null` = whatever it is now.
 */
export async function editWithinBudget(
  db: Db,
  id: DiscoveryId,
  { budget: wanted, ...change }: DiscoveryChange,
  seen: number | null,
): Promise<DiscoveryEdited | OverBudget> {
  return inTransaction(db, async (trx) => {
    await bumpPlanningChange(trx);
    const before = await trx
      .selectFrom("discovery")
      .select(["units_a_day", "searches_a_day", "state"])
      .where("id", "=", id)
      .where("state", "<>", "removed")
      .executeTakeFirst();
    if (!before) return { kind: "unknown" };
    const budget = {
      unitsPerDay: wanted?.unitsPerDay ?? before.units_a_day,
      searchesPerDay: wanted?.searchesPerDay ?? before.searches_a_day,
    };
    const paused = change.paused ?? before.state === "paused";
    const touches = wanted !== undefined || change.paused === false;
    const refused = touches && !paused ? overBudget(budget, await readBucketPromises(trx, id)) : null;
    return refused ?? editDiscovery(trx, id, { ...change, ...(wanted === undefined ? {} : { budget }) }, seen);
  });
}
