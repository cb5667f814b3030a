import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import { at } from "#storage/database.ts";
import { carriesAt, isGathered } from "#storage/tags/tag-picks.ts";
import { filterConditions, type VideoFilter } from "#storage/videos/video-filter.ts";

/** A scope as the filter of a list; its tag is no part of that. */
const filterOf = ({ channels, watch, categories, formats }: InsightScope): VideoFilter => ({
  ...(channels.length > 0 ? { channels } : {}),
  ...(watch !== null ? { watch } : {}),
  ...(categories.length > 0 ? { categories } : {}),
  ...(formats.length > 0 ? { formats } : {}),
});

/**
 * The described videos of a scope as `c` (video_counter): what stands behind `from`, and the conditions on it.
 *
 * @param tag `leads`: a tag's own rows (`t`, video_tag) are walked or gathered, which is best by date, and for all that few
 * videos carry. `gathered` and `asked`: each video is asked whether it carries it, which is best in the order of a counter; of
 * what they carry the ids are gathered first, or it is looked up each time, which is best for the commonest.
 */
export function scopedVideos(
  scope: InsightScope,
  tag: "leads" | "gathered" | "asked" = "leads",
): {
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<SqlBool>;
  /** By date and id, the newest first: in the order of the rows that lead. */
  readonly newestFirst: RawBuilder<unknown>;
  /** Whether they were published within a window, by the date of the rows that lead. */
  published(window: Window): RawBuilder<SqlBool>;
} {
  const conditions = [...filterConditions(filterOf(scope))];
  const leads = scope.tag !== null && tag === "leads";
  if (scope.tag !== null) conditions.push(carrying[tag](scope.tag));
  const lead = leads ? "t" : "c";
  return {
    from: sql.raw(leads ? "video_tag t join video_counter c on c.video_id = t.video_id" : "video_counter c"),
    where: sql<SqlBool>`${sql.join(conditions, sql` and `)}`,
    newestFirst: sql.raw(`${lead}.published_at desc, ${lead}.video_id desc`),
    published: (window) => publishedWithin(lead, window),
  };
}

const carrying = {
  leads: (tag: string) => sql<SqlBool>`t.tag = ${tag}`,
  gathered: isGathered,
  asked: (tag: string) => carriesAt("c", tag),
} as const;

/** Whether a row's video was published within a window. */
export const publishedWithin = (row: "c" | "t", { from, until }: Window): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(`${row}.published_at`)} >= ${at(from)} and ${sql.ref(`${row}.published_at`)} < ${at(until)}`;
