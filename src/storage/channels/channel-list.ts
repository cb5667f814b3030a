import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "#storage/database.ts";
import { type Position, readKeyset, type SortColumn } from "#storage/sql/keyset.ts";
import { type ChannelRow, readChannels } from "./channel-reads.ts";

const ofAll = (name: string, kind: SortColumn["kind"]): SortColumn => ({
  ref: `k.${name}`,
  kind,
  nullable: false,
  indexNulls: "first",
});
const ofSome = (name: string, kind: SortColumn["kind"]): SortColumn => ({ ...ofAll(name, kind), nullable: true });

/** What channels can be sorted by, either way; those without a value come last, both ways. */
export const CHANNEL_SORTS = {
  title: ofAll("title", "text"),
  trackedSince: ofAll("tracked_since", "instant"),
  publishedAt: ofSome("published_at", "instant"),
  describedAt: ofAll("described_at", "instant"),
  weight: ofAll("weight", "fraction"),
  subscribers: ofSome("subscribers", "integer"),
  views: ofSome("views", "integer"),
  videoCount: ofSome("video_count", "integer"),
  medianFirstHour: ofSome("median_first_hour", "fraction"),
  firstHourN: ofSome("first_hour_n", "integer"),
  medianMature: ofSome("median_mature", "fraction"),
  matureN: ofSome("mature_n", "integer"),
} as const satisfies Record<string, SortColumn>;

export type ChannelSort = keyof typeof CHANNEL_SORTS;

/** What can be bounded from below and above; bounds are included. */
const CHANNEL_MEASURES = {
  subscribers: "subscribers",
  views: "views",
  videoCount: "video_count",
  median: "median_first_hour",
} as const;

type ChannelMeasure = keyof typeof CHANNEL_MEASURES;
type Bounds = { readonly [M in ChannelMeasure as `${M}Min` | `${M}Max`]?: number | undefined };

/** Which channels are meant. An absent field filters nothing. */
export interface ChannelFilter extends Bounds {
  readonly state?: "tracked" | "untracked" | undefined;
  /** Somewhere in the title or the handle; case does not matter. */
  readonly text?: string | undefined;
  /** Two letters each. */
  readonly countries?: readonly string[] | undefined;
  readonly watched?: boolean | undefined;
  /** Whether YouTube refuses something about it. */
  readonly trouble?: boolean | undefined;
}

export interface ChannelWalk {
  readonly sort: ChannelSort;
  readonly descending: boolean;
  readonly after: Position | null;
  readonly limit: number;
  /** Left out at the beginning, for pages by number. */
  readonly skip?: number;
}

/**
 * Up to `limit` channels after a position, each with its `position` for the next page. Their ids are picked first, so
 * that no more of a channel is read than will be shown. Channels are thousands, not millions: a list may look at each.
 */
export async function listChannels(db: Db, filter: ChannelFilter, { skip = 0, ...walk }: ChannelWalk) {
  const column = CHANNEL_SORTS[walk.sort];
  const conditions = sql.join(conditionsOf(filter), sql` and `);
  const found = await readKeyset(
    { ...walk, limit: walk.limit + skip, column, idRef: "k.id" },
    async (where, order, limit) => {
      const { rows } = await sql<{ id: string; value: number | string | null }>`
      select k.id, ${sql.ref(column.ref)} as value from ${KEYS} where ${conditions} and ${where}
      order by ${order} limit ${limit}`.execute(db);
      return rows;
    },
  );
  const picks = found.slice(skip);
  const rows = await readChannels(
    db,
    picks.map(({ id }) => id),
  );
  const byId = new Map<string, ChannelRow>(rows.map((row) => [row.id, row]));
  return picks.flatMap(({ id, value }) => {
    const channel = byId.get(id);
    return channel ? [{ channel, position: { value, id } }] : [];
  });
}

/** How many channels pass a filter. */
export async function countChannels(db: Db, filter: ChannelFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${KEYS} where ${sql.join(conditionsOf(filter), sql` and `)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** What is filtered and sorted by. PostgreSQL leaves the scores out where no column of theirs is used. */
const KEYS = sql`(
  select ch.id, ch.state, ch.title, ch.handle, ch.country, ch.watched, ch.trouble, ch.weight::float8 as weight,
    ch.tracked_since, ch.published_at, ch.described_at, ch.subscribers, ch.views, ch.video_count,
    s.median_first_hour, s.first_hour_n, s.median_mature, s.mature_n
  from channel ch left join channel_score s on s.channel_id = ch.id) k`;

function conditionsOf(filter: ChannelFilter): readonly RawBuilder<SqlBool>[] {
  const conditions: RawBuilder<SqlBool>[] = [sql`true`];
  const add = (condition: RawBuilder<SqlBool>): void => void conditions.push(condition);
  if (filter.state) add(sql`k.state = ${filter.state}`);
  if (filter.text) {
    // A server whose locale is C folds ASCII letters alone; as it is written a text is found there all the same.
    const forms = [filter.text, filter.text.toLowerCase()];
    add(sql`exists (select from unnest(${forms}::text[]) as wanted
      where position(wanted in k.title) > 0 or position(wanted in lower(k.title)) > 0 or position(wanted in k.handle) > 0)`);
  }
  if (filter.countries) add(sql`k.country = any(${filter.countries.map((code) => code.toUpperCase())}::text[])`);
  if (filter.watched !== undefined) add(sql`k.watched = ${filter.watched}::boolean`);
  if (filter.trouble !== undefined) add(sql`(k.trouble is not null) = ${filter.trouble}::boolean`);
  for (const [name, column] of Object.entries(CHANNEL_MEASURES)) {
    const [min, max] = [filter[`${name as ChannelMeasure}Min`], filter[`${name as ChannelMeasure}Max`]];
    if (min !== undefined) add(sql`${sql.ref(`k.${column}`)} >= ${min}::float8`);
    if (max !== undefined) add(sql`${sql.ref(`k.${column}`)} <= ${max}::float8`);
  }
  return conditions;
}
