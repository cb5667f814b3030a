import { sql } from "kysely";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, earliest, type Instant, latest, plus } from "#domain/time.ts";
import { ageAt, type VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** A video whose curve is read. */
export interface CurveSubject {
  readonly videoId: VideoId;
  readonly startAt: Instant;
}

/**
 * What videos' views were from one age to another, by rising age; feeds are left out, as their counters lag, and so is
 * what is hidden. Videos that began near to each other are read as fast as one. They come as texts: as rows of their own they
 * would take the driver twice as long.
 */
export async function readCurves(
  db: Db,
  subjects: readonly CurveSubject[],
  from: Duration,
  to: Duration,
): Promise<(videoId: VideoId) => readonly Reading[]> {
  if (subjects.length === 0) return () => [];
  const starts = subjects.map(({ startAt }) => startAt);
  // The bounds are constants so that months outside them are not even planned for.
  const { rows } = await sql<{ id: VideoId; seconds: string; views: string }>`
    select ${ONE_PLAN} video_id as id, string_agg(date_part('epoch', captured_at)::text, ',') as seconds,
      string_agg(views::text, ',') as views
    from snapshot
    where video_id = any(${subjects.map(({ videoId }) => videoId)}::text[])
      and captured_at >= ${at(plus(earliest(...starts), from))} and captured_at <= ${at(plus(latest(...starts), to))}
      and source <> 'feed' and views is not null
    group by video_id`.execute(db);
  const texts = new Map(rows.map(({ id, seconds, views }) => [id, { seconds, views }]));
  const startOf = new Map(subjects.map(({ videoId, startAt }) => [videoId, startAt]));
  return (videoId) => {
    const [text, startAt] = [texts.get(videoId), startOf.get(videoId)];
    if (!text || startAt === undefined) return [];
    const views = text.views.split(",");
    return text.seconds
      .split(",")
      .map((second, i) => ({
        age: ageAt(startAt, Math.round(Number(second) * 1000) as Instant),
        views: Number(views[i]),
      }))
      .filter(({ age }) => age >= Math.max(0, from) && age <= to)
      .sort((a, b) => a.age - b.age);
  };
}
