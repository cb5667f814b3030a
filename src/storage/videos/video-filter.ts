import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import type { WatchId } from "#domain/watch.ts";
import { at } from "#storage/database.ts";

/** What can be bounded from below and above: `viewsMin`, `viewsMax` and so on. Bounds are included. */
export const MEASURES = {
  duration: { column: "duration_seconds", kind: "integer" },
  views: { column: "views", kind: "integer" },
  likes: { column: "likes", kind: "integer" },
  comments: { column: "comments", kind: "integer" },
  velocity: { column: "velocity", kind: "fraction" },
  heat: { column: "heat", kind: "fraction" },
  engagement: { column: "engagement", kind: "fraction" },
  performance: { column: "performance", kind: "fraction" },
  performanceInFormat: { column: "performance_in_format", kind: "fraction" },
  outlier: { column: "outlier", kind: "fraction" },
} as const;

export type Measure = keyof typeof MEASURES;

type Bounds = { readonly [M in Measure as `${M}Min` | `${M}Max`]?: number | undefined };

/** Which described videos are meant by their facts and counters. An absent field filters nothing. */
export interface VideoFilter extends Bounds {
  readonly channels?: readonly ChannelId[] | undefined;
  /** Those that this watch was ever shown. */
  readonly watch?: WatchId | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly formats?: readonly Format[] | undefined;
  /** Whole (`pt-BR`), or the language alone (`pt`), which then finds every variety of it. Case does not matter. */
  readonly languages?: readonly string[] | undefined;
  readonly publishedAfter?: Instant | undefined;
  /** Not included, so that months follow one another without overlap. */
  readonly publishedBefore?: Instant | undefined;
  /** Those whose clock started then or later. */
  readonly startedAfter?: Instant | undefined;
  /** Whether it is being broadcast now. */
  readonly live?: boolean | undefined;
  readonly gone?: boolean | undefined;
  /** Whether its texts have changed since it was described first. */
  readonly changed?: boolean | undefined;
  /** Videos of which YouTube did not say are neither. */
  readonly madeForKids?: boolean | undefined;
}

/**
 * The filter as conditions on `c`, a row of video_counter: all that lists are filtered by is copied there, so that a
 * page is one walk of one index.
 */
export function filterConditions(filter: VideoFilter): readonly RawBuilder<SqlBool>[] {
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`c.published_at is not null`];
  const add = (condition: RawBuilder<SqlBool>): void => void conditions.push(condition);
  // An equality keeps the order of an index on channel and date; a list of one would not.
  const [channel, ...others] = filter.channels ?? [];
  if (channel !== undefined)
    add(others.length === 0 ? sql`c.channel_id = ${channel}` : among("channel_id", [channel, ...others]));
  if (filter.formats) add(among("format", filter.formats));
  if (filter.categories) add(among("category_id", filter.categories));
  if (filter.languages) {
    const languages = filter.languages.map((language) => language.toLowerCase());
    add(
      sql`(lower(c.language) = any(${languages}::text[]) or split_part(lower(c.language), '-', 1) = any(${languages}::text[]))`,
    );
  }
  if (filter.watch) {
    add(sql`exists (select from watch_video m where m.watch_id = ${filter.watch} and m.video_id = c.video_id)`);
  }
  if (filter.publishedAfter !== undefined) add(sql`c.published_at >= ${at(filter.publishedAfter)}`);
  if (filter.publishedBefore !== undefined) add(sql`c.published_at < ${at(filter.publishedBefore)}`);
  if (filter.startedAfter !== undefined) add(sql`c.start_at >= ${at(filter.startedAfter)}`);
  if (filter.live !== undefined) add(filter.live ? sql`c.live_state = 'live'` : sql`c.live_state <> 'live'`);
  if (filter.gone !== undefined) add(isThere("gone_at", filter.gone));
  if (filter.changed !== undefined) add(isThere("changed_at", filter.changed));
  if (filter.madeForKids !== undefined) add(sql`c.made_for_kids = ${filter.madeForKids}`);
  for (const [name, { column, kind }] of Object.entries(MEASURES)) {
    const [min, max] = [filter[`${name as Measure}Min`], filter[`${name as Measure}Max`]];
    const type = sql.raw(kind === "integer" ? "int8" : "float8");
    if (min !== undefined) add(sql`${sql.ref(`c.${column}`)} >= ${min}::${type}`);
    if (max !== undefined) add(sql`${sql.ref(`c.${column}`)} <= ${max}::${type}`);
  }
  return conditions;
}

const among = (column: string, values: readonly string[]): RawBuilder<SqlBool> =>
  sql`${sql.ref(`c.${column}`)} = any(${[...values]}::text[])`;

const isThere = (column: string, there: boolean): RawBuilder<SqlBool> =>
  sql`${sql.ref(`c.${column}`)} is ${sql.raw(there ? "not null" : "null")}`;

/** Whether every video that passes has a value in a column: then a list sorted by it ends with the last value. */
export function demandsValue(filter: VideoFilter, column: string): boolean {
  if (column === "gone_at") return filter.gone === true;
  if (column === "changed_at") return filter.changed === true;
  return Object.entries(MEASURES).some(
    ([name, measure]) =>
      measure.column === column &&
      (filter[`${name as Measure}Min`] !== undefined || filter[`${name as Measure}Max`] !== undefined),
  );
}
