import { days, earliest, type Instant, minus } from "#domain/time.ts";
import type { Format, VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** What an answer about one described video is built around. */
export interface VideoSubject {
  readonly id: VideoId;
  readonly channelId: string;
  readonly format: Format;
  readonly startAt: Instant | null;
  /** Folded. */
  readonly tagKeys: readonly string[];
  /** No snapshot of it is older: the bound that spares the months before it. */
  readonly knownFrom: Instant;
}

/** A described video in short; `undefined` when it is not known, or not described yet. */
export async function readVideoSubject(db: Db, id: VideoId): Promise<VideoSubject | undefined> {
  const row = await db
    .selectFrom("video as v")
    .innerJoin("video_counter as c", "c.video_id", "v.id")
    .modifyFront(ONE_PLAN)
    .select(["v.channel_id", "v.format", "v.tag_keys", "v.published_at", "v.first_seen_at", "c.start_at"])
    .where("v.id", "=", id)
    .where("v.described_at", "is not", null)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id,
    channelId: row.channel_id,
    format: row.format,
    startAt: row.start_at,
    tagKeys: row.tag_keys,
    knownFrom: snapshotsFrom(row.first_seen_at, row.published_at),
  };
}

/**
 * Before which there is no snapshot of a video: it was first seen by what told the first, or its history was imported. A
 * day spares whoever reads it the question of clocks.
 */
const snapshotsFrom = (firstSeenAt: Instant, publishedAt: Instant | null): Instant =>
  minus(earliest(firstSeenAt, publishedAt ?? firstSeenAt), days(1));
