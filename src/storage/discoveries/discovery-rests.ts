import type { DiscoveryId, DiscoveryRest } from "#domain/discovery.ts";
import type { Instant } from "#domain/time.ts";
import { type Lease, lockLease } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** Notes why a discovery asks nothing now, or that it does. Nothing when the lease is somebody else's. */
export async function noteRest(
  db: Db,
  lease: Lease,
  id: DiscoveryId,
  rest: { readonly kind: DiscoveryRest; readonly why: string } | null,
  now: Instant,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    if (!(await lockLease(trx, lease))) return;
    await trx
      .updateTable("discovery_progress")
      .set({ resting: rest?.kind ?? null, resting_why: rest?.why ?? null, resting_since: rest ? at(now) : null })
      .where("discovery_id", "=", id)
      .execute();
  });
}
