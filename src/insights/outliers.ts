import type { TrendingVideo } from "#domain/trending-video.ts";
import { type Doubted, doubted } from "./doubted.ts";
import { TREND_OUTLIER_MIN } from "./trending.ts";

/** A video far above what is usual for its channel. */
export interface Outlying {
  readonly id: string;
  readonly outlier: Doubted;
}

/**
 * The videos that have at least twice the views that are usual for their channel, as surely as chance lets one say, the most
 * unusual first (docs/formulas/outlier.md).
 */
export function outlying(
  videos: readonly Pick<TrendingVideo, "id" | "views" | "outlier">[],
  limit: number,
): readonly Outlying[] {
  return videos
    .flatMap(({ id, views, outlier }): Outlying[] => {
      const known = outlier === null ? null : doubted(outlier, views ?? 0);
      return known === null || known.low < TREND_OUTLIER_MIN ? [] : [{ id, outlier: known }];
    })
    .toSorted((a, b) => b.outlier.low - a.outlier.low || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}
