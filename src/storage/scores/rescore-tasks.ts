import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";

/** Asks for channels to be scored anew; one that waits already is asked for once. */
export async function enqueueRescores(trx: Db, channelIds: readonly ChannelId[], now: Instant): Promise<void> {
  if (channelIds.length === 0) return;
  await sql`
    insert into task (kind, subject, state, not_before, created_at, updated_at)
    select 'rescore', id, 'waiting', ${at(now)}, ${at(now)}, ${at(now)}
    from unnest(${[...new Set(channelIds)].sort()}::text[]) as id
    on conflict (kind, subject) do update
    set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
    where task.state = 'done'`.execute(trx);
}

/** Asks for the channels of these videos to be scored anew where one has a first hour: its format is another now. */
export async function enqueueRescoresOfMoved(trx: Db, videoIds: readonly VideoId[], now: Instant): Promise<void> {
  if (videoIds.length === 0) return;
  const { rows } = await sql<{ id: ChannelId }>`
    select distinct channel_id as id from video_counter
    where video_id = any(${[...videoIds]}::text[]) and first_hour_views is not null`.execute(trx);
  await enqueueRescores(
    trx,
    rows.map(({ id }) => id),
    now,
  );
}
