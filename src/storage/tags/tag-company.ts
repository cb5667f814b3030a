import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { newestTagged } from "./tag-picks.ts";

/** What the newest videos of a tag have in common. */
export interface TagCompany {
  /** How many of its videos were looked at, the newest. */
  readonly basis: number;
  readonly channels: number;
  /** Those that used it most. */
  readonly topChannels: readonly { readonly id: ChannelId; readonly title: string | null; readonly videos: number }[];
  /** The tags used beside it most; `everywhere` = how many described videos carry that tag at all. */
  readonly coTags: readonly {
    readonly tag: string;
    readonly label: string;
    readonly videos: number;
    readonly everywhere: number;
  }[];
  /** Over those of its videos that have a performance; `asOf` = their newest sample. */
  readonly performance: { readonly median: number | null; readonly n: number; readonly asOf: Instant | null };
}

/** A tag in a third of a million videos is known by its newest; so many are read in some tens of milliseconds. */
export const TAG_BASIS_MAX = 2_000;
const CHANNELS_SHOWN = 10;
const CO_TAGS_SHOWN = 20;

/** Reads what the newest videos of a tag, given folded, have in common. */
export async function readTagCompany(db: Db, tag: string): Promise<TagCompany> {
  const ids = await newestTagged(db, tag, TAG_BASIS_MAX);
  const [counted, coTags] = await Promise.all([readCounted(db, ids), readCoTags(db, ids, tag)]);
  return { basis: ids.length, ...counted, coTags };
}

/** What the counters' rows say: they are read once for both. */
async function readCounted(
  db: Db,
  ids: readonly string[],
): Promise<Pick<TagCompany, "channels" | "topChannels" | "performance">> {
  const { rows } = await sql<{
    channels: number;
    top: TagCompany["topChannels"] | null;
    median: number | null;
    n: number;
    asOf: Instant | null;
  }>`
    with found as materialized (
      select channel_id, performance, captured_at from video_counter where video_id = any(${ids}::text[])
    ), used as materialized (
      select channel_id, count(*) as videos from found group by channel_id
    ), top as (
      select u.channel_id as id, h.title, u.videos
      from (select * from used order by videos desc, channel_id limit ${CHANNELS_SHOWN}) u
      left join channel h on h.id = u.channel_id
    )
    select (select count(*) from used) as channels,
      (select json_agg(t order by t.videos desc, t.id) from top t) as top,
      percentile_cont(0.5) within group (order by performance) as median,
      count(performance) as n, max(captured_at) filter (where performance is not null) as "asOf"
    from found`.execute(db);
  const [found] = rows;
  if (!found) throw new Error("an aggregate gives a row");
  const { channels, top, ...performance } = found;
  return { channels, topChannels: top ?? [], performance };
}

async function readCoTags(db: Db, ids: readonly string[], tag: string): Promise<TagCompany["coTags"]> {
  const { rows } = await sql<TagCompany["coTags"][number]>`
    select f.key as tag, t.label, f.videos, t.videos as everywhere
    from (
      select k.key, count(*) as videos from video v, unnest(v.tag_keys) as k (key)
      where v.id = any(${ids}::text[]) and k.key <> ${tag}
      group by k.key order by count(*) desc, k.key limit ${CO_TAGS_SHOWN}
    ) f join tag t on t.tag = f.key
    order by f.videos desc, f.key`.execute(db);
  return rows;
}
