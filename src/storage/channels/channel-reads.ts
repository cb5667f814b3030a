import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** Channels with what discovery remembers of them, their back-fill and their medians. */
const channels = (db: Db) =>
  db
    .selectFrom("channel as ch")
    .modifyFront(ONE_PLAN)
    .leftJoin("channel_poll as p", "p.channel_id", "ch.id")
    .leftJoin("channel_score as s", "s.channel_id", "ch.id")
    .leftJoin("task as t", (join) => join.onRef("t.subject", "=", "ch.id").on("t.kind", "=", "backfill"))
    .select([
      "ch.id",
      "ch.title",
      "ch.handle",
      "ch.country",
      "ch.published_at as publishedAt",
      "ch.thumbnail_url as thumbnailUrl",
      "ch.weight",
      "ch.watched",
      "ch.state",
      "ch.trouble",
      "ch.tracked_since as trackedSince",
      "ch.described_at as describedAt",
      "ch.views",
      "ch.subscribers",
      "ch.video_count as videoCount",
      "p.snapshot_at as snapshotAt",
      "p.counted_at as countedAt",
      "p.listed_at as listedAt",
      "p.news_since as newsSince",
      "p.subscribe_at as subscribeAt",
      "p.subscribed_until as subscribedUntil",
      "p.pushed_at as pushedAt",
      "t.state as backfillState",
      "t.progress as backfillListed",
      "t.total as backfillTotal",
      "t.not_before as backfillNotBefore",
      "t.reason as backfillReason",
      "s.median_in_force as medianInForce",
      "s.median_first_hour as medianFirstHour",
      "s.first_hour_n as firstHourN",
      "s.median_mature as medianMature",
      "s.mature_n as matureN",
      "s.computed_at as scoresComputedAt",
    ]);

/** The channels of some ids, in no order; unknown ones are left out. */
export const readChannels = (db: Db, ids: readonly string[]) =>
  channels(db)
    .where(sql<boolean>`ch.id = any(${[...ids]}::text[])`)
    .execute();

export type ChannelRow = Awaited<ReturnType<typeof readChannels>>[number];

/** One channel with its description, tracked or not; `undefined` when it is not known. */
export const readChannel = (db: Db, id: ChannelId) =>
  channels(db).select("ch.description").where("ch.id", "=", id).executeTakeFirst();

/** What a channel said of itself before each change, newest first: at most 100, more than any channel in use has. */
export const listChannelRevisions = (db: Db, id: ChannelId) =>
  db
    .selectFrom("channel_revision")
    .select(["seen_at as seenAt", "before"])
    .where("channel_id", "=", id)
    .orderBy("seen_at", "desc")
    .limit(100)
    .execute();

/**
 * Requests to track a channel, the newest first, with what became of each and, once its channel is known, how far its
 * catalogue is read.
 *
 * @param refs of which channels, as `refKey` writes them; `null` = whichever were asked for last.
 */
export function listTrackRequests(db: Db, refs: readonly string[] | null, limit: number) {
  const all = db
    .selectFrom("track_request as r")
    .modifyFront(ONE_PLAN)
    .leftJoin("channel as ch", "ch.id", "r.channel_id")
    .leftJoin("task as t", (join) => join.onRef("t.subject", "=", "r.channel_id").on("t.kind", "=", "backfill"))
    .select([
      "r.ref",
      "r.requested_at as requestedAt",
      "r.weight",
      "r.watched",
      "r.state",
      "r.channel_id as channelId",
      "r.reason",
      "r.settled_at as settledAt",
      "ch.title",
      "t.state as backfillState",
      "t.progress as backfillListed",
      "t.total as backfillTotal",
      "t.not_before as backfillNotBefore",
      "t.reason as backfillReason",
    ])
    .orderBy("r.requested_at", "desc")
    .orderBy("r.ref")
    .limit(limit);
  return (refs === null ? all : all.where(sql<boolean>`r.ref = any(${[...refs]}::text[])`)).execute();
}
