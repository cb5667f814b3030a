import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** How many videos of a channel are known, described, gone, and have first-hour views: all counted in indexes alone. */
export async function countVideosOf(db: Db, id: ChannelId) {
  const { rows } = await sql<{ known: number; described: number; gone: number; withFirstHour: number }>`
    select ${ONE_PLAN} count(*) as known, count(published_at) as described,
      (select count(*) from video_counter where channel_id = ${id} and gone_at is not null) as gone,
      (select count(*) from video_counter where channel_id = ${id} and first_hour_views is not null) as "withFirstHour"
    from video_counter where channel_id = ${id}`.execute(db);
  const [counted] = rows;
  if (!counted) throw new Error("an aggregate gave no row");
  return counted;
}

/** So many of a channel's newest uploads tell its rhythm: it changes, and a question must not grow with the catalogue. */
const RHYTHM_UPLOADS = 1000;

/** How many of a channel's newest uploads fell into an hour of the week. */
export interface RhythmRow {
  /** 1 = Monday … 7 = Sunday, in UTC. */
  readonly weekday: number;
  readonly hour: number;
  readonly uploads: number;
  /** The oldest of them. */
  readonly since: Instant;
}

/** The hours of the week in which a channel's newest uploads were published; those without any are left out. */
export async function readRhythm(db: Db, id: ChannelId): Promise<RhythmRow[]> {
  const { rows } = await sql<RhythmRow>`
    select ${ONE_PLAN} extract(isodow from published_at)::int4 as weekday, extract(hour from published_at)::int4 as hour,
      count(*) as uploads, min(published_at) as since
    from (
      select published_at from video_counter where channel_id = ${id} and published_at is not null
      order by published_at desc, video_id desc limit ${sql.lit(RHYTHM_UPLOADS)}
    ) newest
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** How well the videos that were published since an instant have been sampled. */
export interface CoverageRow {
  readonly videos: number;
  readonly measured: number;
  readonly interpolated: number;
}

/**
 * Of a channel's videos that started between two instants, how many have a first hour and how it was got.
 *
 * @param from also the bound that the index is walked to: a start is never before the publication.
 */
export async function readCoverage(db: Db, id: ChannelId, from: Instant, to: Instant): Promise<CoverageRow> {
  const { rows } = await sql<CoverageRow>`
    select ${ONE_PLAN} count(*) as videos, count(*) filter (where first_hour_method = 'measured') as measured,
      count(*) filter (where first_hour_method = 'interpolated') as interpolated
    from video_counter
    where channel_id = ${id} and published_at >= ${at(from)} and start_at >= ${at(from)} and start_at < ${at(to)}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw new Error("an aggregate gave no row");
  return row;
}

/** How many videos a channel published between two instants. */
export async function countUploads(db: Db, id: ChannelId, from: Instant, to: Instant): Promise<number> {
  const { rows } = await sql<{ uploads: number }>`
    select ${ONE_PLAN} count(*) as uploads from video_counter
    where channel_id = ${id} and published_at >= ${at(from)} and published_at < ${at(to)}`.execute(db);
  return rows[0]?.uploads ?? 0;
}
