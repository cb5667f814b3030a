import { type RawBuilder, sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { WatchPage } from "#domain/watch.ts";
import type { Db } from "#storage/database.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";

/**
 * Writes what YouTube answered to watches, page by page, and which videos each watch has shown. Also after somebody removed
 * the watch: what was answered is data.
 */
export async function writeWatchPages(trx: Db, pages: readonly WatchPage[]): Promise<void> {
  if (pages.length === 0) return;
  await insertPages(trx, pages);
  await writeMembers(trx, pages);
  await markSearched(
    trx,
    pages.flatMap(({ hits }) => hits.map(({ videoId }) => videoId)),
  );
}

async function insertPages(trx: Db, pages: readonly WatchPage[]): Promise<void> {
  const rows = pages.map((page) => ({
    watch_id: page.watchId,
    asked_at: toIso(page.askedAt),
    run_at: toIso(page.runAt),
    page: page.page,
    published_after: isoOrNull(page.publishedAfter),
    published_before: isoOrNull(page.publishedBefore),
    total_estimate: page.totalEstimate,
    video_ids: page.hits.map(({ videoId }) => videoId),
    first_rank: page.firstRank,
    news: page.news,
  }));
  const incoming = rowSet("i", rows, {
    watch_id: "text",
    asked_at: "timestamptz",
    run_at: "timestamptz",
    page: "integer",
    published_after: "timestamptz",
    published_before: "timestamptz",
    total_estimate: "bigint",
    video_ids: "text[]",
    first_rank: "integer",
    news: "integer",
  });
  await sql`
    insert into watch_page (watch_id, asked_at, run_at, page, published_after, published_before, total_estimate,
      video_ids, first_rank, news)
    select watch_id, asked_at, run_at, page, published_after, published_before, total_estimate, video_ids, first_rank,
      news
    from ${incoming}
    on conflict do nothing`.execute(trx);
}

/** A video answered twice keeps its better place: one statement may write a row only once. */
async function writeMembers(trx: Db, pages: readonly WatchPage[]): Promise<void> {
  const members = new Map<string, { readonly [column: string]: string | number }>();
  for (const { watchId, askedAt, firstRank, hits } of pages) {
    for (const [place, { videoId, publishedAt }] of hits.entries()) {
      const key = `${watchId} ${videoId}`;
      if (members.has(key)) continue;
      members.set(key, {
        watch_id: watchId,
        video_id: videoId,
        published_at: toIso(publishedAt),
        seen_at: toIso(askedAt),
        rank: firstRank + place,
      });
    }
  }
  const incoming = rowSet("i", [...members.values()], {
    watch_id: "text",
    video_id: "text",
    published_at: "timestamptz",
    seen_at: "timestamptz",
    rank: "integer",
  });
  await sql`
    insert into watch_video (watch_id, video_id, published_at, first_seen_at, last_seen_at, last_rank)
    select watch_id, video_id, published_at, seen_at, seen_at, rank from ${incoming}
    on conflict (watch_id, video_id) do update set
      published_at = excluded.published_at, last_seen_at = excluded.last_seen_at, last_rank = excluded.last_rank
    where watch_video.last_seen_at <= excluded.last_seen_at`.execute(trx);
}

/** Whether a watch that is kept holds the video, or somebody wanted it followed. */
export const heldByWatch = (videoId: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`(exists (
  select from watch_video held join watch keeper on keeper.id = held.watch_id and keeper.state <> 'removed'
  where held.video_id = ${videoId}) or exists (
  select from video_request r where r.video_id = ${videoId} and r.state = 'followed'))`;

/**
 * Says of these videos whether a kept watch or somebody's wish holds them. Planning's own rows do not say it: one written after
 * a watch was removed, and before planning learns of that, would still call its videos searched.
 */
export async function markSearched(trx: Db, videoIds: readonly string[]): Promise<void> {
  await sql`
    update video_counter c set searched = not c.searched
    where c.video_id = any(${[...videoIds]}::text[]) and c.searched <> ${heldByWatch(sql`c.video_id`)}`.execute(trx);
}
