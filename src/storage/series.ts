import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "./database.ts";

/** One snapshot as the series gives it. */
export interface SeriesRow {
  readonly capturedAt: Instant;
  readonly views: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly source: "batch" | "list" | "feed";
}

/** A span of time that includes its beginning and not its end; an absent side is open. */
export interface Span {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

const SNAPSHOT_COLUMNS = ["captured_at as capturedAt", "views", "likes", "comments", "source"] as const;

/** A video's snapshots within a span as they were stored, oldest first, at most `limit`. */
export function readSeries(db: Db, id: VideoId, span: Span, limit: number): Promise<SeriesRow[]> {
  let snapshots = db.selectFrom("snapshot").select(SNAPSHOT_COLUMNS).where("video_id", "=", id);
  // The bounds also spare the partitions outside them.
  if (span.from !== undefined) snapshots = snapshots.where("captured_at", ">=", at(span.from));
  if (span.to !== undefined) snapshots = snapshots.where("captured_at", "<", at(span.to));
  return snapshots.orderBy("captured_at").limit(limit).execute();
}

/**
 * For each instant the last sample at or before it and the first after it, where they exist: one statement of index
 * look-ups. Feeds are left out, as their counters lag.
 */
export async function readNeighbours(db: Db, id: VideoId, instants: readonly Instant[]): Promise<readonly SeriesRow[]> {
  const samples = db
    .selectFrom("snapshot")
    .select(SNAPSHOT_COLUMNS)
    .where("video_id", "=", id)
    .where("source", "<>", "feed");
  const parts = instants.flatMap((target) => [
    sql`(${samples.where("captured_at", "<=", at(target)).orderBy("captured_at", "desc").limit(1)})`,
    sql`(${samples.where("captured_at", ">", at(target)).orderBy("captured_at").limit(1)})`,
  ]);
  if (parts.length === 0) return [];
  const { rows } = await sql<SeriesRow>`${sql.join(parts, sql` union `)}`.execute(db);
  return rows;
}
