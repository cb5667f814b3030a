import { sql } from "kysely";
import type { Happening } from "#domain/happening.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { type Bucket, quotaDay } from "#domain/quota.ts";
import type { Outcome, Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { readVideoFacts, writeEvents } from "#storage/events.ts";
import { writeKeyFacts } from "#storage/keys/key-tests.ts";
import { noteConsumer } from "#storage/keys/note-consumer.ts";
import { closeBucket, reopenBucket } from "#storage/ledger/ledger.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import type { Lease } from "./lease.ts";
import { type Recorded, wholeOrApart, writeSettlement } from "./write-settlement.ts";

/** The charge a settlement belongs to: the call's number in its epoch, and who paid. */
export interface SettledCharge {
  readonly number: number;
  /** Both `null` for calls that cost nothing. */
  readonly projectId: string | null;
  readonly fingerprint: string | null;
  /** The bucket that this call tried although YouTube had called it spent, as `Charge` says; absent = none. */
  readonly probes?: Bucket | null;
  /** When the answer or its failure was there, as the call log keeps it; absent = nobody looked. */
  readonly endedAt?: Instant;
}

/**
 * Records all that follows from one call's end, in one transaction. A call is settled once: recording it again changes
 * nothing, also when newer calls were settled in between. Settlements of one lease are recorded one after the other.
 *
 * A row that the database refuses for what is in it (a date beyond all calendars, a tag too long to index) is set
 * aside with its reason, and costs no other row. Throws when the call was never charged.
 */
export async function recordSettlement(
  db: Db,
  lease: Lease,
  charge: SettledCharge,
  settlement: Settlement,
  performancePool: number = PERFORMANCE_POOL_MIN,
): Promise<Recorded> {
  return wholeOrApart((write) =>
    inTransaction(db, async (trx) => {
      const settled = await settleCall(trx, lease, charge, settlement);
      if (settled.kind === "fenced") return settled;
      if (settled.kind === "settledBefore") return { kind: "recorded", rescore: [], setAside: [] };
      const before = await readVideoFacts(trx, settlement);
      const recorded = await writeSettlement(trx, write, settlement, performancePool);
      await writeQuotaFacts(trx, charge, settlement, settled.chargedAt);
      const key = { epoch: lease.epoch, number: charge.number };
      await writeEvents(trx, key, settlement, before, quotaHappenings(charge, settlement));
      return recorded;
    }),
  );
}

type SettledCall =
  | { readonly kind: "settled"; readonly chargedAt: Instant }
  | { readonly kind: "settledBefore" }
  | { readonly kind: "fenced" };

/** Checks the lease, locks it against a taker and the other lane until the end, and writes the call's outcome. */
async function settleCall(
  trx: Db,
  lease: Lease,
  { number, endedAt }: SettledCharge,
  settlement: Settlement,
): Promise<SettledCall> {
  const { kind, detail, answered }: Outcome = settlement.outcome;
  const { rows } = await sql<{ held: boolean; known: boolean; charged_at: Instant | null }>`
    with held as (
      select epoch from lease
      where shard = ${lease.shard} and holder = ${lease.holder} and epoch = ${lease.epoch}
      for no key update
    ), settled as (
      update call
      set ended_at = ${endedAt === undefined ? null : at(endedAt)}, settled_at = ${at(settlement.at)}, outcome = ${kind}, answered = ${answered}, detail = ${detail}
      from held
      where call.epoch = held.epoch and call.number = ${number} and call.settled_at is null
      returning call.charged_at
    )
    select exists (select from held) as held, (select charged_at from settled) as charged_at,
      exists (select from call where epoch = ${lease.epoch} and number = ${number}) as known`.execute(trx);
  const [row] = rows;
  if (!row?.held) return { kind: "fenced" };
  if (!row.known) throw new Error(`call ${lease.epoch}/${number} is settled and was never charged`);
  return row.charged_at === null ? { kind: "settledBefore" } : { kind: "settled", chargedAt: row.charged_at };
}

/** What the end of a call says of the project and key that paid for it. */
async function writeQuotaFacts(
  trx: Db,
  { projectId, fingerprint, probes = null }: SettledCharge,
  settlement: Settlement,
  chargedAt: Instant,
): Promise<void> {
  // The day of the charge, not of the answer: at the reset a late "spent" must not cost the whole new day.
  const { day } = quotaDay(chargedAt);
  if (projectId !== null && settlement.spent !== null) {
    await closeBucket(trx, { projectId, bucket: settlement.spent, day }, settlement.at);
  }
  if (projectId !== null && probes !== null && settlement.outcome.kind === "answered") {
    await reopenBucket(trx, { projectId, bucket: probes, day });
  }
  await writeKeyFacts(trx, fingerprint, settlement);
  if (projectId !== null && settlement.consumer !== null) {
    await noteConsumer(trx, projectId, settlement.consumer, day);
  }
}

/** What the end of a call says of a bucket to whoever listens. That a bucket which was tried is still spent is no news. */
function quotaHappenings({ projectId, probes = null }: SettledCharge, settlement: Settlement): readonly Happening[] {
  if (projectId === null) return [];
  const { spent, outcome } = settlement;
  if (spent !== null && spent !== probes) return [{ kind: "quota", project: projectId, bucket: spent, state: "spent" }];
  if (probes === null || outcome.kind !== "answered") return [];
  return [{ kind: "quota", project: projectId, bucket: probes, state: "reopened" }];
}
