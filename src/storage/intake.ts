import { sql } from "kysely";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Db } from "./database.ts";
import type { Lease } from "./lease.ts";
import { deletePushes, type WaitingPush } from "./pushes.ts";
import { inTransaction } from "./transaction.ts";
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
      if (!(await isHeld(trx, lease))) return { kind: "fenced" };
      await deletePushes(trx, taken);
      return writeSettlement(trx, write, settlement, performancePool);
    }),
  );
}

/** Checks the lease, and locks it against a taker and the other lanes until the end. */
async function isHeld(trx: Db, lease: Lease): Promise<boolean> {
  const { rows } = await sql`
    select epoch from lease
    where shard = ${lease.shard} and holder = ${lease.holder} and epoch = ${lease.epoch}
    for no key update`.execute(trx);
  return rows.length > 0;
}
