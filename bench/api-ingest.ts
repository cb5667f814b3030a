import { sql } from "kysely";
import { type Clock, systemClock } from "#clock.ts";
import { type Duration, hours, minus, minutes, seconds } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import { type Lease, takeLease } from "#storage/collecting/lease.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import { at, type Db } from "#storage/database.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { listRescoreTasks, rescoreChannel } from "#storage/scores/scores.ts";
import { forgetSearchTerms } from "#storage/search/search-terms.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { batchOf, FIRST_HOURS_A_BATCH, type Newborn, newborns, sightings } from "./api-batches.ts";
import { type ApiSet, PRESENT } from "./api-set.ts";
import { videoId } from "./scale-population.ts";

export interface IngestChoice {
  readonly seconds: number;
  /** Batches a second; absent = as many as can be. */
  readonly rate?: number;
}

/** More batches a second than this are not prepared for. */
const RATE_MAX = 150;
const SIGHTED_AT_ONCE = 50;
const SCORED_A_ROUND = 50;
const SCORING_REST_MS = 5;

/**
 * Records batches of 50 samples for some seconds as the collector does: charged, settled under a lease, and the channels
 * whose median drifted scored anew. Gives how many a second. What it stored is removed again, but for the counters of some
 * young videos, which have moved on by the time that passed.
 *
 * @param recorded told of each batch at a given rate, how many milliseconds after it was due it had been recorded.
 */
export async function ingest(
  db: Db,
  clock: Clock,
  set: ApiSet,
  choice: IngestChoice,
  recorded: (late: number) => void = () => undefined,
): Promise<number> {
  const lease = await takeLease(db, "benchmark", hours(1), clock.now());
  if (lease === null) throw new Error("Another benchmark records into this database.");
  const chance = new Chance(41, lease.epoch);
  const wanted = Math.ceil(choice.seconds * (choice.rate ?? RATE_MAX));
  // Those of the last batch end their first hour in time, too: it is measured within three minutes of 60:00.
  const born = newborns(set, wanted * FIRST_HOURS_A_BATCH, minus(clock.now(), minutes(59)), chance);
  await forget(db, born, lease);
  let number = 0;
  for (let i = 0; i < born.length; i += SIGHTED_AT_ONCE) {
    await settled(db, lease, ++number, clock, sightings(born.slice(i, i + SIGHTED_AT_ONCE), clock.now()));
  }
  await scoreAllDue(db, clock);
  const from = systemClock.now();
  const until = from + seconds(choice.seconds);
  let done = 0;
  let over = false;
  // The collector's housekeeping scores beside the lanes that settle.
  const scoring = (async () => {
    for (;;) {
      const last = over;
      await scoreAllDue(db, clock);
      if (last) return;
      await systemClock.until((systemClock.now() + SCORING_REST_MS) as never);
    }
  })();
  try {
    while (systemClock.now() < until && done < wanted) {
      const due = choice.rate === undefined ? systemClock.now() : from + (done * 1000) / choice.rate;
      if (due > systemClock.now()) await systemClock.until(due as never);
      const two = born.slice(done * FIRST_HOURS_A_BATCH, (done + 1) * FIRST_HOURS_A_BATCH);
      await settled(db, lease, ++number, clock, batchOf(set, two, clock.now(), chance));
      recorded(systemClock.now() - due);
      done += 1;
    }
  } finally {
    over = true;
    await scoring;
  }
  // A batch is recorded when all that follows from it is.
  const took = (systemClock.now() - from) as Duration;
  await forget(db, born, lease);
  return done / (took / 1000);
}

async function scoreAllDue(db: Db, clock: Clock): Promise<void> {
  for (;;) {
    const due = await listRescoreTasks(db, SCORED_A_ROUND);
    if (due.length === 0) return;
    for (const channel of due) await rescoreChannel(db, channel, clock.now());
  }
}

async function settled(db: Db, lease: Lease, number: number, clock: Clock, settlement: ReturnType<typeof batchOf>) {
  const ids = settlement.videos.length;
  const entry = {
    number,
    call: "sample",
    purpose: "curve",
    bucket: null,
    ids,
    why: "",
    projectId: null,
    fingerprint: null,
  };
  const charge = await chargeCall(db, lease, entry as never, clock.now());
  if (charge.kind !== "charged") throw new Error(`The call was not charged: ${charge.kind}.`);
  const recorded = await recordSettlement(db, lease, { number, projectId: null, fingerprint: null }, settlement);
  if (recorded.kind === "fenced") throw new Error("Somebody else took the lease.");
  if (recorded.setAside.length > 0) throw new Error(`A row was refused: ${recorded.setAside[0]?.reason}`);
}

/** Removes newborns, and everything that was sampled after the set's present. */
async function forget(db: Db, born: readonly Newborn[], lease: Lease): Promise<void> {
  const ids = born.map(({ n }) => videoId(n));
  await inTransaction(db, async (trx) => {
    await forgetSearchTerms(trx, ids);
    for (const table of ["video_counter", "video_day"]) {
      await sql`delete from ${sql.table(table)} where video_id = any(${ids}::text[])`.execute(trx);
    }
    await sql`delete from video where id = any(${ids}::text[])`.execute(trx);
    await sql`delete from snapshot where captured_at > ${at(PRESENT)}`.execute(trx);
    await sql`delete from snapshot where captured_at >= ${at(minus(PRESENT, hours(1)))} and video_id = any(${ids}::text[])`.execute(
      trx,
    );
    await sql`delete from call where epoch <= ${lease.epoch}`.execute(trx);
    await sql`delete from event where epoch <= ${lease.epoch}`.execute(trx);
  });
  // As autovacuum would in time: the next run is to meet the same tables.
  await sql`vacuum video_counter`.execute(db);
}
