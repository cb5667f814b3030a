import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { type Duration, days, type Instant, inSeconds } from "#domain/time.ts";
import { valueAtAge } from "#domain/typical.ts";
import { ageAt, type Format, type VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** Of so many of a channel's newest uploads those of a format are looked for: a question must not grow with the catalogue. */
const DOTS_AMONG = 1000;

/** So many dots can still be told apart, and their samples are read in a moment. */
const DOTS_MAX = 100;

/** One of a channel's newest uploads, as a dot of a plot needs it. */
export interface Dot {
  readonly id: VideoId;
  readonly title: string;
  readonly format: Format;
  readonly thumbnailUrl: string | null;
  readonly publishedAt: Instant;
  /** `null` = a broadcast that has not begun. */
  readonly startAt: Instant | null;
  readonly views: number | null;
  readonly sampledAt: Instant | null;
  readonly firstHour: number | null;
  readonly isGone: boolean;
}

/** A channel's newest described uploads, newest first; with a format those of it among the newest thousand. */
export async function listDots(db: Db, id: ChannelId, format: Format | null): Promise<Dot[]> {
  const { rows } = await sql<Dot>`
    select ${ONE_PLAN} n.video_id as id, v.title, n.format, v.thumbnail_url as "thumbnailUrl",
      n.published_at as "publishedAt", n.start_at as "startAt", n.views, n.captured_at as "sampledAt",
      n.first_hour_views as "firstHour", n.gone_at is not null as "isGone"
    from (
      select video_id, format, published_at, start_at, views, captured_at, first_hour_views, gone_at
      from video_counter where channel_id = ${id} and published_at is not null
      order by published_at desc, video_id desc limit ${sql.lit(DOTS_AMONG)}
    ) n
    join video v on v.id = n.video_id
    where ${format}::text is null or n.format = ${format}
    order by n.published_at desc, n.video_id desc limit ${sql.lit(DOTS_MAX)}`.execute(db);
  return rows;
}

/** A curve is interpolated from the samples until then (docs/formulas/typical.md), whichever age is asked for. */
const READING_AGE_MAX: Duration = days(97);

interface Sample {
  readonly videoId: VideoId;
  readonly startAt: Instant;
  readonly capturedAt: Instant;
  readonly views: number;
}

/**
 * The views of some videos at one age, by the rule of docs/formulas/typical.md; those of which nothing is known there are
 * left out. Only the two samples before the age and the two after it are fetched: nothing else bends the curve there.
 */
export async function readViewsAtAge(
  db: Db,
  ids: readonly VideoId[],
  age: Duration,
): Promise<ReadonlyMap<VideoId, number>> {
  const after = sql`make_interval(secs => ${inSeconds(age)}::float8)`;
  const { rows } = await sql<Sample>`
    select ${ONE_PLAN} "videoId", "startAt", "capturedAt", views from (
      select c.video_id as "videoId", c.start_at as "startAt", s.captured_at as "capturedAt", s.views,
        row_number() over (
          partition by c.video_id, s.captured_at <= c.start_at + ${after}
          order by abs(extract(epoch from s.captured_at - c.start_at - ${after}))
        ) as place
      from video_counter c
      join snapshot s on s.video_id = c.video_id and s.captured_at >= c.start_at
        and s.captured_at <= c.start_at + make_interval(secs => ${sql.lit(inSeconds(READING_AGE_MAX))})
      where c.video_id = any(${[...ids]}::text[]) and c.start_at is not null and s.source <> 'feed' and s.views is not null
    ) around where place <= 2
    order by "videoId", "capturedAt"`.execute(db);
  const byVideo = Map.groupBy(rows, ({ videoId }) => videoId);
  return new Map(
    [...byVideo].flatMap(([id, samples]) => {
      const readings = samples.map(({ startAt, capturedAt, views }) => ({ age: ageAt(startAt, capturedAt), views }));
      const views = valueAtAge(readings, age);
      return views === null ? [] : [[id, views] as const];
    }),
  );
}
