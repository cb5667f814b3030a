import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "../database.ts";
import { writeFirstHours } from "../first-hours.ts";
import { BEFORE_ALL_IDS, rangeOf } from "../id-range.ts";
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

/**
 * Videos that are looked up together: by channel, those of one lie side by side, and so do its days and the tags that all its
 * videos carry. Each tag is counted once a set, and a tag's row stands in six indexes.
 */
const VIDEOS_A_WINDOW = 5_000;

/** Worked out in one transaction, during which no settlement is recorded: some tenths of a second. */
const VIDEOS_A_SET = 400;
/** About so many samples a set has: of videos that were sampled for years fewer are taken together. */
const SAMPLES_A_SET = 12_000;

/**
 * Works out what follows from imported samples, of all videos that wait: days of videos and channels, counters and measures,
 * first hours and scores, and the words by which they are found. All is taken anew from all stored samples, so that it does
 * not matter in which order and how often they came. Gives after each set how many were done; ends when none is left that
 * can be.
 *
 * Hours are not: they are kept for eight days and tell what is sampled here. What is usual, and scores that follow it, are
 * tasks of the collector's.
 */
export async function* deriveImported(
  db: Db,
  now: () => Instant,
  performancePool: number,
): AsyncGenerator<number, void, undefined> {
  // What was stored meanwhile may lie before what was looked at.
  for (let found = true; found; ) {
    found = false;
    for (let after: string | null = BEFORE_ALL_IDS; after !== null; ) {
      const { ids, upTo } = await readWindow(db, after);
      after = upTo;
      let size = FIRST_SET;
      for (let from = 0; from < ids.length; ) {
        const set = ids.slice(from, from + size);
        from += set.length;
        const { videos, samples } = await deriveSet(db, set, now(), performancePool);
        size = Math.max(1, Math.min(VIDEOS_A_SET, Math.floor((SAMPLES_A_SET * videos) / Math.max(1, samples))));
        found ||= videos > 0;
        yield videos;
      }
    }
  }
}

/** Nothing is known yet of how many samples they have. */
const FIRST_SET = 50;

/** The next videos that wait and are known, channel by channel. */
async function readWindow(
  db: Db,
  after: string,
): Promise<{ readonly ids: readonly VideoId[]; readonly upTo: string | null }> {
  const { rows } = await sql<{ id: VideoId; channelId: ChannelId }>`
    select v.id, v.channel_id as "channelId" from import_video w join video v on v.id = w.video_id
    where w.video_id > ${after} order by w.video_id limit ${sql.lit(VIDEOS_A_WINDOW)}`.execute(db);
  const { upTo } = rangeOf(
    after,
    rows.map(({ id }) => id),
    VIDEOS_A_WINDOW,
  );
  const together = rows.toSorted((a, b) => compare(a.channelId, b.channelId) || compare(a.id, b.id));
  return { ids: together.map(({ id }) => id), upTo };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

async function deriveSet(
  db: Db,
  set: readonly VideoId[],
  now: Instant,
  performancePool: number,
): Promise<{ readonly videos: number; readonly samples: number }> {
  return inTwoTransactions(db, async (trx, beside) => {
    // Settlements lock the same row: two transactions that rewrite counters and days must not cross.
    await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
    const videos = await readWaiting(trx, set);
    if (videos.length === 0) return { videos: 0, samples: 0 };
    const described = videos.filter(({ isImported, isDescribed }) => isImported && isDescribed).map(({ id }) => id);
    const [worked, indexed] = await Promise.allSettled([
      deriveCounters(trx, videos, now, performancePool),
      writeSearchTerms(beside, described),
    ]);
    if (worked.status === "rejected") throw worked.reason;
    if (indexed.status === "rejected") throw indexed.reason;
    const ids = videos.map(({ id }) => id);
    await sql`delete from import_video where video_id = any(${ids}::text[])`.execute(trx);
    return { videos: videos.length, samples: worked.value };
  });
}

/**
 * Words and counters lie in different tables, and each take the server as long as the other: they are written side by side.
 * What is written beside is committed first, and done again should the other not be. Both connections are taken before anything
 * is locked: whoever has one waits for nobody who waits for us.
 */
function inTwoTransactions<T>(db: Db, act: (trx: Db, beside: Db) => Promise<T>): Promise<T> {
  const prepared = async (trx: Db): Promise<Db> => {
    await sql`set local synchronous_commit = off`.execute(trx);
    // Right after so many rows came, the server's statistics know nothing of them, and its plans would walk whole tables.
    await sql`set local enable_seqscan = off`.execute(trx);
    await sql`set local enable_mergejoin = off`.execute(trx);
    return trx;
  };
  if (db.isTransaction) return inTransaction(db, async (trx) => act(await prepared(trx), trx));
  return inTransaction(db, (trx) =>
    inTransaction(db, async (beside) => act(await prepared(trx), await prepared(beside))),
  );
}

/** Days, counters, measures and first hours of videos; gives how many samples they have. */
async function deriveCounters(
  trx: Db,
  videos: readonly WaitingVideo[],
  now: Instant,
  performancePool: number,
): Promise<number> {
  // What is new has no days yet.
  await withdrawDays(
    trx,
    videos.filter(({ isCounted }) => isCounted).map(({ id }) => id),
  );
  const sums = new RollupSums(now);
  const { replayed, samples } = await replaySamples(trx, videos, sums);
  await addVideoDays(trx, sums.videoDays);
  await addChannelDays(trx, sums.channelDays);
  await writeFirstSeen(trx, replayed);
  await writeImportedCounters(trx, replayed, now);
  await follow(trx, replayed, now, performancePool);
  return samples;
}

/** A description says when a video began; one that an import brought says so only of what was no broadcast. */
async function readWaiting(trx: Db, set: readonly VideoId[]): Promise<readonly WaitingVideo[]> {
  const { rows } = await sql<WaitingVideo>`
    select v.id, v.channel_id as "channelId", v.format, v.first_seen_at as "firstSeenAt", c.gone_at as "goneAt",
      coalesce(c.start_at, case
        when v.described_at is null then null when v.broadcast then v.actual_start_at else v.published_at
      end) as "startAt",
      v.source = 'import' as "isImported", v.described_at is not null as "isDescribed",
      c.video_id is not null as "isCounted"
    from import_video w
    join video v on v.id = w.video_id
    left join video_counter c on c.video_id = w.video_id
    where w.video_id = any(${[...set]}::text[])
    order by w.video_id`.execute(trx);
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
