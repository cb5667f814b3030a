import { type RawBuilder, sql } from "kysely";
import { type ChannelId, type ChannelRef, isChannelId } from "#domain/channel.ts";
import type { DiscoveryFilters, DiscoveryId, FoundBy, OnFound } from "#domain/discovery.ts";
import type { ChannelFacts, DiscoverySpend, SourceYield, TrackedDiscovery } from "#domain/discovery-step.ts";
import type { FrontierMemory, FrontierSource, LanguageHint } from "#domain/frontier.ts";
import type { Db } from "#storage/database.ts";

/** The discoveries that are kept, as planning remembers them. */
export const readTrackedDiscoveries = (db: Db): Promise<TrackedDiscovery[]> =>
  readDiscoveriesWhere(db, sql`d.state <> 'removed'`);

/** What people did to discoveries after a version of `planning_change`. */
export interface DiscoveryChanges {
  readonly discoveries: readonly TrackedDiscovery[];
  readonly removedDiscoveries: readonly DiscoveryId[];
}

export async function readDiscoveryChanges(db: Db, sinceVersion: number): Promise<DiscoveryChanges> {
  const changed = sql`d.changed_version > ${sinceVersion}::bigint`;
  const { rows } = await sql<{ id: DiscoveryId }>`
    select d.id from discovery d where d.state = 'removed' and ${changed} order by d.id`.execute(db);
  return {
    discoveries: await readDiscoveriesWhere(db, sql`d.state <> 'removed' and ${changed}`),
    removedDiscoveries: rows.map(({ id }) => id),
  };
}

/** What is known of channels that discoveries met, as far as filters go by it; nothing while no discovery is kept. */
export async function readChannelFacts(db: Db): Promise<ChannelFacts[]> {
  const { rows } = await sql<ChannelFacts>`
    select channel_id as id, described_at as "describedAt", gone, language, country, categories,
      shown_categories as "shownCategories", subscribers
    from found_channel
    where exists (select from discovery where state <> 'removed')
    order by channel_id`.execute(db);
  return rows;
}

async function readDiscoveriesWhere(db: Db, which: RawBuilder<unknown>): Promise<TrackedDiscovery[]> {
  const rows = await db
    .selectFrom("discovery as d")
    .innerJoin("discovery_progress as p", "p.discovery_id", "d.id")
    .selectAll("d")
    .select(["p.going", "p.chance"])
    .where(sql<boolean>`${which}`)
    .orderBy("d.id")
    .execute();
  const given = rows.length === 0 ? [] : await readGiven(db);
  const discoveries: TrackedDiscovery[] = [];
  for (const row of rows) {
    discoveries.push({
      id: row.id as DiscoveryId,
      filters: row.filters as DiscoveryFilters,
      seeds: { terms: row.seed_terms, channels: row.seed_channels.map(refOf) },
      regions: row.regions,
      sources: row.sources as FrontierSource[],
      budget: { unitsPerDay: row.units_a_day, searchesPerDay: row.searches_a_day },
      floor: row.floor,
      until: row.until,
      onFound: onFoundOf(row),
      paused: row.state === "paused",
      spent: await readSpend(db, row.id),
      yields: await readYields(db, row.id),
      memory: { ...(await readMemory(db, row.id)), going: row.going, chance: row.chance },
      given,
    });
  }
  return discoveries;
}

const refOf = (text: string): ChannelRef =>
  isChannelId(text) ? { kind: "id", id: text } : { kind: "handle", handle: text };

const onFoundOf = (row: { readonly on_found: "list" | "track"; readonly weight: number }): OnFound =>
  row.on_found === "list" ? { kind: "list" } : { kind: "track", weight: row.weight };

/** Channels that nobody tracks and whose videos imports and watches brought. */
async function readGiven(db: Db): Promise<ChannelId[]> {
  const { rows } = await sql<{ id: ChannelId }>`
    select distinct v.channel_id as id from video_counter v
    where not exists (select from channel c where c.id = v.channel_id and c.state = 'tracked')
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** What was spent on the last day on which anything was. */
async function readSpend(db: Db, id: string): Promise<DiscoverySpend> {
  const row = await db
    .selectFrom("discovery_day")
    .selectAll()
    .where("discovery_id", "=", id)
    .orderBy("day", "desc")
    .limit(1)
    .executeTakeFirst();
  const { day = "", units = 0, searches = 0, units_at = null, searches_at = null } = row ?? {};
  return { day, units, searches, unitsAt: units_at, searchesAt: searches_at };
}

async function readYields(db: Db, id: string): Promise<SourceYield[]> {
  const rows = await db
    .selectFrom("discovery_source")
    .selectAll()
    .where("discovery_id", "=", id)
    .orderBy("source")
    .execute();
  return rows.map(({ discovery_id: _, source, ...counts }) => ({ source: source as FoundBy, ...counts }));
}

async function readMemory(
  db: Db,
  id: string,
): Promise<Pick<FrontierMemory, "nodes" | "channels" | "classes" | "handles">> {
  const nodes = await db
    .selectFrom("discovery_node")
    .selectAll()
    .where("discovery_id", "=", id)
    .orderBy("source")
    .orderBy("subject")
    .execute();
  const classes = await db
    .selectFrom("discovery_class")
    .select(["measure", "class", "sum", "weight"])
    .where("discovery_id", "=", id)
    .orderBy("measure")
    .orderBy("class")
    .execute();
  const channels = await db
    .selectFrom("discovery_channel")
    .select(["channel", "owner", "seen", "fits", "hint", "path", "shown_by"])
    .where("discovery_id", "=", id)
    .orderBy("channel")
    .execute();
  return {
    nodes: nodes.map((row) => ({
      node: { source: row.source as FrontierSource, subject: row.subject, traits: row.traits },
      seen: row.seen,
      pages: row.pages,
      rounds: row.rounds,
      described: row.described,
      fitting: row.fitting,
      found: row.found,
      foundBefore: row.found_before,
      isOpen: row.is_open,
      pageToken: row.page_token,
      readOn: row.read_on,
    })),
    classes,
    channels: channels
      .filter(({ owner }) => owner === null)
      .map((row) => ({
        id: row.channel,
        seen: row.seen,
        fits: row.fits,
        hint: row.hint as LanguageHint,
        path: row.path,
        shownBy: row.shown_by,
      })),
    handles: channels.flatMap(({ channel, owner }) => (owner === null ? [] : [[channel, owner] as const])),
  };
}
