import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { DiscoveryId, FoundBy, LanguageBasis, Unmet } from "#domain/discovery.ts";
import type { Db } from "#storage/database.ts";
import { type Position, readKeyset, type SortColumn } from "#storage/sql/keyset.ts";

const ofDiscovery = (name: string, kind: SortColumn["kind"], nullable: boolean): SortColumn => ({
  ref: `c.${name}`,
  kind,
  nullable,
  indexNulls: "first",
});
const described = (name: string, kind: SortColumn["kind"]): SortColumn => ({
  ref: `f.${name}`,
  kind,
  nullable: true,
  indexNulls: "first",
});

/** What found channels can be sorted by, either way; those without a value come last, both ways. */
export const FOUND_CHANNEL_SORTS = {
  timesShown: ofDiscovery("seen", "integer", false),
  firstShownAt: ofDiscovery("first_at", "instant", false),
  settledAt: ofDiscovery("settled_at", "instant", true),
  title: described("title", "text"),
  subscribers: described("subscribers", "integer"),
  views: described("views", "integer"),
  videoCount: described("video_count", "integer"),
} as const satisfies Record<string, SortColumn>;

export type FoundChannelSort = keyof typeof FOUND_CHANNEL_SORTS;

/** Which of a discovery's channels are meant. An absent field filters nothing. */
export interface FoundChannelFilter {
  /** Whether those that do not match, or are not described yet, are meant too. */
  readonly all: boolean;
  readonly subscribersMin?: number | undefined;
  readonly subscribersMax?: number | undefined;
  readonly language?: string | undefined;
  readonly countries?: readonly string[] | undefined;
  /** Of YouTube's categories any of these. */
  readonly categories?: readonly string[] | undefined;
  readonly sources?: readonly FoundBy[] | undefined;
  readonly tracked?: boolean | undefined;
}

export interface FoundChannelWalk {
  readonly sort: FoundChannelSort;
  readonly descending: boolean;
  readonly after: Position | null;
  readonly limit: number;
}

/** Up to `limit` channels of a discovery after a position, each with its `position`. Handles that nobody asked for are none. */
export async function listFoundChannels(db: Db, id: DiscoveryId, filter: FoundChannelFilter, walk: FoundChannelWalk) {
  const column = FOUND_CHANNEL_SORTS[walk.sort];
  const rows = await readKeyset({ ...walk, column, idRef: "c.channel" }, (where, order, limit) =>
    db
      .selectFrom("discovery_channel as c")
      .leftJoin("found_channel as f", "f.channel_id", "c.channel")
      .leftJoin("channel as ch", "ch.id", "c.channel")
      .select([
        "c.channel as id",
        "f.title",
        "f.handle",
        "c.fits",
        sql<Unmet[]>`c.unmet`.as("unmet"),
        "f.language",
        sql<LanguageBasis | null>`f.language_by`.as("languageBy"),
        "f.country",
        "f.categories",
        "f.shown_categories as shownCategories",
        "f.subscribers",
        "f.views",
        "f.video_count as videoCount",
        sql<FoundBy>`c.source`.as("source"),
        "c.seen",
        "c.first_at as firstAt",
        "c.settled_at as settledAt",
        "f.described_at as describedAt",
        sql<boolean>`coalesce(ch.state = 'tracked', false)`.as("tracked"),
        sql<number | string | null>`${sql.ref(column.ref)}`.as("sortValue"),
      ])
      .where("c.discovery_id", "=", id)
      .where("c.owner", "is", null)
      .where(sql<SqlBool>`c.channel not like '@%'`)
      .where(conditionOf(filter))
      .where(where)
      .orderBy(order)
      .limit(limit)
      .execute(),
  );
  return rows.map(({ sortValue, ...channel }) => ({ channel, position: { value: sortValue, id: channel.id } }));
}

export type FoundChannelRow = Awaited<ReturnType<typeof listFoundChannels>>[number]["channel"];

function conditionOf(filter: FoundChannelFilter): RawBuilder<SqlBool> {
  const { subscribersMin: least, subscribersMax: most, language, countries, categories, sources, tracked } = filter;
  const conditions: RawBuilder<SqlBool>[] = [filter.all ? sql`true` : sql`c.fits`];
  if (least !== undefined) conditions.push(sql`f.subscribers >= ${least}`);
  if (most !== undefined) conditions.push(sql`f.subscribers <= ${most}`);
  if (language !== undefined) conditions.push(sql`f.language = ${language}`);
  if (countries) conditions.push(sql`f.country = any(${[...countries]}::text[])`);
  if (categories) {
    conditions.push(
      sql`(f.categories && ${[...categories]}::text[] or f.shown_categories && ${[...categories]}::text[])`,
    );
  }
  if (sources) conditions.push(sql`c.source = any(${[...sources]}::text[])`);
  if (tracked !== undefined) conditions.push(sql`coalesce(ch.state = 'tracked', false) = ${tracked}`);
  return sql<SqlBool>`${sql.join(
    conditions.map((condition) => sql`(${condition})`),
    sql` and `,
  )}`;
}
