import { sql } from "kysely";
import { days, hours, type Instant, minus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** The newest so many videos are looked at: some ten milliseconds, whatever the tables' size. */
const NEWEST_LOOKED_AT = 5_000;

/** Longer ago than this nobody asks how well collecting goes. */
const LOOKED_BACK = days(30);

/** Until the fourth hour a first hour may still become known: an interpolation's bracket ends at 180 min. */
const FIRST_HOUR_OPEN = hours(4);

/**
 * Where the bars of the timing of first hours begin and end, in seconds from 60:00. What is measured lies within 3 minutes;
 * the scheduler aims at 15 seconds, so that the middle is cut finer.
 */
export const TIMING_EDGES: readonly number[] = [-180, -120, -60, -30, -15, -5, 5, 15, 30, 60, 120, 180];

export interface FirstHourTimings {
  /** Videos born on a tracked channel that have passed their fourth hour, among the newest. */
  readonly n: number;
  readonly measured: number;
  readonly interpolated: number;
  /** Of the measured: how far from 60:00 half of them, and nine in ten, lie at most, in seconds; `null` = none is measured. */
  readonly p50: number | null;
  readonly p90: number | null;
  /** How many of the measured lie between one edge and the next. */
  readonly bins: readonly number[];
}

/** How near to 60:00 first hours were sampled. */
export async function readFirstHourTimings(db: Db, now: Instant): Promise<FirstHourTimings> {
  const edges = sql`${[...TIMING_EDGES]}::float8[]`;
  const { rows } = await sql<FirstHourTimings & { places: readonly number[] | null }>`
    select count(*) as n, count(*) filter (where method = 'measured') as measured,
      count(*) filter (where method = 'interpolated') as interpolated,
      percentile_cont(0.5) within group (order by abs(off)) filter (where method = 'measured') as p50,
      percentile_cont(0.9) within group (order by abs(off)) filter (where method = 'measured') as p90,
      array_agg(width_bucket(off, ${edges})) filter (where method = 'measured') as places
    from (
      select born.first_hour_method as method, born.first_hour_offset as off
      from (
        select channel_id, published_at, start_at, first_hour_method, first_hour_offset from video_counter
        where published_at > ${at(minus(now, LOOKED_BACK))} and published_at <= ${at(minus(now, FIRST_HOUR_OPEN))}
        order by published_at desc, video_id desc limit ${NEWEST_LOOKED_AT}
      ) born
      join channel c on c.id = born.channel_id
      where c.state = 'tracked' and c.tracked_since <= born.published_at
        and born.start_at <= ${at(minus(now, FIRST_HOUR_OPEN))}
    ) timed`.execute(db);
  const { places, ...timings } = rows[0] ?? { n: 0, measured: 0, interpolated: 0, p50: null, p90: null, places: null };
  const bins = Array.from({ length: TIMING_EDGES.length - 1 }, () => 0);
  for (const place of places ?? []) {
    // The last bar takes its end in: what lies beyond the edges is not measured.
    const bar = Math.min(bins.length, Math.max(1, place)) - 1;
    bins[bar] = (bins[bar] ?? 0) + 1;
  }
  return { ...timings, bins };
}

export interface FindDelay {
  readonly source: string;
  readonly n: number;
  /** Seconds from publication to the first sight that a half, nine and 99 in a hundred were found within. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/**
 * How long after its publication each source found a video first, of the newest of the last 30 days. Only those count that
 * somebody was looking for when they came: on a tracked channel, or for a search or chart since there is a watch. What an
 * import brought, nobody found. A source that found none is left out.
 */
export async function readFindDelays(db: Db, now: Instant): Promise<readonly FindDelay[]> {
  const share = (part: number) => sql`percentile_cont(${part}::float8) within group (order by delay)`;
  const { rows } = await sql<FindDelay>`
    select source, count(*) as n, ${share(0.5)} as p50, ${share(0.9)} as p90, ${share(0.99)} as p99
    from (
      select v.source, greatest(0, extract(epoch from v.first_seen_at - v.published_at))::float8 as delay
      from (
        select video_id, channel_id from video_counter
        where published_at > ${at(minus(now, LOOKED_BACK))} and published_at <= ${at(now)}
        order by published_at desc, video_id desc limit ${NEWEST_LOOKED_AT}
      ) young
      join video v on v.id = young.video_id
      left join channel c on c.id = young.channel_id and c.state = 'tracked' and c.tracked_since <= v.published_at
      where v.source <> 'import' and case when v.source in ('search', 'chart')
        then v.published_at >= (select min(created_at) from watch)
        else c.id is not null end
    ) found
    group by source order by source`.execute(db);
  return rows;
}
