import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import type { Database } from "#storage/tables.ts";

/** Enough that round trips do not matter, few enough that a page's objects are soon forgotten. */
const VIDEOS_A_PAGE = 20_000;

/**
 * Hands over the videos of tracked channels and of kept watches that are not gone, page by page and in no order: half a
 * million are too many objects to have at once.
 *
 * They are read in one pass by a cursor. Pages by id would fetch each row from wherever it lies, among gigabytes of texts;
 * one pass reads the tables from front to back, and remembers half of it while it joins: hence the memory it asks for.
 */
export const readVideos = (db: Db, take: (page: readonly TrackedVideo[]) => Promise<void>): Promise<void> =>
  inTransaction(db, async (trx) => {
    await sql`set local work_mem = '128MB'`.execute(trx);
    // Without this the plan would be the one that is fastest for the first tenth.
    await sql`set local cursor_tuple_fraction = 1`.execute(trx);
    await sql`declare planner_video no scroll cursor for
      select v.id, c.channel_id, v.published_at, c.start_at, v.format, v.shorts_link,
        case when ch.state = 'tracked' then ch.weight else 1::real end as weight,
        coalesce(ch.watched and ch.state = 'tracked', false) as watched, c.searched, v.first_seen_at, c.captured_at,
        c.views, c.previous_at, c.previous_views, c.describe_at, c.describe_why, c.missing_since
      from video_counter c
      join video v on v.id = c.video_id
      left join channel ch on ch.id = c.channel_id
      where c.gone_at is null and (ch.state = 'tracked' or c.searched)`.execute(trx);
    const fetchPage = async () =>
      (await sql<VideoRow>`fetch forward ${sql.lit(VIDEOS_A_PAGE)} from planner_video`.execute(trx)).rows;
    let rows = await fetchPage();
    while (rows.length > 0) {
      // The server works on the next page while this one is taken in.
      const [next] = await Promise.all([fetchPage(), take(rows.map(videoOf))]);
      rows = next;
    }
    await sql`close planner_video`.execute(trx);
  });

type VideoRow = Pick<
  Database["video"] & Database["video_counter"] & Database["channel"],
  | "id"
  | "channel_id"
  | "published_at"
  | "start_at"
  | "format"
  | "shorts_link"
  | "weight"
  | "watched"
  | "searched"
  | "first_seen_at"
  | "captured_at"
  | "views"
  | "previous_at"
  | "previous_views"
  | "describe_at"
  | "describe_why"
  | "missing_since"
>;

const videoOf = (row: VideoRow): TrackedVideo => ({
  id: row.id as TrackedVideo["id"],
  channelId: row.channel_id as ChannelId,
  publishedAt: row.published_at,
  startAt: row.start_at,
  format: row.format,
  shortsLink: row.shorts_link,
  weight: row.weight,
  watched: row.watched,
  searched: row.searched,
  firstSeenAt: row.first_seen_at,
  last: sampleOf(row.captured_at, row.views),
  previous: sampleOf(row.previous_at, row.previous_views),
  describeAt: row.describe_at,
  describeWhy: row.describe_why,
  missingSince: row.missing_since,
  goneAt: null,
});

const sampleOf = (at: Instant | null, views: number | null) => (at === null ? null : { at, views });
