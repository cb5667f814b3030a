import { sql } from "kysely";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import type { Format } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { readListedVideos, type VideoRow } from "#storage/videos/listed-videos.ts";
import { scopedVideos } from "./scoped-videos.ts";

/** How many videos of a scope were published in a window, by format. */
export async function countPublished(
  db: Db,
  scope: InsightScope,
  window: Window,
): Promise<ReadonlyMap<Format, number>> {
  const { from, where, published } = scopedVideos(scope);
  const { rows } = await sql<{ format: Format; videos: number }>`
    select c.format, count(*) as videos from ${from}
    where ${where} and ${published(window)}
    group by c.format`.execute(db);
  return new Map(rows.map(({ format, videos }) => [format, videos]));
}

/** The videos of a scope that were published in a window and have most views beside what is usual for their channels. */
export async function readStandingOut(
  db: Db,
  scope: InsightScope,
  window: Window,
  limit: number,
): Promise<readonly VideoRow[]> {
  const { from, where, published } = scopedVideos(scope);
  const { rows } = await sql<{ id: string }>`
    select c.video_id as id from ${from}
    where ${where} and ${published(window)} and c.outlier >= 1
    order by c.outlier desc nulls last, c.video_id desc limit ${limit}`.execute(db);
  return readListedVideos(
    db,
    rows.map(({ id }) => id),
  );
}
