import { sql } from "kysely";
import { days, hours, type Instant, minus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { estimatedRows } from "#storage/sql/estimated-rows.ts";
import { at, type Db } from "./database.ts";

/** Up to so many rows are counted; more are estimated from the planner's statistics, which costs next to nothing. */
const COUNTED_MAX = 20_000;

export interface Totals {
  readonly channels: { readonly tracked: number; readonly known: number };
  readonly videos: {
    readonly known: number;
    readonly described: number;
    readonly gone: number;
    readonly byFormat: Readonly<Record<Format, number>>;
  };
  /** Whether these are estimates, off by some percent at most as long as the tables are analysed. */
  readonly isEstimate: boolean;
}

const OF_VIDEOS = {
  known: sql`true`,
  described: sql`published_at is not null`,
  gone: sql`gone_at is not null`,
  long: sql`format = 'long'`,
  short: sql`format = 'short'`,
  live: sql`format = 'live'`,
  unknown: sql`format = 'unknown'`,
} as const;
const OF_CHANNELS = { tracked: sql`state = 'tracked'`, channels: sql`true` } as const;

/** How many channels and videos there are. Formats are those of described videos. */
export async function readTotals(db: Db): Promise<Totals> {
  const [isMany, isManyChannels] = [await hasMany(db, "video_counter"), await hasMany(db, "channel")];
  const videos = await countEach(db, "video_counter", OF_VIDEOS, isMany);
  const channels = await countEach(db, "channel", OF_CHANNELS, isManyChannels);
  const { known, described, gone, ...byFormat } = videos;
  return {
    channels: { tracked: channels.tracked, known: channels.channels },
    videos: { known, described, gone, byFormat },
    isEstimate: isMany || isManyChannels,
  };
}

async function hasMany(db: Db, table: "video_counter" | "channel"): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select from ${sql.table(table)} limit ${COUNTED_MAX + 1}) counted`.execute(db);
  return (rows[0]?.n ?? 0) > COUNTED_MAX;
}

async function countEach<Name extends string>(
  db: Db,
  table: string,
  conditions: Readonly<Record<Name, ReturnType<typeof sql>>>,
  isMany: boolean,
): Promise<Record<Name, number>> {
  const named = Object.entries(conditions) as [Name, ReturnType<typeof sql>][];
  const counts = {} as Record<Name, number>;
  if (isMany) {
    for (const [name, condition] of named) {
      counts[name] = await estimatedRows(db, sql`select from ${sql.table(table)} where ${condition}`);
    }
    return counts;
  }
  const columns = named.map(([name, condition]) => sql`count(*) filter (where ${condition}) as ${sql.id(name)}`);
  const { rows } = await sql<Record<Name, number>>`select ${sql.join(columns)} from ${sql.table(table)}`.execute(db);
  return rows[0] ?? counts;
}

/** Among so many of the newest videos it is looked how well they are sampled: some milliseconds, whatever the table's size. */
const NEWEST_LOOKED_AT = 5_000;

export interface Activity {
  /** Samples of the last 24 hours, by the log of the calls that brought them. */
  readonly samples: number;
  /** First hours that became known of videos that reached that age in the last 24 hours. */
  readonly firstHours: number;
  readonly newestSample: Instant | null;
}

export async function readActivity(db: Db, now: Instant): Promise<Activity> {
  const { rows } = await sql<Activity>`
    select
      (select coalesce(sum(answered), 0) from call
        where charged_at > ${at(minus(now, days(1)))} and charged_at <= ${at(now)}
          and kind in ('sample', 'describe') and outcome = 'answered') as samples,
      (select count(first_hour_views) from (
        select first_hour_views from video_counter
        where published_at > ${at(minus(now, hours(25)))} and published_at <= ${at(minus(now, hours(1)))}
        order by published_at desc, video_id desc limit ${COUNTED_MAX}
      ) born) as "firstHours",
      (select captured_at from video_counter order by captured_at desc nulls last, video_id desc limit 1) as "newestSample"
  `.execute(db);
  return rows[0] ?? { samples: 0, firstHours: 0, newestSample: null };
}

export interface Freshness {
  /** Over how many it was looked: the newest of the last 30 days that are not gone. */
  readonly n: number;
  readonly withinHour: number;
  readonly withinDay: number;
  readonly withinWeek: number;
}

/** How many of the newest young videos were sampled lately. */
export async function readFreshness(db: Db, now: Instant): Promise<Freshness> {
  const within = (span: ReturnType<typeof hours>) => sql`count(*) filter (where captured_at > ${at(minus(now, span))})`;
  const { rows } = await sql<Freshness>`
    select count(*) as n, ${within(hours(1))} as "withinHour", ${within(days(1))} as "withinDay",
      ${within(days(7))} as "withinWeek"
    from (
      select captured_at from video_counter
      where published_at > ${at(minus(now, days(30)))} and published_at <= ${at(now)} and gone_at is null
      order by published_at desc, video_id desc limit ${NEWEST_LOOKED_AT}
    ) young`.execute(db);
  return rows[0] ?? { n: 0, withinHour: 0, withinDay: 0, withinWeek: 0 };
}

export interface Coverage {
  /** Videos that were born on a tracked channel, among the newest of the last 30 days that have passed their fourth hour. */
  readonly n: number;
  readonly measured: number;
  readonly interpolated: number;
}

/** Of how many videos born tracked the first hour is known. Until the fourth hour it may still become known. */
export async function readCoverage(db: Db, now: Instant): Promise<Coverage> {
  const { rows } = await sql<Coverage>`
    select count(*) as n, count(*) filter (where first_hour_method = 'measured') as measured,
      count(*) filter (where first_hour_method = 'interpolated') as interpolated
    from (
      select channel_id, published_at, start_at, first_hour_method from video_counter
      where published_at > ${at(minus(now, days(30)))} and published_at <= ${at(minus(now, hours(4)))}
      order by published_at desc, video_id desc limit ${NEWEST_LOOKED_AT}
    ) born
    join channel c on c.id = born.channel_id
    where c.state = 'tracked' and c.tracked_since <= born.published_at and born.start_at <= ${at(minus(now, hours(4)))}
  `.execute(db);
  return rows[0] ?? { n: 0, measured: 0, interpolated: 0 };
}

/** How many described videos are of each category; `null` = YouTube named none. */
export async function countCategories(
  db: Db,
): Promise<{ readonly counts: ReadonlyMap<string | null, number>; readonly isEstimate: boolean }> {
  const isEstimate = await hasMany(db, "video_counter");
  const all = isEstimate ? await estimatedRows(db, sql`select from video_counter`) : 0;
  // Whole pages are looked at, some dozens spread over the table.
  const percent = Math.min(100, (100 * COUNTED_MAX) / Math.max(1, all));
  const part = isEstimate ? sql`tablesample system (${sql.lit(percent)})` : sql``;
  const { rows } = await sql<{ category: string | null; n: number; looked: number }>`
    select category_id as category, count(*) filter (where published_at is not null) as n, sum(count(*)) over () as looked
    from video_counter ${part} group by category_id`.execute(db);
  const scale = isEstimate ? all / Math.max(1, rows[0]?.looked ?? 1) : 1;
  return { counts: new Map(rows.map(({ category, n }) => [category, Math.round(n * scale)])), isEstimate };
}
