import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { BEFORE_ALL_IDS, rangeOf } from "#storage/sql/id-range.ts";
import { deriveSet } from "./derive-set.ts";

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
