import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { addChannelDays, addVideoDays, withdrawDays } from "#storage/rollups/rollup-rows.ts";
import { RollupSums } from "#storage/rollups/rollup-sums.ts";
import { writeFirstHours } from "#storage/scores/first-hours.ts";
import { enqueueRescores } from "#storage/scores/rescore-tasks.ts";
import { enqueueTypicals } from "#storage/scores/typical-tasks.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { type Replayed, replaySamples, type WaitingVideo } from "./replay-samples.ts";
import { writeImportedCounters } from "./write-counters.ts";

/** How many videos were worked out, and how many samples they have. */
interface Derived {
  readonly videos: number;
  readonly samples: number;
}

/**
 * Works out what follows from the imported samples of some videos, of those that wait still.
 *
 * Words and counters lie in different tables, and each take the server as long as the other: they are written side by side, each
 * in a transaction of its own, for which `db` must have two connections. Words are committed when they are done, for whoever
 * waits for them must not wait for the counters as well; should these not be, both are done again. Both connections are taken
 * before anything is locked: whoever has one waits for nobody who waits for us.
 */
export async function deriveSet(
  db: Db,
  set: readonly VideoId[],
  now: Instant,
  performancePool: number,
): Promise<Derived> {
  if (db.isTransaction) {
    return inTransaction(db, (trx) => derive(trx, set, now, performancePool, (ids) => writeSearchTerms(trx, ids)));
  }
  const asked = Promise.withResolvers<readonly VideoId[]>();
  const begun = Promise.withResolvers<void>();
  const indexed = inTransaction(db, async (beside) => {
    await prepare(beside);
    begun.resolve();
    await writeSearchTerms(beside, await asked.promise);
  });
  indexed.catch(begun.reject);
  await begun.promise;
  try {
    return await inTransaction(db, (trx) =>
      derive(trx, set, now, performancePool, (ids) => {
        asked.resolve(ids);
        return indexed;
      }),
    );
  } finally {
    // Where it came to no question, nothing is indexed.
    asked.resolve([]);
    await Promise.allSettled([indexed]);
  }
}

async function prepare(trx: Db): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(trx);
  // Right after so many rows came, the server's statistics know nothing of them, and its plans would walk whole tables.
  await sql`set local enable_seqscan = off`.execute(trx);
  await sql`set local enable_mergejoin = off`.execute(trx);
}

async function derive(
  trx: Db,
  set: readonly VideoId[],
  now: Instant,
  performancePool: number,
  index: (ids: readonly VideoId[]) => Promise<void>,
): Promise<Derived> {
  await prepare(trx);
  // Settlements lock the same row: two transactions that rewrite counters and days must not cross.
  await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
  const videos = await readWaiting(trx, set);
  if (videos.length === 0) return { videos: 0, samples: 0 };
  const described = videos.filter(({ isImported, isDescribed }) => isImported && isDescribed);
  const [worked, indexed] = await Promise.allSettled([
    deriveCounters(trx, videos, now, performancePool),
    index(described.map(({ id }) => id)),
  ]);
  if (worked.status === "rejected") throw worked.reason;
  if (indexed.status === "rejected") throw indexed.reason;
  const ids = videos.map(({ id }) => id);
  await sql`delete from import_video where video_id = any(${ids}::text[])`.execute(trx);
  return { videos: videos.length, samples: worked.value };
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
