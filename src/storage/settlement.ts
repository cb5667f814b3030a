import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Outcome, Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import { writeChannelRows } from "./channel-rows.ts";
import { at, type Db } from "./database.ts";
import { writeDescriptions } from "./descriptions.ts";
import { writeFirstHours } from "./first-hours.ts";
import { refuseKey } from "./keys.ts";
import type { Lease } from "./lease.ts";
import { noteConsumer } from "./projects.ts";
import { enqueueRescores } from "./rescore-tasks.ts";
import { rowSet } from "./row-set.ts";
import { insertChannelSnapshots, insertSnapshots } from "./snapshots.ts";
import { inTransaction } from "./transaction.ts";
import { inSavepoint, isUnstorable, partsOf } from "./unstorable.ts";
import { writeVideoRows } from "./video-rows.ts";

/** The charge a settlement belongs to: the call's number in its epoch, and who paid. */
export interface SettledCharge {
  readonly number: number;
  /** Both `null` for calls that cost nothing. */
  readonly projectId: string | null;
  readonly fingerprint: string | null;
}

export type Recorded =
  /**
   * `rescore`: channels that now wait to be scored anew. `setAside`: rows that the database could not hold, with its
   * reason; all others are recorded.
   */
  | { readonly kind: "recorded"; readonly rescore: readonly ChannelId[]; readonly setAside: Settlement["setAside"] }
  /** The lease is somebody else's: nothing was written. */
  | { readonly kind: "fenced" };

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
  const record = (write: typeof writeWhole): Promise<Recorded> =>
    inTransaction(db, async (trx) => {
      const settled = await settleCall(trx, lease, charge.number, settlement);
      if (settled.kind === "fenced") return settled;
      if (settled.kind === "settledBefore") return { kind: "recorded", rescore: [], setAside: [] };
      const { scores, setAside } = await write(trx, settlement, performancePool);
      const rescore = [...new Set(scores)];
      await enqueueRescores(trx, rescore, settlement.at);
      await writePauses(trx, settlement);
      await writeLearned(trx, settlement);
      await writeQuotaFacts(trx, charge, settlement, settled.chargedAt);
      await writeSetAside(trx, settlement.at, [...settlement.setAside, ...setAside]);
      return { kind: "recorded", rescore, setAside };
    });
  try {
    return await record(writeWhole);
  } catch (error) {
    if (!isUnstorable(error)) throw error;
    return record(writeApart);
  }
}

interface Written {
  /** Channels whose scores have to be taken anew. */
  readonly scores: readonly ChannelId[];
  readonly setAside: Settlement["setAside"];
}

async function writeWhole(trx: Db, settlement: Settlement, performancePool: number): Promise<Written> {
  await insertSnapshots(trx, settlement.snapshots);
  await insertChannelSnapshots(trx, settlement.channelSnapshots);
  await writeVideoRows(trx, settlement);
  const described = await writeDescriptions(trx, settlement.descriptions, settlement.at);
  const backfilled = await writeChannelRows(trx, settlement);
  const drifted = await writeFirstHours(trx, settlement.firstHourOf, settlement.at, performancePool);
  return { scores: [...backfilled, ...drifted, ...(await worthOutliers(trx, described))], setAside: [] };
}

/** Each video and each channel by itself: slow, and only for the rare answer that holds a row nobody can store. */
async function writeApart(trx: Db, settlement: Settlement, performancePool: number): Promise<Written> {
  const { parts, rest } = partsOf(settlement);
  const scores: ChannelId[] = [];
  const setAside: { subject: string; reason: string }[] = [];
  for (const { subject, rows } of parts) {
    try {
      scores.push(...(await inSavepoint(trx, () => writeWhole(trx, rows, performancePool))).scores);
    } catch (error) {
      if (!isUnstorable(error)) throw error;
      setAside.push({ subject, reason: `It cannot be stored: ${error instanceof Error ? error.message : error}` });
    }
  }
  scores.push(...(await writeWhole(trx, rest, performancePool)).scores);
  return { scores, setAside };
}

type SettledCall =
  | { readonly kind: "settled"; readonly chargedAt: Instant }
  | { readonly kind: "settledBefore" }
  | { readonly kind: "fenced" };

/** Checks the lease, locks it against a taker and the other lane until the end, and writes the call's outcome. */
async function settleCall(trx: Db, lease: Lease, number: number, settlement: Settlement): Promise<SettledCall> {
  const { kind, detail, answered }: Outcome = settlement.outcome;
  const { rows } = await sql<{ held: boolean; known: boolean; charged_at: Instant | null }>`
    with held as (
      select epoch from lease
      where shard = ${lease.shard} and holder = ${lease.holder} and epoch = ${lease.epoch}
      for no key update
    ), settled as (
      update call
      set settled_at = ${at(settlement.at)}, outcome = ${kind}, answered = ${answered}, detail = ${detail}
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

/**
 * Of the channels with newly described videos those whose mature median is worth taking now: the back-fill is done, and
 * there is no median yet or nothing is left to describe. In between it would be taken with every call.
 */
async function worthOutliers(trx: Db, channelIds: readonly ChannelId[]): Promise<readonly ChannelId[]> {
  if (channelIds.length === 0) return [];
  const { rows } = await sql<{ id: ChannelId }>`
    select t.subject as id from task t left join channel_score s on s.channel_id = t.subject
    where t.kind = 'backfill' and t.state = 'done' and t.subject = any(${[...channelIds]}::text[])
      and (s.median_mature is null or not exists (
        select from video_counter c
        where c.channel_id = t.subject and c.describe_why = 'new' and c.describe_at is not null))`.execute(trx);
  return rows.map(({ id }) => id);
}

async function writePauses(trx: Db, { pauses, pausesOver }: Settlement): Promise<void> {
  if (pausesOver.length > 0) await trx.deleteFrom("pause").where("subject", "in", pausesOver).execute();
  for (const { subject, until, failures, reason } of pauses) {
    const pause = { until: at(until), failures, reason };
    await trx
      .insertInto("pause")
      .values({ subject, ...pause })
      .onConflict((conflict) => conflict.column("subject").doUpdateSet(pause))
      .execute();
  }
}

async function writeLearned(trx: Db, { learned }: Settlement): Promise<void> {
  for (const { subject, values } of learned) {
    const row = { values: [...values] };
    await trx
      .insertInto("learned")
      .values({ subject, ...row })
      .onConflict((conflict) => conflict.column("subject").doUpdateSet(row))
      .execute();
  }
}

/** What the end of a call says of the project and key that paid for it. */
async function writeQuotaFacts(
  trx: Db,
  { projectId, fingerprint }: SettledCharge,
  settlement: Settlement,
  chargedAt: Instant,
): Promise<void> {
  // The day of the charge, not of the answer: at the reset a late "spent" must not cost the whole new day.
  const { day } = quotaDay(chargedAt);
  if (projectId !== null && settlement.spent !== null) {
    await sql`
      insert into ledger (project_id, bucket, day, used, allowance, spent_at, last_used_at)
      values (${projectId}, ${settlement.spent}, ${day}::date, 0, 0, ${at(settlement.at)}, ${at(settlement.at)})
      on conflict (project_id, bucket, day) do update
      set allowance = ledger.used, spent_at = coalesce(ledger.spent_at, excluded.spent_at)`.execute(trx);
  }
  if (fingerprint !== null && settlement.keyRefused !== null) {
    await refuseKey(trx, fingerprint, settlement.keyRefused, settlement.at);
  }
  if (projectId !== null && settlement.consumer !== null) {
    await noteConsumer(trx, projectId, settlement.consumer, day);
  }
}

async function writeSetAside(trx: Db, when: Instant, setAside: Settlement["setAside"]): Promise<void> {
  if (setAside.length === 0) return;
  const rows = setAside.map(({ subject, reason }) => ({ subject, reason }));
  await sql`
    insert into set_aside (subject, at, reason)
    select subject, ${at(when)}, reason from ${rowSet("i", rows, { subject: "text", reason: "text" })}
    on conflict do nothing`.execute(trx);
}
