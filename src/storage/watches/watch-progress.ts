import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import type { Db } from "#storage/database.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";

/**
 * Writes how far watches have come, their tasks whole. A call that was under way while somebody removed the watch or gave
 * it other filters says nothing of the watch as it is now: its progress is let go. People's changes hold off settlements
 * (watches.ts), so a watch cannot change between this check and the writing.
 */
export async function writeWatchProgress(trx: Db, watches: readonly TrackedWatch[]): Promise<void> {
  if (watches.length === 0) return;
  const rows = watches.map((watch) => ({
    watch_id: watch.id,
    filters: watch.source.filters,
    watermark: toIso(watch.watermark),
    ran_at: isoOrNull(watch.ranAt),
    runs: watch.runs,
    calls: watch.calls,
    found: watch.found,
    learned: watch.learned,
    not_before: toIso(watch.notBefore),
    attempts: watch.attempts,
    trouble: watch.trouble,
  }));
  const incoming = rowSet("i", rows, {
    watch_id: "text",
    filters: "jsonb",
    watermark: "timestamptz",
    ran_at: "timestamptz",
    runs: "bigint",
    calls: "bigint",
    found: "bigint",
    learned: "double precision[]",
    not_before: "timestamptz",
    attempts: "integer",
    trouble: "text",
  });
  const { rows: written } = await sql<{ id: string }>`
    insert into watch_progress (watch_id, watermark, ran_at, runs, calls, found, learned, not_before, attempts, trouble)
    select i.watch_id, i.watermark, i.ran_at, i.runs, i.calls, i.found, i.learned, i.not_before, i.attempts, i.trouble
    from ${incoming} join watch w on w.id = i.watch_id and w.filters = i.filters and w.state <> 'removed'
    on conflict (watch_id) do update set
      watermark = excluded.watermark, ran_at = excluded.ran_at, runs = excluded.runs, calls = excluded.calls,
      found = excluded.found, learned = excluded.learned, not_before = excluded.not_before,
      attempts = excluded.attempts, trouble = excluded.trouble
    returning watch_id as id`.execute(trx);
  const known = new Set(written.map(({ id }) => id));
  await writeTasks(
    trx,
    watches.filter(({ id }) => known.has(id)),
  );
}

async function writeTasks(trx: Db, watches: readonly TrackedWatch[]): Promise<void> {
  const ids = watches.map(({ id }) => id);
  await sql`delete from watch_task where watch_id = any(${ids}::text[])`.execute(trx);
  const rows = watches.flatMap(({ id, tasks }) =>
    tasks.map((task) => ({
      watch_id: id,
      published_after: toIso(task.publishedAfter),
      published_before: toIso(task.publishedBefore),
      opened_at: toIso(task.openedAt),
      page_token: task.pageToken,
      pages: task.pages,
      not_before: toIso(task.notBefore),
      attempts: task.attempts,
      reason: task.reason,
    })),
  );
  if (rows.length === 0) return;
  const incoming = rowSet("i", rows, {
    watch_id: "text",
    published_after: "timestamptz",
    published_before: "timestamptz",
    opened_at: "timestamptz",
    page_token: "text",
    pages: "integer",
    not_before: "timestamptz",
    attempts: "integer",
    reason: "text",
  });
  await sql`
    insert into watch_task (watch_id, published_after, published_before, opened_at, page_token, pages, not_before,
      attempts, reason)
    select watch_id, published_after, published_before, opened_at, page_token, pages, not_before, attempts, reason
    from ${incoming}`.execute(trx);
}
