import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { type Lease, lockLease } from "./lease.ts";
import { deletePushes, type WaitingPush } from "./pushes.ts";
import { type Recorded, wholeOrApart, writeSettlement } from "./write-settlement.ts";

/**
 * Records what follows from pushes and takes them out of their table, in one transaction under the lease: each is settled
 * once, whatever happens in between. Rows are set aside as in `recordSettlement` (settlement.ts).
 */
export function recordIntake(
  db: Db,
  lease: Lease,
  taken: readonly Pick<WaitingPush, "channelId" | "digest">[],
  settlement: Settlement,
  performancePool: number = PERFORMANCE_POOL_MIN,
): Promise<Recorded> {
  return wholeOrApart((write) =>
    inTransaction(db, async (trx) => {
      if (!(await lockLease(trx, lease))) return { kind: "fenced" };
      await deletePushes(trx, taken);
      return writeSettlement(trx, write, settlement, performancePool);
    }),
  );
}
