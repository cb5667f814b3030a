import { sql } from "kysely";
import { type Duration, days, hours, type Instant, minus } from "#domain/time.ts";
import type { Format, VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import type { CurveSubject } from "./forecast-readings.ts";

/** A video that is, or was, of an age. */
export interface AgedVideo extends CurveSubject {
  readonly channelId: string;
  readonly format: Format;
}

/** A video that has come to an age at which forecasts are kept, and has none yet from there. */
export interface VideoAtOutset extends AgedVideo {
  readonly outsetHours: number;
}

/**
 * For so long after a video came to an age a forecast from there is still made: what looks once an hour may be held up for
 * some hours, and a week's sample may come hours late.
 */
const LOOKS_BACK: Duration = hours(6);

/** The sample at an age may come a little before it: an hour's by minutes, a week's by hours. */
const EARLY = 0.97;

/** Those that came first are the first to be given up. */
const VIDEOS_MAX = 5_000;

/**
 * The videos that have come to one of these ages (in hours) lately, were sampled there, and have no forecast from it. A page of
 * the index on publication a day of uploads: what is not broadcast begins when it is published.
 */
export async function listVideosAtOutsets(
  db: Db,
  outsets: readonly number[],
  now: Instant,
): Promise<readonly VideoAtOutset[]> {
  const parts = outsets.flatMap((outset) =>
    (["published_at", "start_at"] as const).map((column) => {
      const until = minus(now, hours(outset));
      const bounds = sql`c.${sql.id(column)} > ${at(minus(until, LOOKS_BACK))} and c.${sql.id(column)} <= ${at(until)}`;
      const live = sql.raw(column === "start_at" ? "c.format = 'live'" : "c.format <> 'live'");
      return sql`
        select c.video_id, c.channel_id, c.format, c.start_at, ${outset}::int4 as outset_hours
        from video_counter c
        where ${bounds} and ${live} and c.gone_at is null and c.views is not null
          and c.captured_at >= c.start_at + make_interval(secs => ${outset * EARLY * 3600}::float8)
          and not exists (
            select from forecast f where f.video_id = c.video_id and f.outset_hours = ${outset}::int4
          )`;
    }),
  );
  const { rows } = await sql<VideoAtOutset>`
    select video_id as "videoId", channel_id as "channelId", format, start_at as "startAt",
      outset_hours as "outsetHours"
    from (${sql.join(parts, sql` union all `)}) found
    order by start_at, video_id, outset_hours
    limit ${sql.lit(VIDEOS_MAX)}`.execute(db);
  return rows;
}

/** Older videos teach of a YouTube that is gone. */
const TAUGHT_BY: Duration = days(120);

/** The newest videos that have come to an age and were sampled from their first hour on, newest first. */
export async function listVideosPast(
  db: Db,
  age: Duration,
  limit: number,
  now: Instant,
): Promise<readonly AgedVideo[]> {
  const until = minus(now, age);
  const rows = await db
    .selectFrom("video_counter")
    .select(["video_id", "channel_id", "format", "start_at"])
    .where("published_at", "<=", at(until))
    .where("published_at", ">", at(minus(until, TAUGHT_BY)))
    .where("start_at", "<=", at(until))
    .where("first_hour_views", "is not", null)
    .orderBy("published_at", "desc")
    .orderBy("video_id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ video_id, channel_id, format, start_at }) => ({
    videoId: video_id as VideoId,
    channelId: channel_id,
    // Only described videos have a publication, and with it a format.
    format: format ?? "unknown",
    startAt: start_at ?? until,
  }));
}
