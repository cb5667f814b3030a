import { type RawBuilder, sql } from "kysely";
import { type ChannelId, type ChannelRef, isChannelId } from "#domain/channel.ts";
import type { KeyTest } from "#domain/key-test.ts";
import type { Learned, Pause, TrackedChannel, TrackedRows, TrackedVideo, TrackRequest } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import {
  type DiscoveryChanges,
  readChannelFacts,
  readDiscoveryChanges,
  readTrackedDiscoveries,
} from "#storage/discoveries/discovery-rows.ts";
import { readKeyTests } from "#storage/keys/key-tests.ts";
import { readVideos } from "#storage/videos/planner-videos.ts";
import { readUnfollowed, readVideoRequests } from "#storage/videos/video-requests.ts";
import { readTrackedWatches, readWatchChanges, readWatchSeen, type WatchChanges } from "#storage/watches/watch-rows.ts";

/** What a holder of the lease folds into its state after a planning change. */
export interface ChangedRows extends WatchChanges, DiscoveryChanges {
  readonly requests: readonly TrackRequest[];
  readonly videoRequests: readonly VideoId[];
  readonly channels: readonly TrackedChannel[];
  readonly untracked: readonly ChannelId[];
  /** All of them. */
  readonly keyTests: readonly KeyTest[];
}

/** All of planning's memory: videos that are not gone, tracked channels, watches, waiting requests and pauses. */
export async function readTrackedRows(db: Db): Promise<TrackedRows> {
  const videos: TrackedVideo[] = [];
  await readVideos(db, async (page) => {
    for (const video of page) videos.push(video);
  });
  return { videos, ...(await readRowsApart(db)) };
}

/** All of planning's memory but the videos. */
export async function readRowsApart(db: Db): Promise<Omit<TrackedRows, "videos">> {
  const watches = await readTrackedWatches(db);
  return {
    channels: await readChannels(db, sql`c.state = 'tracked'`),
    requests: await readRequests(db),
    videoRequests: await readVideoRequests(db),
    pauses: await readPauses(db),
    learned: await readLearned(db),
    keyTests: await readKeyTests(db),
    watches,
    watchSeen: await readWatchSeen(db, watches),
    discoveries: await readTrackedDiscoveries(db),
    channelFacts: await readChannelFacts(db),
  };
}

/** What people changed after `sinceVersion` of `planning_change`, and every request that still waits. */
export async function readChangedRows(db: Db, sinceVersion: number): Promise<ChangedRows> {
  const changed = sql`c.changed_version > ${sinceVersion}::bigint`;
  const gone = await db
    .selectFrom("channel as c")
    .select("c.id")
    .where("c.state", "=", "untracked")
    .where(sql<boolean>`${changed}`)
    .orderBy("c.id")
    .execute();
  const watches = await readWatchChanges(db, sinceVersion);
  return {
    requests: await readRequests(db),
    videoRequests: await readVideoRequests(db),
    channels: await readChannels(db, sql`c.state = 'tracked' and ${changed}`),
    untracked: gone.map(({ id }) => id as ChannelId),
    keyTests: await readKeyTests(db),
    ...watches,
    unsearched: [...watches.unsearched, ...(await readUnfollowed(db))],
    ...(await readDiscoveryChanges(db, sinceVersion)),
  };
}

async function readChannels(db: Db, which: RawBuilder<unknown>): Promise<TrackedChannel[]> {
  const rows = await db
    .selectFrom("channel as c")
    .leftJoin("channel_poll as p", "p.channel_id", "c.id")
    .leftJoin("task as t", (join) => join.onRef("t.subject", "=", "c.id").on("t.kind", "=", "backfill"))
    .select(({ fn }) => [
      fn.coalesce("p.described_at", "c.described_at").as("described_at"),
      "c.id",
      "c.weight",
      "c.watched",
      "c.uploads_playlist_id",
      "c.tracked_since",
      "c.trouble",
      "p.video_count",
      "p.counted_at",
      "p.counted_before",
      "p.look_at",
      "p.snapshot_at",
      "p.news_since",
      "p.news_not_before",
      "p.news_attempts",
      "p.listed_at",
      "p.subscribe_at",
      "p.subscribe_attempts",
      "p.subscribed_until",
      "p.pushed_at",
      "t.state",
      "t.cursor",
      "t.progress",
      "t.total",
      "t.not_before",
      "t.attempts",
      "t.reason",
    ])
    .where(sql<boolean>`${which}`)
    .orderBy("c.id")
    .execute();
  return rows.map((row) => ({
    id: row.id as ChannelId,
    weight: row.weight,
    watched: row.watched,
    describedAt: row.described_at,
    uploadsPlaylistId: row.uploads_playlist_id,
    trackedSince: row.tracked_since,
    videoCount: row.video_count,
    countedAt: row.counted_at,
    countedBefore: row.counted_before,
    lookAt: row.look_at,
    snapshotAt: row.snapshot_at,
    newsSince: row.news_since,
    newsNotBefore: row.news_not_before,
    newsAttempts: row.news_attempts ?? 0,
    listedAt: row.listed_at,
    subscription: {
      askAt: row.subscribe_at,
      attempts: row.subscribe_attempts ?? 0,
      until: row.subscribed_until,
      pushedAt: row.pushed_at,
    },
    backfill: {
      done: row.state === "done",
      pageToken: row.cursor,
      listed: row.progress ?? 0,
      total: row.total,
      notBefore: row.not_before ?? row.tracked_since,
      attempts: row.attempts ?? 0,
      reason: row.reason,
    },
    trouble: row.trouble,
  }));
}

async function readRequests(db: Db): Promise<TrackRequest[]> {
  const rows = await db
    .selectFrom("track_request")
    .select(["ref", "requested_at", "weight", "watched"])
    .where("state", "=", "waiting")
    .orderBy("ref")
    .execute();
  return rows.map((row) => ({
    ref: refOf(row.ref),
    requestedAt: row.requested_at,
    weight: row.weight,
    watched: row.watched,
  }));
}

/** The reference that `refKey` wrote: handles begin with `@`, ids do not. */
const refOf = (key: string): ChannelRef =>
  isChannelId(key) ? { kind: "id", id: key } : { kind: "handle", handle: key };

async function readPauses(db: Db): Promise<Pause[]> {
  const rows = await db.selectFrom("pause").selectAll().orderBy("subject").execute();
  return rows.map((row) => ({ ...row, subject: row.subject as Pause["subject"] }));
}

const readLearned = (db: Db): Promise<Learned[]> => db.selectFrom("learned").selectAll().orderBy("subject").execute();
