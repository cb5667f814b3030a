import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";

/** A video's folded tags, and where they stand: at its publication. */
export interface Tagged {
  readonly publishedAt: Instant;
  readonly tags: readonly string[];
}

/** What a video was found by and what it is found by from now on; `null` = by nothing. */
export interface TagChange {
  readonly id: VideoId;
  readonly before: Tagged | null;
  readonly now: Tagged | null;
}

/** Puts videos where their tags are now, and takes them from where they were. */
export async function moveTags(trx: Db, changes: readonly TagChange[]): Promise<void> {
  const gone = changes.flatMap(({ id, before, now }) => rowsOf(id, before, now));
  const come = changes.flatMap(({ id, before, now }) => rowsOf(id, now, before));
  if (gone.length > 0) {
    await sql`
      delete from video_tag t using ${rowSet("i", gone, COLUMNS)}
      where t.tag = i.tag and t.published_at = i.published_at and t.video_id = i.video_id`.execute(trx);
  }
  if (come.length === 0) return;
  await sql`
    insert into video_tag (tag, published_at, video_id)
    select tag, published_at, video_id from ${rowSet("i", come, COLUMNS)} order by tag, published_at, video_id
    on conflict do nothing`.execute(trx);
}

const COLUMNS = { tag: "text", published_at: "timestamptz", video_id: "text" } as const;

/** The rows of `here` that are not among those of `there`. */
function rowsOf(id: VideoId, here: Tagged | null, there: Tagged | null) {
  if (here === null) return [];
  const kept = new Set(there?.publishedAt === here.publishedAt ? there.tags : []);
  return here.tags
    .filter((tag) => !kept.has(tag))
    .map((tag) => ({ tag, published_at: toIso(here.publishedAt), video_id: id }));
}
