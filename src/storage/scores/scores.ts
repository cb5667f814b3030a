import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { medianInForce, PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { type Instant, minus } from "#domain/time.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { followFormatMedians } from "./format-scores.ts";
import { MATURE_AGE, MATURE_POOL_MIN, OUTLIER, performanceInFormatOver, performanceOver } from "./score-formulas.ts";

/**
 * Takes a channel's medians anew, lets those in force follow where they have drifted more than 1 %, and rewrites the
 * scores that change. Ends the channel's task. The median of mature videos (30 days and older, not gone, their views
 * shown) waits for the back-fill: part of a catalogue is no fair sample of it. `performancePool` is the fewest first
 * hours that a median is taken over.
 */
export async function rescoreChannel(
  db: Db,
  channelId: ChannelId,
  now: Instant,
  performancePool: number = PERFORMANCE_POOL_MIN,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    // Settlements lock the same row: two transactions that rewrite a channel's counters must not cross.
    await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
    const { rows } = await sql<Pools>`
      select count(c.first_hour_views)::integer as n,
        percentile_cont(0.5) within group (order by c.first_hour_views) as median,
        count(c.views) filter (where ${MATURE(now)})::integer as "matureN",
        percentile_cont(0.5) within group (order by c.views) filter (where ${MATURE(now)}) as "matureMedian",
        exists (select from task where kind = 'backfill' and subject = ${channelId} and state = 'done') as "backfilled",
        (select median_in_force from channel_score where channel_id = ${channelId}) as "inForce",
        (select median_mature from channel_score where channel_id = ${channelId}) as "matureInForce"
      from video_counter c
      where c.channel_id = ${channelId}`.execute(trx);
    const [pools] = rows;
    if (!pools) throw new Error("an aggregate gave no row");
    const median = await storeScore(trx, channelId, pools, now, performancePool);
    await followFormatMedians(trx, channelId, median, now);
    await rewriteScores(trx, channelId, performancePool);
    await trx
      .updateTable("task")
      .set({ state: "done", updated_at: at(now) })
      .where("kind", "=", "rescore")
      .where("subject", "=", channelId)
      .execute();
  });
}

interface Pools {
  readonly n: number;
  readonly median: number | null;
  readonly inForce: number | null;
  readonly matureN: number;
  readonly matureMedian: number | null;
  readonly matureInForce: number | null;
  readonly backfilled: boolean;
}

/** Only a described video has a start, so what has an old one is described. */
const MATURE = (now: Instant) => sql`c.gone_at is null and c.start_at <= ${at(minus(now, MATURE_AGE))}`;

/** Gives the median of first hours in force. */
async function storeScore(
  trx: Db,
  channelId: ChannelId,
  pools: Pools,
  now: Instant,
  performancePool: number,
): Promise<number | null> {
  const enough = pools.n >= performancePool;
  const matureEnough = pools.backfilled && pools.matureN >= MATURE_POOL_MIN;
  const score = {
    median_in_force: enough ? medianInForce(pools.inForce, pools.median) : null,
    first_hour_n: pools.n,
    median_first_hour: pools.median,
    median_mature: matureEnough ? medianInForce(pools.matureInForce, pools.matureMedian) : null,
    mature_n: pools.matureN,
    computed_at: at(now),
  };
  await trx
    .insertInto("channel_score")
    .values({ channel_id: channelId, ...score })
    .onConflict((conflict) => conflict.column("channel_id").doUpdateSet(score))
    .execute();
  return score.median_in_force;
}

/** An outlier at its age follows what is usual at that age, with the video's samples; the mature median moves the others. */
async function rewriteScores(trx: Db, channelId: ChannelId, performancePool: number): Promise<void> {
  await sql`
    with scored as (
      select c.video_id, ${performanceOver(performancePool)} as performance,
        ${performanceInFormatOver(performancePool)} as in_format,
        case when c.outlier_basis = 'age' then c.outlier else ${OUTLIER} end as outlier,
        case when c.outlier_basis = 'age' then 'age' when ${OUTLIER} is not null then 'lifetime' end as basis
      from video_counter c join channel_score s on s.channel_id = c.channel_id
      where c.channel_id = ${channelId}
    )
    update video_counter c
    set performance = scored.performance, performance_in_format = scored.in_format, outlier = scored.outlier,
      outlier_basis = scored.basis
    from scored
    where c.video_id = scored.video_id
      and (c.performance, c.performance_in_format, c.outlier, c.outlier_basis)
        is distinct from (scored.performance, scored.in_format, scored.outlier, scored.basis)`.execute(trx);
}

/** The channels that wait to be scored, longest waiting first. */
export async function listRescoreTasks(db: Db, limit: number): Promise<readonly ChannelId[]> {
  const rows = await db
    .selectFrom("task")
    .select("subject")
    .where("kind", "=", "rescore")
    .where("state", "=", "waiting")
    .orderBy("not_before")
    .orderBy("subject")
    .limit(limit)
    .execute();
  return rows.map(({ subject }) => subject as ChannelId);
}

/** Asks for every tracked channel to be scored whose scores were taken before `olderThan`, or never. */
export async function enqueueStaleRescores(db: Db, olderThan: Instant, now: Instant): Promise<void> {
  await sql`
    insert into task (kind, subject, state, not_before, created_at, updated_at)
    select 'rescore', c.id, 'waiting', ${at(now)}, ${at(now)}, ${at(now)}
    from channel c left join channel_score s on s.channel_id = c.id
    where c.state = 'tracked' and (s.computed_at is null or s.computed_at < ${at(olderThan)})
    on conflict (kind, subject) do update
    set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
    where task.state = 'done'`.execute(db);
}
