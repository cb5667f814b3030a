import { sql } from "kysely";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { type StoredViews, samplesIn } from "#storage/videos/samples-text.ts";
import { scopedVideos } from "./scoped-videos.ts";

/** Some of a scope's videos with their samples of a span, and how many such videos there are. */
export interface ScopeSamples {
  readonly videos: readonly {
    readonly startAt: Instant | null;
    readonly format: Format;
    readonly samples: readonly StoredViews[];
  }[];
  readonly of: number;
}

/**
 * The samples that were taken within a span, the oldest first, of a scope's videos that were sampled since it began; of more
 * than `most` videos a sample, the same each time, in which each is as likely.
 */
export async function readScopeSamples(db: Db, scope: InsightScope, span: Window, most: number): Promise<ScopeSamples> {
  const { from, where } = scopedVideos(scope);
  const { rows: picked } = await sql<{ id: string; startAt: Instant | null; format: Format; of: number }>`
    select c.video_id as id, c.start_at as "startAt", c.format, count(*) over () as of from ${from}
    where ${where} and c.captured_at >= ${at(span.from)}
    order by hashtext(c.video_id), c.video_id limit ${most}`.execute(db);
  if (picked.length === 0) return { videos: [], of: 0 };
  const { rows } = await sql<{ id: string; seconds: string; views: string }>`
    select video_id as id, string_agg(date_part('epoch', captured_at)::text, ',') as seconds,
      string_agg(coalesce(views::text, ''), ',') as views
    from snapshot
    where video_id = any(${picked.map(({ id }) => id)}::text[]) and captured_at >= ${at(span.from)}
      and captured_at < ${at(span.until)} and source <> 'feed'
    group by video_id`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    videos: picked.flatMap(({ id, startAt, format }) => {
      const row = byId.get(id);
      return row ? [{ startAt, format, samples: samplesIn(row.seconds, row.views) }] : [];
    }),
    of: picked[0]?.of ?? 0,
  };
}
