import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "../database.ts";
import { writeFirstHours } from "../first-hours.ts";
import { ONLY_SHARD } from "../lease.ts";
import { enqueueRescores } from "../rescore-tasks.ts";
import { addChannelDays, addVideoDays, withdrawDays } from "../rollup-rows.ts";
import { RollupSums } from "../rollup-sums.ts";
import { rowSet } from "../row-set.ts";
import { writeSearchTerms } from "../search-terms.ts";
import { inTransaction } from "../transaction.ts";
import { enqueueTypicals } from "../typical-tasks.ts";
import { type Replayed, replaySamples, type WaitingVideo } from "./replay-samples.ts";
import { writeImportedCounters } from "./write-counters.ts";

/** In one transaction, during which no settlement is recorded: some tenths of a second. */
const VIDEOS_A_TIME = 100;

/**
 * Works out what follows from imported samples, of the next videos that wait: days of videos and channels, counters and
 * measures, first hours and scores, and the words by which they are found. All is taken anew from all stored samples, so that
 * it does not matter in which order and how often they came. Gives how many were done; 0 = none is left that can be.
 *
 * Hours are not: they are kept for eight days and tell what is sampled here. What is usual, and scores that follow it, are
 * tasks of the collector's.
 */
export async function deriveImported(db: Db, now: Instant, performancePool: number): Promise<number> {
  return inTransaction(db, async (trx) => {
    await sql`set local synchronous_commit = off`.execute(trx);
    // Settlements lock the same row: two transactions that rewrite counters and days must not cross.
    await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
    const videos = await readWaiting(trx);
    if (videos.length === 0) return 0;
    const ids = videos.map(({ id }) => id);
    await withdrawDays(trx, ids);
    const sums = new RollupSums(now);
    const replayed = await replaySamples(trx, videos, sums);
    await addVideoDays(trx, sums.videoDays);
    await addChannelDays(trx, sums.channelDays);
    await writeFirstSeen(trx, replayed);
    await writeImportedCounters(trx, replayed, now);
    await follow(trx, replayed, now, performancePool);
    await writeSearchTerms(
      trx,
      videos.filter(({ isImported, isDescribed }) => isImported && isDescribed).map(({ id }) => id),
    );
    await sql`delete from import_video where video_id = any(${ids}::text[])`.execute(trx);
    return videos.length;
  });
}

/** A description says when a video began; one that an import brought says so only of what was no broadcast. */
async function readWaiting(trx: Db): Promise<readonly WaitingVideo[]> {
  const { rows } = await sql<WaitingVideo>`
    select v.id, v.channel_id as "channelId", v.format, v.first_seen_at as "firstSeenAt", c.gone_at as "goneAt",
      coalesce(c.start_at, case
        when v.described_at is null then null when v.broadcast then v.actual_start_at else v.published_at
      end) as "startAt",
      v.source = 'import' as "isImported", v.described_at is not null as "isDescribed"
    from import_video w
    join video v on v.id = w.video_id
    left join video_counter c on c.video_id = w.video_id
    order by w.video_id limit ${sql.lit(VIDEOS_A_TIME)}`.execute(trx);
  return rows;
}

/** Only of videos that imports showed: what we found ourselves was first seen when we found it. */
async function writeFirstSeen(trx: Db, replayed: readonly Replayed[]): Promise<void> {
  const rows = replayed
    .filter(({ video, firstSeenAt }) => firstSeenAt < video.firstSeenAt)
    .map(({ video, firstSeenAt }) => ({ id: video.id, seen_at: toIso(firstSeenAt) }));
  if (rows.length === 0) return;
  await sql`
    update video v set first_seen_at = i.seen_at from ${rowSet("i", rows, { id: "text", seen_at: "timestamptz" })}
    where v.id = i.id`.execute(trx);
}

/** First hours and performance at once; what the channel's other videos are compared with, by tasks. */
async function follow(trx: Db, replayed: readonly Replayed[], now: Instant, performancePool: number): Promise<void> {
  const born: VideoId[] = replayed.filter(({ showsFirstHour }) => showsFirstHour).map(({ video }) => video.id);
  const drifted = await writeFirstHours(trx, born, now, performancePool);
  await enqueueRescores(trx, drifted, now);
  const usual = replayed.filter(({ showsUsual }) => showsUsual).map(({ video }) => video.channelId);
  await enqueueTypicals(trx, usual, now);
}
