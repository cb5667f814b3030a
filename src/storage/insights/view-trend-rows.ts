import { type RawBuilder, type SqlBool, sql } from "kysely";
import { dayOf } from "#domain/day-gain.ts";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { scopedVideos } from "./scoped-videos.ts";

/** What the videos of one format gained in one day or hour, as `insights/view-trends.ts` takes it. */
interface StepRow {
  readonly at: Instant;
  readonly format: Format;
  readonly views: number;
  readonly samples: number;
  readonly open: number | null;
}

/** Whether rollups of channels answer for a scope: it says nothing of single videos but their format. */
export const isOfChannels = ({ watch, tag, categories }: InsightScope): boolean =>
  watch === null && tag === null && categories.length === 0;

/** What a scope's videos gained in each UTC day of a span of whole days. */
export async function readScopeDays(db: Db, scope: InsightScope, span: Window): Promise<readonly StepRow[]> {
  if (isOfChannels(scope)) {
    const { rows } = await sql<StepRow>`
      select d.day::timestamptz as at, d.format, sum(d.views) as views, sum(d.samples) as samples, sum(d.open) as open
      from channel_day d where ${daysWithin(span)} and ${ofChannels(scope, "d")}
      group by d.day, d.format`.execute(db);
    return rows;
  }
  const { from, where } = scopedVideos(scope);
  const { rows } = await sql<StepRow>`
    select d.day::timestamptz as at, c.format, sum(d.views) as views, sum(d.samples) as samples,
      sum(d.open::integer) as open
    from ${from} join video_day d on d.video_id = c.video_id
    where ${where} and ${daysWithin(span)}
    group by d.day, c.format`.execute(db);
  return rows;
}

/** The same by the hour, of channels and formats: of other scopes no hours are kept. */
export async function readScopeHours(db: Db, scope: InsightScope, span: Window): Promise<readonly StepRow[]> {
  const { rows } = await sql<StepRow>`
    select h.hour as at, h.format, sum(h.views) as views, sum(h.samples) as samples, null::float8 as open
    from channel_hour h
    where h.hour >= ${at(span.from)} and h.hour < ${at(span.until)} and ${ofChannels(scope, "h")}
    group by h.hour, h.format`.execute(db);
  return rows;
}

/** Views gained by the videos of an age; both bounds in days, the older one (`null` = none) not part of it. */
export interface AgeRow {
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly videos: number;
  readonly views: number;
}

/** Within each a video usually keeps its pace within a factor of three or so. */
const AGE_DAYS = [0, 1, 2, 7, 28, 90, 365] as const;

/** What was gained in the days of a span by the age that videos had in those days, the youngest first. */
export async function readViewsByAge(db: Db, scope: InsightScope, span: Window): Promise<readonly AgeRow[]> {
  const { from, where } = scopedVideos(scope);
  const { rows } = await sql<{ step: number; videos: number; views: number }>`
    select step, count(*) as videos, sum(views) as views
    from (
      select d.video_id, width_bucket(d.day - (c.start_at at time zone 'UTC')::date, ${sql.raw(`array[${AGE_DAYS}]`)}) as step,
        sum(d.views) as views
      from ${from} join video_day d on d.video_id = c.video_id
      where ${where} and c.start_at is not null and ${daysWithin(span)}
      group by 1, 2
    ) aged
    group by step order by step`.execute(db);
  return rows.flatMap(({ step, videos, views }) => {
    const fromDays = AGE_DAYS[step - 1];
    return fromDays === undefined ? [] : [{ fromDays, toDays: AGE_DAYS[step] ?? null, videos, views }];
  });
}

/** Views gained by the videos that started in one hour of the week, UTC. */
export interface UploadTimeRow {
  /** 1 = Monday, as in ISO 8601. */
  readonly weekday: number;
  readonly hour: number;
  readonly videos: number;
  readonly views: number;
}

/** What was gained in the days of a span by videos that started within them, by the weekday and hour of their start. */
export async function readViewsByUploadTime(
  db: Db,
  scope: InsightScope,
  span: Window,
): Promise<readonly UploadTimeRow[]> {
  const { from, where } = scopedVideos(scope);
  const { rows } = await sql<UploadTimeRow>`
    select extract(isodow from start_at at time zone 'UTC')::integer as weekday,
      extract(hour from start_at at time zone 'UTC')::integer as hour, count(*) as videos, sum(views) as views
    from (
      select c.video_id, c.start_at, sum(d.views) as views
      from ${from} join video_day d on d.video_id = c.video_id
      where ${where} and c.start_at >= ${at(span.from)} and c.start_at < ${at(span.until)}
        and c.published_at >= ${at(span.from)} - interval '31 days' and ${daysWithin(span)}
      group by c.video_id, c.start_at
    ) uploaded
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** What the answers would be made from: when the samples that a scope's rollups are of were taken, and how many they are. */
export async function readTrendStamp(db: Db, scope: InsightScope, span: Window): Promise<string> {
  // A scope of single videos stands for all: no rollup tells of it alone.
  const { rows } = await sql<{ samples: number | null; views: number | null }>`
    select sum(d.samples) as samples, sum(d.views) as views from channel_day d
    where ${daysWithin(span)} and ${isOfChannels(scope) ? ofChannels(scope, "d") : sql<SqlBool>`true`}`.execute(db);
  return `${rows[0]?.samples ?? 0} ${rows[0]?.views ?? 0}`;
}

const daysWithin = ({ from, until }: Window): RawBuilder<SqlBool> =>
  sql<SqlBool>`d.day >= ${dayOf(from)}::date and d.day < ${dayOf(until)}::date`;

function ofChannels({ channels, formats }: InsightScope, row: "d" | "h"): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [sql`true`];
  if (channels.length > 0) conditions.push(sql`${sql.ref(`${row}.channel_id`)} = any(${[...channels]}::text[])`);
  if (formats.length > 0) conditions.push(sql`${sql.ref(`${row}.format`)} = any(${[...formats]}::text[])`);
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}
