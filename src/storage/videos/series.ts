import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { SnapshotSource } from "#domain/snapshot.ts";
import { type Duration, type Instant, inSeconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** One snapshot as the series gives it. */
export interface SeriesRow {
  readonly capturedAt: Instant;
  readonly views: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly source: SnapshotSource;
}

/** A span of time that includes its beginning and not its end; an absent side is open. */
export interface Span {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

const SNAPSHOT_COLUMNS = ["captured_at as capturedAt", "views", "likes", "comments", "source"] as const;

/** A video's snapshots within a span as they were stored, oldest first, at most `limit`. */
export function readSeries(db: Db, id: VideoId, span: Span, limit: number): Promise<SeriesRow[]> {
  return within(db, id, span)
    .modifyFront(ONE_PLAN)
    .select(SNAPSHOT_COLUMNS)
    .orderBy("captured_at")
    .limit(limit)
    .execute();
}

/** The snapshots of a video. The bounds also spare the months outside them. */
function within(db: Db, id: VideoId, span: Span) {
  let snapshots = db.selectFrom("snapshot").where("video_id", "=", id);
  if (span.from !== undefined) snapshots = snapshots.where("captured_at", ">=", at(span.from));
  if (span.to !== undefined) snapshots = snapshots.where("captured_at", "<", at(span.to));
  return snapshots;
}

/** The last snapshot of a bucket, and how many the bucket holds. */
export interface BucketRow extends SeriesRow {
  readonly bucketAt: Instant;
  readonly snapshots: number;
}

/**
 * The last sample in each bucket that holds any, oldest first, at most `limit` buckets. A feed's snapshot stands for a
 * bucket only where it holds nothing else, as its counters lag. Buckets are counted from 1970-01-01T00:00:00Z.
 */
export async function readBuckets(
  db: Db,
  id: VideoId,
  width: Duration,
  span: Span,
  limit: number,
): Promise<BucketRow[]> {
  const bucket = sql<Instant>`date_bin(make_interval(secs => ${inSeconds(width)}::float8), captured_at, 'epoch'::timestamptz)`;
  const placed = within(db, id, span).select([
    ...SNAPSHOT_COLUMNS,
    bucket.as("bucketAt"),
    sql<number>`count(*) over (partition by ${bucket})`.as("snapshots"),
    sql<number>`row_number() over (partition by ${bucket} order by source = 'feed', captured_at desc)`.as("place"),
  ]);
  return db
    .selectFrom(placed.as("b"))
    .modifyFront(ONE_PLAN)
    .select(["bucketAt", "snapshots", "capturedAt", "views", "likes", "comments", "source"])
    .where("place", "=", 1)
    .orderBy("bucketAt")
    .limit(limit)
    .execute();
}

/** An instant near which a sample is wanted, and how far from it one may lie. */
export interface Target {
  readonly at: Instant;
  readonly reach: Duration;
}

/**
 * The sample nearest to each target, in the targets' order; `null` where none lies within its reach. Feeds are left out,
 * as their counters lag.
 */
export async function readNearest(db: Db, id: VideoId, targets: readonly Target[]): Promise<(SeriesRow | null)[]> {
  const [first] = targets;
  if (!first) return [];
  const from = Math.min(...targets.map((target) => target.at - target.reach)) as Instant;
  const to = Math.max(...targets.map((target) => target.at + target.reach)) as Instant;
  // One walk over the few months concerned: a look-up for each target would have to plan for all months each.
  const { rows } = await sql<SeriesRow & { place: number }>`
    select ${ONE_PLAN} distinct on (t.place) t.place, s.captured_at as "capturedAt", s.views, s.likes, s.comments, s.source
    from snapshot s
    join (values ${sql.join(targets.map((target, place) => sql`(${place}::int4, ${at(target.at)}, ${target.reach}::float8)`))})
      as t(place, at, reach) on ${isWithinReach}
    where s.video_id = ${id} and s.captured_at >= ${at(from)} and s.captured_at <= ${at(to)} and s.source <> 'feed'
    order by t.place, abs(extract(epoch from s.captured_at - t.at)), s.captured_at`.execute(db);
  const byPlace = new Map(rows.map(({ place, ...row }) => [place, row]));
  return targets.map((_, place) => byPlace.get(place) ?? null);
}

const isWithinReach: RawBuilder<SqlBool> = sql<SqlBool>`abs(extract(epoch from s.captured_at - t.at)) * 1000 <= t.reach`;
