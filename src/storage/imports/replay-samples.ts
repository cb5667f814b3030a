import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { FIRST_HOUR } from "#domain/milestone.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import { type Duration, earliest, type Instant } from "#domain/time.ts";
import { TYPICAL_AGES } from "#domain/typical.ts";
import { ageAt, type Format, type VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import type { KnownVideo, RollupSums } from "#storage/rollups/rollup-sums.ts";

/** A video with imported samples that wait. */
export interface WaitingVideo {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  readonly format: Format;
  readonly startAt: Instant | null;
  readonly firstSeenAt: Instant;
  readonly goneAt: Instant | null;
  /** Whether an import showed it first: then its first sample did. */
  readonly isImported: boolean;
  readonly isDescribed: boolean;
  /** Whether it has counters: then it may have days. */
  readonly isCounted: boolean;
}

/** What all stored samples of a video say together. */
export interface Replayed {
  readonly video: WaitingVideo;
  /** When it was first seen, its samples considered. */
  readonly firstSeenAt: Instant;
  readonly newest: Snapshot;
  /** The one before; `null` = there is but one. */
  readonly previous: Snapshot | null;
  /** Whether a sample may say something of its first hour, or of what is usual. */
  readonly showsFirstHour: boolean;
  readonly showsUsual: boolean;
}

/** So many are held at a time: a video that was polled twice a minute for a year has a million. */
const SAMPLES_A_FETCH = 5_000;

const FIRST_HOUR_READINGS = (4 * FIRST_HOUR) as Duration;
const USUAL_UNTIL: Duration = TYPICAL_AGES.at(-1) ?? FIRST_HOUR;

/**
 * Goes through all stored samples of these videos from the oldest on and adds their days to `sums`; a feed's counters are no
 * samples. A video that has none is not in the answer; `samples` = how many there were.
 */
export async function replaySamples(
  trx: Db,
  videos: readonly WaitingVideo[],
  sums: RollupSums,
): Promise<{ readonly replayed: readonly Replayed[]; readonly samples: number }> {
  let samples = 0;
  const waiting = new Map(videos.map((video) => [video.id, video]));
  const replayed = new Map<VideoId, Replayed>();
  await sql`declare imported_sample no scroll cursor for
    select video_id as "videoId", captured_at as "capturedAt", views, likes, comments, source from snapshot
    where video_id = any(${[...waiting.keys()]}::text[]) and source <> 'feed'
    order by video_id, captured_at`.execute(trx);
  for (;;) {
    const { rows } = await sql<Snapshot>`fetch forward ${sql.lit(SAMPLES_A_FETCH)} from imported_sample`.execute(trx);
    samples += rows.length;
    for (const [id, next] of Map.groupBy(rows, ({ videoId }) => videoId)) {
      const video = waiting.get(id);
      if (video) replayed.set(id, goOn(video, replayed.get(id) ?? null, next, sums));
    }
    if (rows.length < SAMPLES_A_FETCH) break;
  }
  await sql`close imported_sample`.execute(trx);
  return { replayed: [...replayed.values()], samples };
}

/** Adds the next samples of a video, which follow those before. */
function goOn(video: WaitingVideo, before: Replayed | null, samples: readonly Snapshot[], sums: RollupSums): Replayed {
  const [first] = samples;
  const newest = samples.at(-1);
  if (!first || !newest) throw new Error(`${video.id} was said to have samples`);
  const firstSeenAt =
    before?.firstSeenAt ?? (video.isImported ? earliest(video.firstSeenAt, first.capturedAt) : video.firstSeenAt);
  const seen = { ...video, firstSeenAt };
  sums.add(seen, before && knownAt(seen, before.newest), samples);
  const { startAt } = video;
  const isWithin = (age: Duration): boolean =>
    startAt !== null && samples.some(({ capturedAt }) => ageAt(startAt, capturedAt) <= age && capturedAt >= startAt);
  return {
    video,
    firstSeenAt,
    newest,
    previous: samples.at(-2) ?? before?.newest ?? null,
    showsFirstHour: before?.showsFirstHour || isWithin(FIRST_HOUR_READINGS),
    showsUsual: before?.showsUsual || isWithin(USUAL_UNTIL),
  };
}

const knownAt = ({ id, startAt, format, firstSeenAt }: WaitingVideo, last: Snapshot): KnownVideo => {
  const { capturedAt: at, views, likes, comments } = last;
  return { id, startAt, format, firstSeenAt, at, views, likes, comments, open: true };
};
