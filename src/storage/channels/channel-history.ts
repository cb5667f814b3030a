import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** A channel's counters as they were last read on a UTC day. */
export interface ChannelHistoryRow {
  readonly capturedAt: Instant;
  readonly views: number | null;
  readonly subscribers: number | null;
  readonly videoCount: number | null;
}

/** The last snapshot of each UTC day since an instant, oldest first; days without one are left out. */
export async function readChannelHistory(db: Db, id: ChannelId, from: Instant): Promise<ChannelHistoryRow[]> {
  const { rows } = await sql<ChannelHistoryRow>`
    select ${ONE_PLAN} distinct on (date_bin('1 day', captured_at, 'epoch'::timestamptz))
      captured_at as "capturedAt", views, subscribers, video_count as "videoCount"
    from channel_snapshot where channel_id = ${id} and captured_at >= ${at(from)}
    order by date_bin('1 day', captured_at, 'epoch'::timestamptz), captured_at desc`.execute(db);
  return rows;
}

/** What a channel's videos gained in a UTC day, all formats together. */
export interface ChannelDayRow {
  /** As `2026-11-20`. */
  readonly day: string;
  readonly views: number;
  readonly likes: number;
  readonly comments: number;
  readonly uploads: number;
  readonly samples: number;
  /** How many of its videos' days may still change. */
  readonly open: number;
}

/** The days from one on (`2026-11-20`) of which anything is known, oldest first. */
export async function readChannelDays(db: Db, id: ChannelId, from: string): Promise<ChannelDayRow[]> {
  const { rows } = await sql<ChannelDayRow>`
    select ${ONE_PLAN} day, sum(views) as views, sum(likes) as likes, sum(comments) as comments, sum(uploads) as uploads,
      sum(samples) as samples, sum(open) as open
    from channel_day where channel_id = ${id} and day >= ${from}::date
    group by day order by day`.execute(db);
  return rows;
}
