import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { InsightScope } from "#domain/insight-scope.ts";
import type { VideoFilter } from "../video-filter.ts";
import { filterConditions } from "../video-filter.ts";

/** A scope as the filter of a list; its tag is no part of that. */
export const filterOf = ({ channels, watch, categories, formats }: InsightScope): VideoFilter => ({
  ...(channels.length > 0 ? { channels } : {}),
  ...(watch !== null ? { watch } : {}),
  ...(categories.length > 0 ? { categories } : {}),
  ...(formats.length > 0 ? { formats } : {}),
});

/**
 * The described videos of a scope as `c` (video_counter): what stands behind `from`, and the conditions on it. A tag leads by
 * its own rows (`t`, video_tag), which bear the date.
 */
export function scopedVideos(scope: InsightScope): {
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<SqlBool>;
} {
  const conditions = [...filterConditions(filterOf(scope))];
  if (scope.tag !== null) conditions.push(sql<SqlBool>`t.tag = ${scope.tag}`);
  return {
    from: sql.raw(
      scope.tag === null ? "video_counter c" : "video_tag t join video_counter c on c.video_id = t.video_id",
    ),
    where: sql<SqlBool>`${sql.join(conditions, sql` and `)}`,
  };
}
