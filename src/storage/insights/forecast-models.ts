import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** What was learned at one age of one that is forecast. */
export interface StoredStep {
  readonly targetHours: number;
  readonly outsetHours: number;
  /** As it was written; `null` when there were too few videos to learn from. */
  readonly step: unknown;
  readonly outcomes: number;
  readonly trainedAt: Instant;
}

/** All of them: a dozen. */
export const readSteps = (db: Db): Promise<StoredStep[]> =>
  db
    .selectFrom("forecast_model")
    .modifyFront(ONE_PLAN)
    .select([
      "target_hours as targetHours",
      "outset_hours as outsetHours",
      "step",
      "outcomes",
      "trained_at as trainedAt",
    ])
    .orderBy("target_hours")
    .orderBy("outset_hours")
    .execute();

/** How many steps of each target have been trained since an instant. */
export async function countTrained(db: Db, since: Instant): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom("forecast_model")
    .select(["target_hours", (query) => query.fn.countAll<number>().as("n")])
    .where("trained_at", ">=", at(since))
    .groupBy("target_hours")
    .execute();
  return new Map(rows.map(({ target_hours, n }) => [target_hours, n]));
}

export async function writeStep(
  db: Db,
  { targetHours, outsetHours, step, outcomes, trainedAt }: StoredStep,
): Promise<void> {
  const taken = { step: step === null ? null : JSON.stringify(step), outcomes, trained_at: at(trainedAt) };
  await db
    .insertInto("forecast_model")
    .values({ target_hours: targetHours, outset_hours: outsetHours, ...taken })
    .onConflict((conflict) => conflict.columns(["target_hours", "outset_hours"]).doUpdateSet(taken))
    .execute();
}

/** A channel's videos that had come to a target: sums over them by rising outset. */
export interface StoredSums {
  readonly channelId: string;
  readonly targetHours: number;
  readonly outset: readonly number[];
  readonly reached: readonly number[];
  readonly videos: readonly number[];
}

/** Those of channels, of every target; channels without such videos are left out. */
export async function readSums(db: Db, channelIds: readonly string[]): Promise<StoredSums[]> {
  if (channelIds.length === 0) return [];
  return db
    .selectFrom("forecast_channel")
    .modifyFront(ONE_PLAN)
    .select(["channel_id as channelId", "target_hours as targetHours", "outset", "reached", "videos"])
    .where(sql<boolean>`channel_id = any(${[...new Set(channelIds)]}::text[])`)
    .execute();
}

/** So many rows are written in some milliseconds. */
const ROWS_A_TIME = 500;

/** Puts the sums of all channels in the place of those that were known of a target. */
export async function replaceSums(
  db: Db,
  targetHours: number,
  sums: readonly Omit<StoredSums, "targetHours">[],
  now: Instant,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom("forecast_channel").where("target_hours", "=", targetHours).execute();
    for (let from = 0; from < sums.length; from += ROWS_A_TIME) {
      const rows = sums.slice(from, from + ROWS_A_TIME).map(({ channelId, ...rest }) => ({
        channel_id: channelId,
        target_hours: targetHours,
        ...rest,
        computed_at: isoOrNull(now),
      }));
      const incoming = rowSet("i", rows, {
        channel_id: "text",
        target_hours: "smallint",
        outset: "double precision[]",
        reached: "double precision[]",
        videos: "integer[]",
        computed_at: "timestamptz",
      });
      await sql`
        insert into forecast_channel (channel_id, target_hours, outset, reached, videos, computed_at)
        select channel_id, target_hours, outset, reached, videos, computed_at from ${incoming}`.execute(trx);
    }
  });
}
