import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import { days, minus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";

/** How far settled forecasts of one kind were off (docs/formulas/forecast.md). */
export interface Accuracy {
  readonly targetHours: number;
  readonly outsetHours: number;
  /** `null` = all formats together, whatever they were made by. */
  readonly format: Format | null;
  /** Whether they were made by the model that ships, in part or all; `null` = whichever. */
  readonly prior: boolean | null;
  readonly settled: number;
  /** Of those the ones whose video was sampled around the target: the three are over these, and `null` without any. */
  readonly n: number;
  readonly error: number | null;
  readonly bias: number | null;
  readonly held: number | null;
}

/** At most so many of the newest settled forecasts are looked at: some milliseconds. */
const FORECASTS_LOOKED_AT = 5_000;

/** Of a tag, or a watch, the forecasts of so many of its newest videos are looked at. */
const VIDEOS_LOOKED_AT = 2_000;

/** Forecasts that are settled in a window are of videos that were published so long before it at most. */
const PUBLISHED_BEFORE = days(45);

/** The accuracy of each kind, and what it rests on. */
interface AccuracyRows {
  readonly rows: readonly Accuracy[];
  readonly lookedAt: number;
  /** Whether there are more in the window that were not looked at. */
  readonly more: boolean;
}

/** How far off the forecasts of a scope were that were settled in a window, the newest of them, by target, outset and format. */
export async function readAccuracy(db: Db, scope: InsightScope, window: Window): Promise<AccuracyRows> {
  type Row = Accuracy & { readonly lookedAt: number; readonly capped: boolean };
  const { rows } = await sql<Row | (Row & { readonly targetHours: null })>`
    with looked_at as (${newestOf(scope, window)})
    select target_hours as "targetHours", outset_hours as "outsetHours", format, prior, count(*) as "lookedAt",
      ${isCapped(scope, window)} as capped, count(*) filter (where fits) as settled,
      count(reached) filter (where fits) as n,
      percentile_cont(0.5) within group (order by abs(off)) filter (where fits) as error,
      percentile_cont(0.5) within group (order by off) filter (where fits) as bias,
      (avg(held) filter (where fits))::float8 as held
    from (select l.*, ${ofCategories(scope)} as fits from looked_at l) l
    group by grouping sets ((), (target_hours, outset_hours), (target_hours, outset_hours, format, prior))
    order by target_hours, outset_hours, format nulls first, prior`.execute(db);
  const all = rows.find(({ targetHours }) => targetHours === null);
  return {
    rows: rows.flatMap(({ lookedAt: _, capped: __, ...row }) =>
      row.targetHours === null || row.settled === 0 ? [] : [{ ...row, targetHours: row.targetHours }],
    ),
    lookedAt: all?.lookedAt ?? 0,
    more: all !== undefined && (all.capped || all.lookedAt === FORECASTS_LOOKED_AT),
  };
}

/**
 * The newest settled forecasts of a scope. Formats are walked one by one, as each has an index by time: some are rare. What was
 * found is sifted by categories only after it.
 */
function newestOf(scope: InsightScope, window: Window): RawBuilder<unknown> {
  if (scope.formats.length === 0 || scope.channels.length > 0) return newestWhere(ofScope(scope, window));
  const { formats, ...rest } = scope;
  const parts = formats.map(
    (format) => sql`(${newestWhere(sql`f.format = ${format} and ${ofScope({ ...rest, formats: [] }, window)}`)})`,
  );
  const newest = sql.join(parts, sql` union all `);
  return sql`select * from (${newest}) n order by settled_at desc limit ${sql.lit(FORECASTS_LOOKED_AT)}`;
}

const newestWhere = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select f.video_id, f.target_hours, f.outset_hours, f.format, f.trained_at is null as prior, f.reached, f.settled_at,
    (f.views - f.reached) / greatest(f.reached, 1) as off, (f.low <= f.reached and f.reached <= f.high)::int4 as held
  from forecast f
  where ${condition}
  order by f.settled_at desc
  limit ${sql.lit(FORECASTS_LOOKED_AT)}`;

/** All of a scope but its categories. */
function ofScope({ channels, formats, tag, watch }: InsightScope, window: Window): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [
    sql`f.settled_at >= ${at(window.from)} and f.settled_at < ${at(window.until)}`,
  ];
  if (channels.length > 0) conditions.push(sql`f.channel_id = any(${[...channels]}::text[])`);
  if (formats.length > 0) conditions.push(sql`f.format = any(${[...formats]}::text[])`);
  for (const videos of newestVideos({ tag, watch }, window)) conditions.push(sql`f.video_id in (${videos})`);
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/** The newest videos of a tag and of a watch, where these are asked for. */
function newestVideos({ tag, watch }: Pick<InsightScope, "tag" | "watch">, window: Window): RawBuilder<unknown>[] {
  const published = sql`published_at >= ${at(minus(window.from, PUBLISHED_BEFORE))} and published_at < ${at(window.until)}
    order by published_at desc limit ${sql.lit(VIDEOS_LOOKED_AT)}`;
  return [
    ...(tag === null ? [] : [sql`select video_id from video_tag where tag = ${tag} and ${published}`]),
    ...(watch === null ? [] : [sql`select video_id from watch_video where watch_id = ${watch} and ${published}`]),
  ];
}

/** Whether a tag or a watch has so many videos that not all are looked at. */
function isCapped(scope: InsightScope, window: Window): RawBuilder<SqlBool> {
  const counts = newestVideos(scope, window).map(
    (videos) => sql`(select count(*) from (${videos}) v) >= ${sql.lit(VIDEOS_LOOKED_AT)}`,
  );
  return sql<SqlBool>`(${sql.join([sql`false`, ...counts], sql` or `)})`;
}

const ofCategories = ({ categories }: InsightScope): RawBuilder<SqlBool> =>
  categories.length === 0
    ? sql`true`
    : sql`exists (
        select from video_counter c where c.video_id = l.video_id and c.category_id = any(${[...categories]}::text[])
      )`;
