import { sql } from "kysely";
import { type Duration, type Instant, instant, plus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** A collector's hold on the work. Every charge and settlement carries it and is refused once it is stale. */
export interface Lease {
  readonly shard: number;
  /** Names the process, and no other. */
  readonly holder: string;
  /** Grows with every taking and never repeats, so that a former holder is told apart. */
  readonly epoch: number;
  readonly expiresAt: Instant;
}

/** One lease for everything, for now: the work of all shards is held under this one. */
export const ONLY_SHARD = 0;

/**
 * Takes the lease until `now + term`, unless somebody else holds one that has not expired: then `null`. Taking it anew
 * begins a new epoch, also for its present holder.
 */
export async function takeLease(db: Db, holder: string, term: Duration, now: Instant): Promise<Lease | null> {
  const row = await db
    .insertInto("lease")
    .values({ shard: ONLY_SHARD, holder, epoch: 1, expires_at: at(plus(now, term)) })
    .onConflict((conflict) =>
      conflict
        .column("shard")
        .doUpdateSet((eb) => ({
          holder,
          epoch: eb("lease.epoch", "+", 1),
          expires_at: eb.ref("excluded.expires_at"),
        }))
        .where((eb) => eb.or([eb("lease.expires_at", "<=", at(now)), eb("lease.holder", "=", holder)])),
    )
    .returningAll()
    .executeTakeFirst();
  return row ? leaseOf(row) : null;
}

/** Prolongs a held lease until `now + term`, in the same epoch; `null` when somebody else has taken it. */
export async function renewLease(db: Db, lease: Lease, term: Duration, now: Instant): Promise<Lease | null> {
  const row = await db
    .updateTable("lease")
    .set({ expires_at: at(plus(now, term)) })
    .where("shard", "=", lease.shard)
    .where("holder", "=", lease.holder)
    .where("epoch", "=", lease.epoch)
    .returningAll()
    .executeTakeFirst();
  return row ? leaseOf(row) : null;
}

/** Lets go of a lease, so that the next collector need not wait for its expiry. Does nothing to somebody else's. */
export async function releaseLease(db: Db, lease: Lease): Promise<void> {
  // The row stays and keeps its epoch: the next taker must get a greater one.
  await db
    .updateTable("lease")
    .set({ expires_at: at(instant(0)) })
    .where("shard", "=", lease.shard)
    .where("holder", "=", lease.holder)
    .where("epoch", "=", lease.epoch)
    .execute();
}

/** The lease as it stands, expired or not; `null` before the first was taken. */
export async function readLease(db: Db): Promise<Lease | null> {
  const row = await db.selectFrom("lease").selectAll().where("shard", "=", ONLY_SHARD).executeTakeFirst();
  return row ? leaseOf(row) : null;
}

/** Whether a lease is still held; if so, it is locked against a taker and the other lanes until the transaction ends. */
export async function lockLease(trx: Db, lease: Lease): Promise<boolean> {
  const { rows } = await sql`
    select epoch from lease
    where shard = ${lease.shard} and holder = ${lease.holder} and epoch = ${lease.epoch}
    for no key update`.execute(trx);
  return rows.length > 0;
}

const leaseOf = (row: { shard: number; holder: string; epoch: number; expires_at: Instant }): Lease => ({
  shard: row.shard,
  holder: row.holder,
  epoch: row.epoch,
  expiresAt: row.expires_at,
});
