import { sql } from "kysely";
import { type ChannelId, refKey } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import { at, type Db } from "#storage/database.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";
import { changedFields } from "#storage/videos/changed-fields.ts";

/**
 * Writes what a settlement says of channels: their text, the answers to requests, and planning's memory of them. Gives
 * the channels whose back-fill it completes.
 */
export async function writeChannelRows(trx: Db, settlement: Settlement): Promise<readonly ChannelId[]> {
  await writeChannelDescriptions(trx, settlement);
  await answerRequests(trx, settlement);
  if (settlement.channels.length === 0) return [];
  await writePolls(trx, settlement.channels);
  return writeBackfills(trx, settlement);
}

/** The fields whose former values are kept: revision's name of it, and its column. Counters have their snapshots. */
const REVISED = {
  title: "title",
  description: "description",
  handle: "handle",
  thumbnail: "thumbnail_url",
  country: "country",
} as const;

/** Stores what channels say of themselves, and what a changed field said before. Older than the stored is ignored. */
async function writeChannelDescriptions(trx: Db, settlement: Settlement): Promise<void> {
  if (settlement.channelDescriptions.length === 0) return;
  const tracked = new Map(settlement.channels.map((channel) => [channel.id, channel]));
  const rows = settlement.channelDescriptions.map((channel) => {
    const row = tracked.get(channel.id);
    return {
      id: channel.id,
      title: channel.title,
      description: channel.description,
      handle: channel.handle,
      country: channel.country,
      published_at: isoOrNull(channel.publishedAt),
      thumbnail_url: channel.thumbnailUrl,
      uploads_playlist_id: channel.uploadsPlaylistId,
      weight: row?.weight ?? 1,
      watched: row?.watched ?? false,
      state: row ? "tracked" : "untracked",
      tracked_since: toIso(row?.trackedSince ?? settlement.at),
      views: channel.counters.views,
      subscribers: channel.counters.subscribers,
      video_count: channel.counters.videoCount,
    };
  });
  const incoming = rowSet("i", rows, {
    id: "text",
    title: "text",
    description: "text",
    handle: "text",
    country: "text",
    published_at: "timestamptz",
    thumbnail_url: "text",
    uploads_playlist_id: "text",
    weight: "real",
    watched: "boolean",
    state: "text",
    tracked_since: "timestamptz",
    views: "bigint",
    subscribers: "bigint",
    video_count: "bigint",
  });
  await sql`
    insert into channel_revision (channel_id, seen_at, before)
    select id, ${at(settlement.at)}, before from (
      select c.id, ${changedFields(REVISED, "c", "i")} as before
      from ${incoming} join channel c on c.id = i.id
      where c.described_at <= ${at(settlement.at)} and not c.title_only
    ) as changes
    where before <> '{}'
    on conflict do nothing`.execute(trx);
  // Whether a stored channel is tracked, and its weight, are a person's to say: a description leaves them alone.
  await sql`
    insert into channel (id, title, description, handle, country, published_at, thumbnail_url, uploads_playlist_id,
      weight, watched, state, tracked_since, described_at, views, subscribers, video_count)
    select id, title, description, handle, country, published_at, thumbnail_url, uploads_playlist_id,
      weight, watched, state, tracked_since, ${at(settlement.at)}, views, subscribers, video_count
    from ${incoming}
    on conflict (id) do update set
      title = excluded.title, description = excluded.description, handle = excluded.handle,
      country = excluded.country, published_at = excluded.published_at, thumbnail_url = excluded.thumbnail_url,
      uploads_playlist_id = excluded.uploads_playlist_id, described_at = excluded.described_at,
      views = excluded.views, subscribers = excluded.subscribers, video_count = excluded.video_count,
      title_only = false
    where channel.described_at <= excluded.described_at`.execute(trx);
}

async function answerRequests(trx: Db, settlement: Settlement): Promise<void> {
  if (settlement.requests.length === 0) return;
  const channels = new Map(settlement.channels.map((channel) => [channel.id, channel]));
  const rows = settlement.requests.map((request) => {
    const channelId = request.kind === "tracked" ? request.channelId : null;
    return {
      ref: refKey(request.ref),
      state: request.kind,
      channel_id: channelId,
      reason: request.kind === "refused" ? request.reason : null,
      weight: (channelId && channels.get(channelId)?.weight) ?? null,
      watched: (channelId && channels.get(channelId)?.watched) ?? null,
      tracked_since: isoOrNull((channelId && channels.get(channelId)?.trackedSince) ?? null),
    };
  });
  const incoming = rowSet("i", rows, {
    ref: "text",
    state: "text",
    channel_id: "text",
    reason: "text",
    weight: "real",
    watched: "boolean",
    tracked_since: "timestamptz",
  });
  await sql`
    with incoming as materialized (select * from ${incoming}), tracked as (
      update channel c set state = 'tracked', weight = coalesce(i.weight, c.weight), watched = coalesce(i.watched, c.watched),
        tracked_since = coalesce(i.tracked_since, c.tracked_since)
      from incoming i where c.id = i.channel_id
    )
    update track_request r
    set state = i.state, channel_id = i.channel_id, reason = i.reason, settled_at = ${at(settlement.at)}
    from incoming i where r.ref = i.ref and r.state = 'waiting'`.execute(trx);
}

async function writePolls(trx: Db, channels: readonly TrackedChannel[]): Promise<void> {
  const rows = channels.map((channel) => ({
    channel_id: channel.id,
    uploads_playlist_id: channel.uploadsPlaylistId,
    trouble: channel.trouble,
    video_count: channel.videoCount,
    counted_at: isoOrNull(channel.countedAt),
    counted_before: isoOrNull(channel.countedBefore),
    look_at: isoOrNull(channel.lookAt),
    snapshot_at: isoOrNull(channel.snapshotAt),
    news_since: isoOrNull(channel.newsSince),
    news_not_before: isoOrNull(channel.newsNotBefore),
    news_attempts: channel.newsAttempts,
    listed_at: isoOrNull(channel.listedAt),
    described_at: toIso(channel.describedAt),
    subscribe_at: isoOrNull(channel.subscription.askAt),
    subscribe_attempts: channel.subscription.attempts,
    subscribed_until: isoOrNull(channel.subscription.until),
    pushed_at: isoOrNull(channel.subscription.pushedAt),
  }));
  const incoming = rowSet("i", rows, {
    channel_id: "text",
    uploads_playlist_id: "text",
    trouble: "text",
    video_count: "bigint",
    counted_at: "timestamptz",
    counted_before: "timestamptz",
    look_at: "timestamptz",
    snapshot_at: "timestamptz",
    news_since: "timestamptz",
    news_not_before: "timestamptz",
    news_attempts: "integer",
    listed_at: "timestamptz",
    described_at: "timestamptz",
    subscribe_at: "timestamptz",
    subscribe_attempts: "integer",
    subscribed_until: "timestamptz",
    pushed_at: "timestamptz",
  });
  await sql`
    with incoming as materialized (select * from ${incoming}), changed as (
      update channel c set uploads_playlist_id = i.uploads_playlist_id, trouble = i.trouble
      from incoming i
      where c.id = i.channel_id
        and (c.uploads_playlist_id, c.trouble) is distinct from (i.uploads_playlist_id, i.trouble)
    )
    insert into channel_poll (channel_id, video_count, counted_at, counted_before, look_at, snapshot_at, news_since, news_not_before,
      news_attempts, listed_at, described_at, subscribe_at, subscribe_attempts, subscribed_until,
      pushed_at)
    select channel_id, video_count, counted_at, counted_before, look_at, snapshot_at, news_since, news_not_before, news_attempts, listed_at,
      described_at, subscribe_at, subscribe_attempts, subscribed_until, pushed_at
    from incoming
    on conflict (channel_id) do update set
      video_count = excluded.video_count, counted_at = excluded.counted_at, counted_before = excluded.counted_before,
      look_at = excluded.look_at, snapshot_at = excluded.snapshot_at,
      news_since = excluded.news_since, news_not_before = excluded.news_not_before,
      news_attempts = excluded.news_attempts, listed_at = excluded.listed_at,
      described_at = excluded.described_at, subscribe_at = excluded.subscribe_at, subscribe_attempts = excluded.subscribe_attempts,
      subscribed_until = excluded.subscribed_until, pushed_at = excluded.pushed_at`.execute(trx);
}

async function writeBackfills(trx: Db, settlement: Settlement): Promise<readonly ChannelId[]> {
  const kept = new Set(settlement.backfillsKept);
  const changed = settlement.channels.filter(({ id }) => !kept.has(id));
  if (changed.length === 0) return [];
  const rows = changed.map(({ id, backfill }) => ({
    subject: id,
    state: backfill.done ? "done" : "waiting",
    cursor: backfill.pageToken,
    progress: backfill.listed,
    total: backfill.total,
    not_before: toIso(backfill.notBefore),
    attempts: backfill.attempts,
    reason: backfill.reason,
  }));
  const incoming = rowSet("i", rows, {
    subject: "text",
    state: "text",
    cursor: "text",
    progress: "integer",
    total: "bigint",
    not_before: "timestamptz",
    attempts: "integer",
    reason: "text",
  });
  const { rows: completed } = await sql<{ id: ChannelId }>`
    with incoming as materialized (select * from ${incoming}), before as (
      select t.* from task t join incoming i on i.subject = t.subject where t.kind = 'backfill'
    ), changed as (
      update task t set state = i.state, cursor = i.cursor, progress = i.progress, total = i.total,
        not_before = i.not_before, attempts = i.attempts, reason = i.reason, updated_at = ${at(settlement.at)}
      from incoming i
      where t.kind = 'backfill' and t.subject = i.subject
        and (t.state, t.cursor, t.progress, t.total, t.not_before, t.attempts, t.reason)
          is distinct from (i.state, i.cursor, i.progress, i.total, i.not_before, i.attempts, i.reason)
    ), added as (
      insert into task (kind, subject, state, cursor, progress, total, not_before, attempts, reason, created_at,
        updated_at)
      select 'backfill', i.subject, i.state, i.cursor, i.progress, i.total, i.not_before, i.attempts, i.reason,
        ${at(settlement.at)}, ${at(settlement.at)}
      from incoming i where not exists (select from before b where b.subject = i.subject)
    )
    select i.subject as id from incoming i left join before b on b.subject = i.subject
    where i.state = 'done' and b.state is distinct from 'done'`.execute(trx);
  return completed.map(({ id }) => id);
}
