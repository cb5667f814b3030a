import { sql } from "kysely";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import { type CurveAtAges, TYPICAL_AGES } from "#domain/typical.ts";
import type { Format } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { nulled } from "#storage/scores/typical.ts";
import { scopedVideos } from "./scoped-videos.ts";

/** A video on the ages of `TYPICAL_AGES`. */
export interface ScopeCurve {
  readonly channelId: string;
  readonly format: Format;
  readonly curve: CurveAtAges;
}

/**
 * The curves of a scope's newest videos, `limit` at most, that were published within a window: of those that are among their
 * channel's last of their format, since only these are kept on the common ages.
 */
export async function readScopeCurves(
  db: Db,
  scope: InsightScope,
  window: Window,
  limit: number,
): Promise<readonly ScopeCurve[]> {
  const { from, where, newestFirst, published } = scopedVideos(scope);
  const ages = TYPICAL_AGES.length;
  const { rows } = await sql<{ channelId: string; format: Format; views: number[] }>`
    select "channelId", format, views[(place - 1) * ${ages}::int + 1 : place * ${ages}::int] as views
    from (
      select p.channel_id as "channelId", p.format, t.views, array_position(t.video_ids, p.video_id) as place
      from (
        select c.video_id, c.channel_id, c.format from ${from}
        where ${where} and ${published(window)}
        order by ${newestFirst} limit ${limit}
      ) p
      join typical t on t.channel_id = p.channel_id and t.format = p.format
    ) placed
    where place is not null`.execute(db);
  return rows.map(({ channelId, format, views }) => ({ channelId, format, curve: nulled(views) }));
}
