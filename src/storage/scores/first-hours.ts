import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { type FirstHour, firstHour } from "#domain/first-hour.ts";
import { MEDIAN_DRIFT_MAX } from "#domain/performance.ts";
import type { Reading } from "#domain/snapshot.ts";
import { hours, type Instant } from "#domain/time.ts";
import { ageAt, type Format, type VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { storeFormatMedians } from "./format-scores.ts";
import { performanceInFormatOver, performanceOver } from "./score-formulas.ts";

/** Readings after this age tell nothing of the first hour: an interpolation's bracket ends at 180 min. */
const READING_AGE_MAX = hours(4);

/**
 * Takes the first hours of videos anew from their stored snapshots, with their channels' medians and their own
 * performance. Gives the channels whose median has left the one in force: all their rows want scoring.
 */
export async function writeFirstHours(
  trx: Db,
  videoIds: readonly VideoId[],
  now: Instant,
  performancePool: number,
): Promise<readonly ChannelId[]> {
  if (videoIds.length === 0) return [];
  const readings = await readReadings(trx, videoIds);
  const touched = await storeFirstHours(trx, videoIds, readings);
  if (touched.length === 0) return [];
  const channelIds = [...new Set(touched.map(({ channelId }) => channelId))];
  const drifted = await storeMedians(trx, channelIds, now, performancePool);
  const driftedInFormat = await storeFormatMedians(trx, touched, now);
  const performance = performanceOver(performancePool);
  const inFormat = performanceInFormatOver(performancePool);
  await sql`
    update video_counter c set performance = ${performance}, performance_in_format = ${inFormat}
    from channel_score s
    where c.video_id = any(${[...videoIds]}::text[]) and s.channel_id = c.channel_id
      and (c.performance, c.performance_in_format) is distinct from (${performance}, ${inFormat})`.execute(trx);
  return [...drifted, ...driftedInFormat];
}

async function readReadings(trx: Db, videoIds: readonly VideoId[]): Promise<ReadonlyMap<VideoId, Reading[]>> {
  const starts = await trx
    .selectFrom("video_counter")
    .select(["video_id", "start_at"])
    .where("video_id", "in", videoIds)
    .where("start_at", "is not", null)
    .execute();
  const startOf = new Map(starts.map((row) => [row.video_id, row.start_at as Instant]));
  const readings = new Map<VideoId, Reading[]>();
  if (startOf.size === 0) return readings;
  // The bounds are constants so that months without any of these videos are not even planned for.
  const first = Math.min(...startOf.values()) as Instant;
  const last = (Math.max(...startOf.values()) + READING_AGE_MAX) as Instant;
  const rows = await trx
    .selectFrom("snapshot")
    .select(["video_id", "captured_at", "views"])
    .where("video_id", "in", [...startOf.keys()])
    .where("captured_at", ">=", at(first))
    .where("captured_at", "<=", at(last))
    .where("source", "<>", "feed")
    .where("views", "is not", null)
    .execute();
  for (const { video_id, captured_at, views } of rows) {
    const age = ageAt(startOf.get(video_id) ?? captured_at, captured_at);
    if (views === null || age > READING_AGE_MAX) continue;
    const id = video_id as VideoId;
    const known = readings.get(id);
    if (known) known.push({ age, views });
    else readings.set(id, [{ age, views }]);
  }
  return readings;
}

interface ChangedFirstHour {
  readonly channelId: ChannelId;
  readonly format: Format | null;
  readonly startAt: Instant | null;
}

/** Gives the videos whose stored first hour changed. */
async function storeFirstHours(
  trx: Db,
  videoIds: readonly VideoId[],
  readings: ReadonlyMap<VideoId, readonly Reading[]>,
): Promise<readonly ChangedFirstHour[]> {
  const rows = videoIds.map((id) => {
    const taken: FirstHour | null = firstHour(readings.get(id) ?? []);
    return {
      video_id: id,
      views: taken?.views ?? null,
      method: taken?.method ?? null,
      off: taken?.offsetSeconds ?? null,
      error: taken?.relativeError ?? null,
    };
  });
  const incoming = rowSet("i", rows, {
    video_id: "text",
    views: "double precision",
    method: "text",
    off: "double precision",
    error: "double precision",
  });
  const { rows: changed } = await sql<ChangedFirstHour>`
    update video_counter c
    set first_hour_views = i.views, first_hour_method = i.method, first_hour_offset = i.off, first_hour_error = i.error
    from ${incoming}
    where c.video_id = i.video_id and c.video_id = any(${[...videoIds]}::text[])
      and (c.first_hour_views, c.first_hour_method, c.first_hour_offset, c.first_hour_error)
        is distinct from (i.views, i.method, i.off, i.error)
    returning c.channel_id as "channelId", c.format, c.start_at as "startAt"`.execute(trx);
  return changed;
}

/** Takes the channels' medians anew; gives those where the one in force has to follow. */
async function storeMedians(
  trx: Db,
  channelIds: readonly ChannelId[],
  now: Instant,
  performancePool: number,
): Promise<readonly ChannelId[]> {
  const { rows } = await sql<{ id: ChannelId }>`
    with pool as (
      select id, count(c.first_hour_views)::integer as n,
        percentile_cont(0.5) within group (order by c.first_hour_views) as median
      from unnest(${[...channelIds]}::text[]) as id
      left join video_counter c on c.channel_id = id and c.first_hour_views is not null
      group by id
    ), scored as (
      insert into channel_score (channel_id, first_hour_n, median_first_hour, computed_at)
      select id, n, median, ${at(now)} from pool
      on conflict (channel_id) do update
      set first_hour_n = excluded.first_hour_n, median_first_hour = excluded.median_first_hour
      returning channel_id as id, first_hour_n as n, median_first_hour as median, median_in_force as in_force
    )
    select id from scored
    where case
      when n < ${performancePool}::integer then in_force is not null
      else in_force is null or abs(median - in_force) > ${sql.lit(MEDIAN_DRIFT_MAX)} * in_force
    end`.execute(trx);
  return rows.map(({ id }) => id);
}
