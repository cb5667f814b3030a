import { sql } from "kysely";
import type { DiscoveryFilters, DiscoveryId, DiscoveryRest } from "#domain/discovery.ts";
import type { FrontierSource } from "#domain/frontier.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { type Position, readKeyset, type SortColumn } from "#storage/sql/keyset.ts";

export type DiscoveryState = "active" | "paused" | "removed";

export const DISCOVERIES_ORDER: SortColumn = {
  ref: "d.created_at",
  kind: "instant",
  nullable: false,
  indexNulls: "first",
};

/** Discoveries with what they have come to, as of `now`. */
const discoveries = (db: Db, now: Instant) =>
  db
    .selectFrom("discovery as d")
    .innerJoin("discovery_progress as p", "p.discovery_id", "d.id")
    .select([
      sql<DiscoveryId>`d.id`.as("id"),
      "d.name",
      "d.state",
      sql<DiscoveryFilters>`d.filters`.as("filters"),
      "d.seed_terms as terms",
      "d.seed_channels as channels",
      "d.regions",
      sql<FrontierSource[]>`d.sources`.as("sources"),
      "d.units_a_day as unitsADay",
      "d.searches_a_day as searchesADay",
      "d.floor",
      "d.until",
      "d.on_found as onFound",
      "d.weight",
      "d.created_at as createdAt",
      "d.changed_version as version",
      "p.going",
      sql<DiscoveryRest | null>`p.resting`.as("resting"),
      "p.resting_why as restingWhy",
      spent("units").as("units"),
      spent("searches").as("searches"),
      spentOn("units", now).as("unitsToday"),
      spentOn("searches", now).as("searchesToday"),
      broughtBySources("fresh").as("found"),
      broughtBySources("fitting").as("fitting"),
      sql<number>`(select count(*) from discovery_channel c where c.discovery_id = d.id and c.fits)`.as("matching"),
    ]);

const spent = (what: "units" | "searches") =>
  sql<number>`(select coalesce(sum(s.${sql.ref(what)}), 0)::float8 from discovery_day s where s.discovery_id = d.id)`;

const spentOn = (what: "units" | "searches", now: Instant) => sql<number>`coalesce((
  select s.${sql.ref(what)} from discovery_day s
  where s.discovery_id = d.id and s.day = ${quotaDay(now).day}::date), 0)`;

/** Without what people named and brought in, which cost nothing to find. */
const broughtBySources = (what: "fresh" | "fitting") => sql<number>`(
  select coalesce(sum(s.${sql.ref(what)}), 0)::float8 from discovery_source s
  where s.discovery_id = d.id and s.source not in ('seed', 'import'))`;

/** Up to `limit` discoveries in one of some states after a position, the eldest first, each with its `position`. */
export async function listDiscoveries(
  db: Db,
  states: readonly DiscoveryState[],
  page: { readonly after: Position | null; readonly limit: number },
  now: Instant,
) {
  const walk = { ...page, column: DISCOVERIES_ORDER, idRef: "d.id", descending: false };
  const rows = await readKeyset(walk, (where, order, limit) =>
    discoveries(db, now)
      .where("d.state", "in", [...states])
      .where(where)
      .orderBy(order)
      .limit(limit)
      .execute(),
  );
  return rows.map((discovery) => ({ discovery, position: { value: discovery.createdAt, id: discovery.id } }));
}

/** One discovery, removed or not; `undefined` when there never was one. */
export const readDiscovery = (db: Db, id: DiscoveryId, now: Instant) =>
  discoveries(db, now).where("d.id", "=", id).executeTakeFirst();

/** Whether there is or was a discovery of this id. */
export async function isDiscoveryKnown(db: Db, id: DiscoveryId): Promise<boolean> {
  return (await db.selectFrom("discovery").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

export type DiscoveryRow = NonNullable<Awaited<ReturnType<typeof readDiscovery>>>;

/** What each source has brought a discovery, and how many of its lists have a page to read. */
export async function readDiscoverySources(db: Db, id: DiscoveryId) {
  const [brought, open] = await Promise.all([
    db.selectFrom("discovery_source").selectAll().where("discovery_id", "=", id).execute(),
    db
      .selectFrom("discovery_node")
      .select(["source", sql<number>`count(*)`.as("lists")])
      .where("discovery_id", "=", id)
      .where("is_open", "=", true)
      .groupBy("source")
      .execute(),
  ]);
  return { brought, open: new Map(open.map(({ source, lists }) => [source, lists])) };
}

/** How many channels a discovery has had described, and how many were shown and wait for it. */
export async function countDescribed(
  db: Db,
  id: DiscoveryId,
): Promise<{ readonly described: number; readonly waiting: number }> {
  return db
    .selectFrom("discovery_channel")
    .select([
      sql<number>`count(*) filter (where fits is not null)`.as("described"),
      sql<number>`count(*) filter (where fits is null)`.as("waiting"),
    ])
    .where("discovery_id", "=", id)
    .where("owner", "is", null)
    .executeTakeFirstOrThrow();
}

/** Beyond three pages the estimate of a population makes no difference between channels. */
const PAGES_MOST = 3;

/**
 * The matching channels of a discovery by how many pages showed them and how big they are (`null` = hidden, or forgotten):
 * what the estimate of all that there may be is made from.
 */
export async function readCaughtChannels(
  db: Db,
  id: DiscoveryId,
): Promise<readonly { readonly pages: number; readonly subscribers: number | null }[]> {
  const { rows } = await sql<{ pages: number; subscribers: number | null; channels: number }>`
    select least(c.seen, ${PAGES_MOST}) as pages, f.subscribers, count(*) as channels
    from discovery_channel c
    left join found_channel f on f.channel_id = c.channel
    where c.discovery_id = ${id} and c.fits
    group by 1, 2
    order by 1, 2`.execute(db);
  return rows.flatMap(({ channels, ...caught }) => Array.from({ length: channels }, () => caught));
}
