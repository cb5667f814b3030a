import { type RawBuilder, sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { epochIndex, epochsOf } from "#domain/counting-epoch.ts";
import { FORMAT_POOL_MAX, medianInForce, shrunkenMedian } from "#domain/performance.ts";
import type { Instant } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { COMPARED_FORMATS } from "./score-formulas.ts";

/** A channel's first hours of one format, counted under one definition of a view. */
interface FormatPool {
  readonly channelId: ChannelId;
  readonly format: Format;
  readonly epoch: number;
}

/** The pool as it is now, and the medians in force. */
interface TakenPool extends FormatPool {
  /** Of the newest first hours, at most 50. */
  readonly n: number;
  readonly median: number | null;
  readonly inForce: number | null;
  readonly channelMedian: number | null;
}

/**
 * Takes the medians of these formats anew, one of each first hour that changed; gives the channels where a median in
 * force has to follow.
 */
export async function storeFormatMedians(
  trx: Db,
  changed: readonly {
    readonly channelId: ChannelId;
    readonly format: Format | null;
    readonly startAt: Instant | null;
  }[],
  now: Instant,
): Promise<readonly ChannelId[]> {
  const pools = new Map<string, FormatPool>();
  for (const { channelId, format, startAt } of changed) {
    if (format === null || startAt === null || !isCompared(format)) continue;
    const epoch = epochIndex(format, startAt);
    pools.set(`${channelId} ${format} ${epoch}`, { channelId, format, epoch });
  }
  const taken = await takePools(trx, [...pools.values()]);
  await writePools(trx, taken, now);
  return taken.filter((pool) => followed(pool, pool.channelMedian) !== pool.inForce).map(({ channelId }) => channelId);
}

/** Takes a channel's medians of all formats anew, and lets those in force follow. `channelMedian`: its own in force. */
export async function followFormatMedians(
  trx: Db,
  channelId: ChannelId,
  channelMedian: number | null,
  now: Instant,
): Promise<void> {
  const pools = COMPARED_FORMATS.flatMap((format) =>
    Array.from({ length: epochsOf(format).length + 1 }, (_, epoch) => ({ channelId, format, epoch })),
  );
  const taken = (await takePools(trx, pools)).filter(({ n }) => n > 0);
  await sql`delete from channel_format_score where channel_id = ${channelId}`.execute(trx);
  await writePools(
    trx,
    taken.map((pool) => ({ ...pool, inForce: followed(pool, channelMedian) })),
    now,
  );
}

const isCompared = (format: Format): boolean => COMPARED_FORMATS.some((each) => each === format);

const followed = (pool: TakenPool, channelMedian: number | null): number | null =>
  medianInForce(pool.inForce, shrunkenMedian(pool, channelMedian));

/** One walk of an index for each pool, all in one statement. */
async function takePools(trx: Db, pools: readonly FormatPool[]): Promise<readonly TakenPool[]> {
  if (pools.length === 0) return [];
  const { rows } = await sql<TakenPool>`
    select p.*, s.median_in_force as "channelMedian", f.median_in_force as "inForce"
    from (${sql.join(pools.map(newestOf), sql` union all `)}) p
    left join channel_score s on s.channel_id = p."channelId"
    left join channel_format_score f on f.channel_id = p."channelId" and f.format = p.format and f.epoch = p.epoch`.execute(
    trx,
  );
  return rows;
}

const newestOf = ({ channelId, format, epoch }: FormatPool): RawBuilder<unknown> => sql`
  select ${channelId}::text as "channelId", ${format}::text as format, ${epoch}::smallint as epoch,
    count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from (
    select c.first_hour_views as views from video_counter c
    where c.channel_id = ${channelId} and c.format = ${format} and c.first_hour_views is not null
      and c.start_at >= ${epochStart(format, epoch)} and c.start_at < ${epochStart(format, epoch + 1)}
    order by c.start_at desc limit ${sql.lit(FORMAT_POOL_MAX)}
  ) newest`;

/** When an epoch of a format begins; the first one began before all videos, and the last goes on. */
function epochStart(format: Format, epoch: number): RawBuilder<unknown> {
  if (epoch === 0) return sql`${"-infinity"}::timestamptz`;
  const begun = epochsOf(format)[epoch - 1];
  return begun ? at(begun.at) : sql`${"infinity"}::timestamptz`;
}

async function writePools(trx: Db, pools: readonly TakenPool[], now: Instant): Promise<void> {
  if (pools.length === 0) return;
  const rows = pools.map(({ channelId, format, epoch, n, median, inForce }) => ({
    channel_id: channelId,
    format,
    epoch,
    n,
    median,
    in_force: inForce,
  }));
  const incoming = rowSet("i", rows, {
    channel_id: "text",
    format: "text",
    epoch: "smallint",
    n: "integer",
    median: "double precision",
    in_force: "double precision",
  });
  await sql`
    insert into channel_format_score (channel_id, format, epoch, median_in_force, median, n, computed_at)
    select channel_id, format, epoch, in_force, median, n, ${at(now)} from ${incoming}
    on conflict (channel_id, format, epoch) do update
    set median_in_force = excluded.median_in_force, median = excluded.median, n = excluded.n,
      computed_at = excluded.computed_at`.execute(trx);
}
