import type { InsightScope } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import { type Outlying, outlying } from "#insights/outliers.ts";
import { TREND_OUTLIER_MIN } from "#insights/trending.ts";
import type { Db } from "#storage/database.ts";
import { readTrendingRows } from "#storage/insights/trending-rows.ts";
import { readListedVideos, type VideoRow } from "#storage/videos/listed-videos.ts";

/** As many are looked at, times this, as are wanted: they are ranked by the lower ends of intervals. */
const CANDIDATES_EACH = 4;

/** A scope's outliers, of whatever age, among the videos that were sampled since an instant. */
export async function outliersOf(
  db: Db,
  { scope, since, limit }: { readonly scope: InsightScope; readonly since: Instant; readonly limit: number },
): Promise<{
  readonly items: readonly { readonly outlying: Outlying; readonly video: VideoRow }[];
  readonly considered: number;
}> {
  const walk = { by: "outlier", least: TREND_OUTLIER_MIN, sampledAfter: since } as const;
  const rows = await readTrendingRows(db, scope, [walk], limit * CANDIDATES_EACH);
  const found = outlying(rows, limit);
  const videos = await readListedVideos(
    db,
    found.map(({ id }) => id),
  );
  const byId = new Map(videos.map((video) => [video.id, video]));
  const items = found.flatMap((each) => {
    const video = byId.get(each.id);
    return video ? [{ outlying: each, video }] : [];
  });
  return { items, considered: rows.length };
}
