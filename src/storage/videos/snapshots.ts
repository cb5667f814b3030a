import { sql } from "kysely";
import type { ChannelSnapshot } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import type { Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";

/** Stores snapshots; one that is there already stays as it is. Throws where `ensurePartitions` made no room. */
export async function insertSnapshots(trx: Db, snapshots: readonly Snapshot[]): Promise<void> {
  if (snapshots.length === 0) return;
  const rows = snapshots.map(({ videoId, capturedAt, views, likes, comments, source }) => ({
    video_id: videoId,
    captured_at: toIso(capturedAt),
    views,
    likes,
    comments,
    source,
  }));
  const incoming = rowSet("i", rows, {
    video_id: "text",
    captured_at: "timestamptz",
    views: "bigint",
    likes: "bigint",
    comments: "bigint",
    source: "text",
  });
  await sql`
    insert into snapshot (video_id, captured_at, views, likes, comments, source)
    select video_id, captured_at, views, likes, comments, source from ${incoming}
    on conflict do nothing`.execute(trx);
}

/** The same for channels' counters, which also become the channel's own. */
export async function insertChannelSnapshots(trx: Db, snapshots: readonly ChannelSnapshot[]): Promise<void> {
  if (snapshots.length === 0) return;
  const rows = snapshots.map(({ channelId, capturedAt, views, subscribers, videoCount }) => ({
    channel_id: channelId,
    captured_at: toIso(capturedAt),
    views,
    subscribers,
    video_count: videoCount,
  }));
  const incoming = rowSet("i", rows, {
    channel_id: "text",
    captured_at: "timestamptz",
    views: "bigint",
    subscribers: "bigint",
    video_count: "bigint",
  });
  await sql`
    with incoming as materialized (select * from ${incoming}), shown as (
      update channel c set views = i.views, subscribers = i.subscribers, video_count = i.video_count
      from incoming i
      where c.id = i.channel_id
        and (c.views, c.subscribers, c.video_count) is distinct from (i.views, i.subscribers, i.video_count)
    )
    insert into channel_snapshot (channel_id, captured_at, views, subscribers, video_count)
    select channel_id, captured_at, views, subscribers, video_count from incoming
    on conflict do nothing`.execute(trx);
}
