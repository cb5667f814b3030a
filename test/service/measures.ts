import { sql } from "kysely";
import type { VideoItem } from "#api/contract.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import type { Stage } from "./stage.ts";

/*
 * What a finished run left behind, read for comparison: from the tables and through the API, with queries of their own
 * and none of the service's.
 */

/** Every described video, through the API and page by page. */
export async function allVideos({ service }: Pick<Stage, "service">): Promise<readonly VideoItem[]> {
  const items: VideoItem[] = [];
  let cursor: string | null = null;
  do {
    const page: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body, text } = await service.get<{ items: VideoItem[]; next: string | null }>(
      `/videos?sort=publishedAt&limit=200${page}`,
    );
    if (status !== 200) throw new Error(text);
    items.push(...body.items);
    cursor = body.next;
  } while (cursor !== null);
  return items;
}

/** When each video's text was last asked for. */
export async function describedAt(db: Db): Promise<ReadonlyMap<string, Instant>> {
  const rows = await db.selectFrom("video").select(["id", "described_at"]).execute();
  return new Map(rows.flatMap(({ id, described_at }) => (described_at === null ? [] : [[id, described_at] as const])));
}

/** Stored counters that differ from what the world showed at their instant, as texts; empty when all agree. */
export async function counterMismatches({ db, world }: Pick<Stage, "db" | "world">): Promise<readonly string[]> {
  const rows = await db.selectFrom("snapshot").selectAll().execute();
  return rows.flatMap((row) => {
    const truth = world.countersAt(row.video_id as VideoId, row.captured_at, row.source);
    // A feed tells no comments, and no likes where they are none or hidden.
    const expected = row.source === "feed" ? { ...truth, comments: null, likes: row.likes && truth?.likes } : truth;
    const { views, likes, comments } = row;
    const agrees = expected?.views === views && expected.likes === likes && expected.comments === comments;
    return agrees ? [] : [JSON.stringify({ row, truth })];
  });
}

/** For each bucket and day: what our ledger says and what YouTube's own books say. */
export async function ledgerBesideBooks({ db, youtube }: Pick<Stage, "db" | "youtube">) {
  const ledger = await db.selectFrom("ledger").select(["day", "bucket", "used", "allowance"]).execute();
  const books = youtube.books();
  const keys = new Set([...ledger, ...books].map(({ day, bucket }) => `${day} ${bucket}`));
  return [...keys].sort().map((key) => {
    const mine = ledger.filter(({ day, bucket }) => `${day} ${bucket}` === key);
    const theirs = books.filter(({ day, bucket }) => `${day} ${bucket}` === key);
    return {
      key,
      charged: sum(mine.map(({ used }) => used)),
      allowance: sum(mine.map(({ allowance }) => allowance)),
      counted: sum(theirs.map(({ units }) => units)),
      refused: sum(theirs.map(({ refused }) => refused)),
    };
  });
}

/** The share of the seats in sampling calls that were taken, of those that could have been. */
export async function fillOf(db: Db): Promise<number> {
  const calls = await db.selectFrom("call").select(["charged_at", "ids"]).where("kind", "=", "sample").execute();
  // A video can be sampled once it was described, which its first sample by list or batch shows.
  const { rows } = await sql<{ since: Instant; until: Instant | null }>`
    select min(s.captured_at) as since, v.gone_at as until
    from video_counter v join snapshot s on s.video_id = v.video_id and s.source <> 'feed'
    group by v.video_id, v.gone_at`.execute(db);
  const come = rows.map(({ since }) => since as number).toSorted((a, b) => a - b);
  const gone = rows.flatMap(({ until }) => until ?? []).toSorted((a, b) => a - b);
  const before = (sorted: readonly number[], at: number) => sorted.findLastIndex((instant) => instant < at) + 1;
  const seats = calls.map(({ charged_at }) => Math.min(50, before(come, charged_at) - before(gone, charged_at)));
  return sum(calls.map(({ ids }) => ids)) / sum(seats);
}

/**
 * Answers to sampling calls beside what was kept of them: one video twice in one instant would be two and one. Those by
 * videos.list in the instant of a description are left out, for nothing tells their snapshots from its own.
 */
export async function samplesBesideSnapshots(db: Db) {
  const { rows } = await sql<{ answers: number; snapshots: number }>`
    select (select sum(answered)::integer from call s where kind = 'sample' and (bucket = 'batch' or not exists (
        select from call c where c.kind = 'describe' and c.charged_at = s.charged_at
      ))) as answers,
      (select count(*)::integer from snapshot s where source <> 'feed' and exists (
        select from call c where c.kind = 'sample' and c.charged_at = s.captured_at
      ) and (source = 'batch' or not exists (
        select from call c where c.kind = 'describe' and c.charged_at = s.captured_at
      ))) as snapshots`.execute(db);
  return rows[0] ?? { answers: 0, snapshots: 0 };
}

/** The lifetime views of each channel's videos as last sampled when its mature median was taken, by channel. */
export async function viewsAtScoring(db: Db): Promise<ReadonlyMap<string, readonly ScoredViews[]>> {
  const { rows } = await sql<ScoredViews & { channel: string }>`
    select distinct on (v.video_id) v.channel_id as channel, v.video_id as id, s.views, c.computed_at as at, v.gone_at as gone
    from video_counter v
    join channel_score c on c.channel_id = v.channel_id
    join snapshot s on s.video_id = v.video_id and s.source <> 'feed' and s.captured_at <= c.computed_at
    order by v.video_id, s.captured_at desc`.execute(db);
  return Map.groupBy(rows, ({ channel }) => channel);
}

export interface ScoredViews {
  readonly id: string;
  readonly views: number | null;
  /** When the median was taken. */
  readonly at: Instant;
  readonly gone: Instant | null;
}

/** How far, in seconds, the sample nearest to 60:00 lies from it; of videos that have one. */
export async function firstHourOffsets(
  db: Db,
  videos: readonly { readonly id: VideoId; readonly startAt: Instant }[],
): Promise<readonly number[]> {
  const nearest = new Map<string, number>();
  const startOf = new Map<string, Instant>(videos.map(({ id, startAt }) => [id, startAt]));
  const rows = await db
    .selectFrom("snapshot")
    .select(["video_id", "captured_at"])
    .where("source", "<>", "feed")
    .execute();
  for (const { video_id, captured_at } of rows) {
    const start = startOf.get(video_id);
    if (start === undefined) continue;
    const offset = Math.abs(captured_at - start - 3_600_000) / 1000;
    if (offset < (nearest.get(video_id) ?? Number.POSITIVE_INFINITY)) nearest.set(video_id, offset);
  }
  return [...nearest.values()];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
