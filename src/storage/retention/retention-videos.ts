import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { firstDayFrom } from "#domain/day-gain.ts";
import { FIRST_HOUR } from "#domain/milestone.ts";
import type { RetentionLines } from "#domain/retention.ts";
import { type Instant, minus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { WatchSeen } from "#domain/watch.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import { forgetInSummaries } from "#storage/insights/summaries.ts";
import { withdrawDays } from "#storage/rollups/rollup-rows.ts";
import { enqueueRescores } from "#storage/scores/rescore-tasks.ts";
import { enqueueTypicals } from "#storage/scores/typical-tasks.ts";
import { forgetSearchTerms } from "#storage/search/search-terms.ts";
import { type IdRange, inRange, rangeOf } from "#storage/sql/id-range.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { forgetChanges } from "#storage/videos/listing.ts";

/** So many old rows go in one transaction: a few tens of milliseconds. */
const ROWS_A_TIME = 5_000;

/** The next range of videos after an id, at most `size` of them. */
export async function nextVideos(db: Db, after: string, size: number): Promise<IdRange> {
  const rows = await db
    .selectFrom("video_counter")
    .select("video_id")
    .where("video_id", ">", after)
    .orderBy("video_id")
    .limit(size)
    .execute();
  return rangeOf(
    after,
    rows.map(({ video_id }) => video_id),
    size,
  );
}

/**
 * Deletes what is old of a range of videos and nobody but readers knows of: snapshots, days, former texts, and texts that
 * were not renewed. Ids without a video are in some range too, so that nothing stays behind.
 */
export async function deleteOldOfVideos(db: Db, range: IdRange, lines: RetentionLines): Promise<void> {
  const { statistics, revisions, texts } = lines;
  if (statistics !== null) {
    await deleteOldSnapshots(db, range, statistics);
    await sql`
      delete from video_day where ${inRange("video_id", range)} and day < ${firstDayFrom(statistics)}::date`.execute(
      db,
    );
    await sql`
      delete from forecast where ${inRange("video_id", range)} and sampled_at < ${at(statistics)}`.execute(db);
  }
  if (revisions !== null) {
    await sql`delete from video_revision where ${inRange("video_id", range)} and seen_at < ${at(revisions)}`.execute(
      db,
    );
    await forgetChanges(db, range, revisions);
  }
  if (texts !== null) await clearOldTexts(db, range, texts);
}

/** Clears texts with the words by which they are found. */
const clearOldTexts = (db: Db, range: IdRange, line: Instant): Promise<void> =>
  inTransaction(db, async (trx) => {
    // Settlements lock the same row: two transactions that count the same tags must not cross.
    await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
    const { rows } = await sql<{ id: VideoId }>`
      update video set title = '', description = '', tags = '{}', tag_keys = '{}', thumbnail_url = null
      where ${inRange("id", range)} and described_at < ${at(line)} and title <> ''
      returning id`.execute(trx);
    await forgetSearchTerms(
      trx,
      rows.map(({ id }) => id),
    );
  });

async function deleteOldSnapshots(db: Db, range: IdRange, line: Instant): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from snapshot s using (
        select video_id, captured_at from snapshot
        where ${inRange("video_id", range)} and captured_at < ${at(line)}
        limit ${ROWS_A_TIME}
      ) old
      where s.video_id = old.video_id and s.captured_at = old.captured_at and s.captured_at < ${at(line)}`.execute(db);
    if (numAffectedRows < ROWS_A_TIME) return;
  }
}

/** What has to go of videos' rows, which planning knows of, too. */
export interface OldVideos {
  /** The line before which counters are old. */
  readonly line: Instant;
  /** Those whose samples or first hour are old, in part or all. */
  readonly sampled: readonly VideoId[];
  /** Which watch has shown which of them, and not since the line. */
  readonly shown: readonly Pick<WatchSeen, "watchId" | "videoId">[];
  /** Those that were followed because a watch showed them, which none has done since. */
  readonly unheld: readonly VideoId[];
  /** Those of which nothing may or does remain. */
  readonly removed: readonly VideoId[];
  /** The channels whose scores were taken over some of it. */
  readonly channels: readonly ChannelId[];
}

/** What has to go of a range of videos; `null` = nothing. Nothing is changed. */
export async function findOldVideos(db: Db, range: IdRange, lines: RetentionLines): Promise<OldVideos | null> {
  const { statistics: line, gone } = lines;
  if (line === null) return null;
  const { rows } = await sql<{
    id: VideoId;
    channelId: ChannelId;
    sampled: boolean;
    unheld: boolean;
    removed: boolean;
  }>`
    select * from (
      select c.video_id as id, c.channel_id as "channelId",
        coalesce(c.captured_at < ${at(line)} or c.previous_at < ${at(line)}, false)
          or (c.first_hour_views is not null and c.start_at < ${at(minus(line, FIRST_HOUR))}) as sampled,
        c.searched and not exists (
          select from watch_video m join watch w on w.id = m.watch_id and w.state <> 'removed'
          where m.video_id = c.video_id and m.last_seen_at >= ${at(line)}
        ) and not exists (
          select from video_request r where r.video_id = c.video_id and r.state = 'followed'
        ) as unheld,
        coalesce(c.gone_at < ${gone === null ? null : at(gone)}, false) or (
          not c.searched and ch.state is distinct from 'tracked'
          and coalesce(c.captured_at < ${at(line)}, true)
          and coalesce(v.described_at, v.first_seen_at) < ${at(line)}
        ) as removed
      from video_counter c
      join video v on v.id = c.video_id
      left join channel ch on ch.id = c.channel_id
      where ${inRange("c.video_id", range)}
    ) found
    where sampled or unheld or removed`.execute(db);
  const { rows: shown } = await sql<OldVideos["shown"][number]>`
    select watch_id as "watchId", video_id as "videoId" from watch_video
    where ${inRange("video_id", range)} and last_seen_at < ${at(line)}`.execute(db);
  if (rows.length + shown.length === 0) return null;
  const idsOf = (which: "sampled" | "unheld" | "removed") => rows.filter((row) => row[which]).map(({ id }) => id);
  return {
    line,
    sampled: idsOf("sampled"),
    shown,
    unheld: idsOf("unheld"),
    removed: idsOf("removed"),
    channels: [...new Set(rows.filter((row) => row.sampled || row.removed).map(({ channelId }) => channelId))],
  };
}

/** Takes out of the videos' rows what was found, and has the scores taken anew that rested on it. */
export async function removeOldVideos(trx: Db, old: OldVideos, now: Instant): Promise<void> {
  await clearCounters(trx, old);
  if (old.shown.length > 0) {
    const ids = old.shown.map(({ videoId }) => videoId);
    await sql`
      delete from watch_video where video_id = any(${ids}::text[]) and last_seen_at < ${at(old.line)}`.execute(trx);
  }
  if (old.unheld.length > 0) {
    await trx.updateTable("video_counter").set({ searched: false }).where("video_id", "in", old.unheld).execute();
  }
  await deleteVideos(trx, old.removed);
  await enqueueRescores(trx, old.channels, now);
  await enqueueTypicals(trx, old.channels, now);
}

async function clearCounters(trx: Db, { line, sampled }: OldVideos): Promise<void> {
  if (sampled.length === 0) return;
  const [lastIsOld, previousIsOld, firstHourIsOld] = [
    sql`c.captured_at < ${at(line)}`,
    sql`c.previous_at < ${at(line)}`,
    sql`c.start_at < ${at(minus(line, FIRST_HOUR))}`,
  ];
  const cleared = (condition: typeof lastIsOld, columns: readonly string[]) =>
    sql.join(columns.map((name) => sql`${sql.id(name)} = case when ${condition} then null else c.${sql.id(name)} end`));
  await sql`
    update video_counter c set
      ${cleared(lastIsOld, SAMPLE_COLUMNS)},
      ${cleared(previousIsOld, ["previous_views", "previous_at"])},
      ${cleared(firstHourIsOld, FIRST_HOUR_COLUMNS)}
    where c.video_id = any(${[...sampled]}::text[])`.execute(trx);
}

/** The last sample, and what was computed as of it. */
const SAMPLE_COLUMNS = [
  "views",
  "likes",
  "comments",
  "captured_at",
  "gain_1h",
  "gain_24h",
  "gain_7d",
  "velocity",
  "velocity_hours",
  "heat",
  "engagement",
  "outlier",
  "outlier_basis",
];

const FIRST_HOUR_COLUMNS = [
  "first_hour_views",
  "first_hour_method",
  "first_hour_offset",
  "first_hour_error",
  "performance",
  "performance_in_format",
];

/** Deletes videos with all that is known of them. */
export async function deleteVideos(trx: Db, ids: readonly VideoId[]): Promise<void> {
  if (ids.length === 0) return;
  await withdrawDays(trx, ids);
  await forgetSearchTerms(trx, ids);
  await forgetInSummaries(trx, { videoIds: ids });
  for (const [table, column] of NAMING_A_VIDEO) {
    await sql`delete from ${sql.table(table)} where ${sql.id(column)} = any(${[...ids]}::text[])`.execute(trx);
  }
}

/** The tables whose rows are of one video, and the column that names it; days and words count elsewhere, too. */
const NAMING_A_VIDEO = [
  ["snapshot", "video_id"],
  ["video_revision", "video_id"],
  ["watch_video", "video_id"],
  ["forecast", "video_id"],
  ["set_aside", "subject"],
  ["video_request", "video_id"],
  ["import_video", "video_id"],
  ["video_counter", "video_id"],
  ["video", "id"],
] as const;
