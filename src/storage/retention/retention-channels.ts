import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { firstDayFrom } from "#domain/day-gain.ts";
import type { RetentionLines } from "#domain/retention.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { forgetInSummaries } from "#storage/insights/summaries.ts";
import { type IdRange, inRange, rangeOf } from "#storage/sql/id-range.ts";
import { forgetInDiscoveries } from "./retention-discoveries.ts";

/** The next range of channels after an id, at most `size` of them. */
export async function nextChannels(db: Db, after: string, size: number): Promise<IdRange> {
  const rows = await db.selectFrom("channel").select("id").where("id", ">", after).orderBy("id").limit(size).execute();
  return rangeOf(
    after,
    rows.map(({ id }) => id),
    size,
  );
}

/** Deletes what is old of a range of channels and nobody but readers knows of, as `deleteOldOfVideos` does. */
export async function deleteOldOfChannels(db: Db, range: IdRange, lines: RetentionLines): Promise<void> {
  const { statistics, revisions, texts } = lines;
  if (statistics !== null) {
    const before = at(statistics);
    await sql`delete from channel_snapshot where ${inRange("channel_id", range)} and captured_at < ${before}`.execute(
      db,
    );
    for (const table of COMPUTED_OF_CHANNELS) {
      await sql`
        delete from ${sql.table(table)} where ${inRange("channel_id", range)} and computed_at < ${before}`.execute(db);
    }
    await sql`
      delete from channel_day
      where ${inRange("channel_id", range)} and day < ${firstDayFrom(statistics)}::date`.execute(db);
    await sql`
      update channel c set views = null, subscribers = null, video_count = null
      where ${inRange("c.id", range)} and c.described_at < ${before}
        and (c.views is not null or c.subscribers is not null or c.video_count is not null)
        and not exists (select from channel_poll p where p.channel_id = c.id and p.snapshot_at >= ${before})`.execute(
      db,
    );
  }
  if (revisions !== null) {
    await sql`
      delete from channel_revision where ${inRange("channel_id", range)} and seen_at < ${at(revisions)}`.execute(db);
  }
  if (texts !== null) await deleteOldTexts(db, range, texts);
}

/** What is computed over a channel's videos, and when. */
const COMPUTED_OF_CHANNELS = ["channel_score", "channel_format_score", "typical", "forecast_channel"] as const;

/**
 * What a channel said of itself. Its videos tell its title, too: where one was described lately the title stays, as that of a
 * channel of which nothing else is known.
 */
async function deleteOldTexts(db: Db, range: IdRange, line: Instant): Promise<void> {
  const titleIsFresh = sql`c.state = 'untracked' and exists (
    select from video v where v.channel_id = c.id and v.described_at >= ${at(line)})`;
  await sql`
    update channel c set title = case when ${titleIsFresh} then title else '' end, title_only = true,
      description = '', handle = null, country = null, thumbnail_url = null
    where ${inRange("c.id", range)} and c.described_at < ${at(line)}
      and not (c.title_only and (c.title = '' or ${titleIsFresh}))`.execute(db);
}

/** What has to go of channels' rows, which planning knows of, too. */
export interface OldChannels {
  /** The line before which counts are old. */
  readonly line: Instant;
  /** Those whose last count, or the size of whose list, is old. */
  readonly counted: readonly ChannelId[];
  /** Those that nobody tracks and of which nothing remains. */
  readonly removed: readonly ChannelId[];
}

/** What has to go of a range of channels; `null` = nothing. Nothing is changed. */
export async function findOldChannels(db: Db, range: IdRange, lines: RetentionLines): Promise<OldChannels | null> {
  const { statistics: line } = lines;
  if (line === null) return null;
  const { rows } = await sql<{ id: ChannelId; counted: boolean; removed: boolean }>`
    select * from (
      select c.id, (p.video_count is not null and p.counted_at < ${at(line)})
          or coalesce(t.state = 'done' and t.total is not null and t.not_before < ${at(line)}, false) as counted,
        c.state = 'untracked' and c.described_at < ${at(line)}
          and not exists (select from video_counter v where v.channel_id = c.id) as removed
      from channel c
      left join channel_poll p on p.channel_id = c.id
      left join task t on t.subject = c.id and t.kind = 'backfill'
      where ${inRange("c.id", range)}
    ) found
    where counted or removed`.execute(db);
  if (rows.length === 0) return null;
  const idsOf = (which: "counted" | "removed") => rows.filter((row) => row[which]).map(({ id }) => id);
  return { line, counted: idsOf("counted"), removed: idsOf("removed") };
}

/** Takes out of the channels' rows what was found. */
export async function removeOldChannels(trx: Db, { line, counted, removed }: OldChannels): Promise<void> {
  if (counted.length > 0) {
    const ids = [...counted];
    await sql`
      update channel_poll set video_count = null
      where channel_id = any(${ids}::text[]) and counted_at < ${at(line)}`.execute(trx);
    await sql`
      update task set total = null
      where kind = 'backfill' and subject = any(${ids}::text[]) and state = 'done'
        and not_before < ${at(line)}`.execute(trx);
  }
  await deleteChannels(trx, removed);
}

/** Deletes channels without videos, with all that is known of them. */
export async function deleteChannels(trx: Db, ids: readonly ChannelId[]): Promise<void> {
  if (ids.length === 0) return;
  for (const [table, column] of NAMING_A_CHANNEL) {
    await sql`delete from ${sql.table(table)} where ${sql.id(column)} = any(${[...ids]}::text[])`.execute(trx);
  }
  await forgetInDiscoveries(trx, ids);
  await forgetInSummaries(trx, { channelIds: ids });
  // Whoever waits for an answer gets one.
  await sql`
    delete from track_request
    where (channel_id = any(${[...ids]}::text[]) or ref = any(${[...ids]}::text[])) and state <> 'waiting'`.execute(
    trx,
  );
}

/** The tables whose rows are of one channel, and the column that names it; requests are apart. */
const NAMING_A_CHANNEL = [
  ["channel_snapshot", "channel_id"],
  ["channel_revision", "channel_id"],
  ["channel_score", "channel_id"],
  ["channel_format_score", "channel_id"],
  ["channel_day", "channel_id"],
  ["channel_hour", "channel_id"],
  ["typical", "channel_id"],
  ["forecast_channel", "channel_id"],
  ["channel_poll", "channel_id"],
  ["push", "channel_id"],
  ["task", "subject"],
  ["set_aside", "subject"],
  ["channel", "id"],
] as const;
