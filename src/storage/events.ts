import { sql } from "kysely";
import { type Happening, newsOf, type VideoFacts } from "#domain/happening.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, days, type Instant, minus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "./database.ts";

/** Long enough for whoever lost the connection overnight; what happened is in the other resources for good. */
export const EVENTS_KEPT: Duration = days(1);

/** Which settled call an event's row is of. */
export interface EventKey {
  readonly epoch: number;
  readonly number: number;
}

/** What one settled call brought, in order. */
export interface EventRow extends EventKey {
  /** When the call was settled. Two calls may be stored in the other order than they were settled in. */
  readonly at: Instant;
  readonly happenings: readonly Happening[];
}

/** What is known of a settlement's videos, to be asked before its rows are written. */
export async function readVideoFacts(trx: Db, settlement: Settlement): Promise<ReadonlyMap<VideoId, VideoFacts>> {
  const ids = [...new Set([...settlement.videos.map(({ id }) => id), ...settlement.descriptions.map(({ id }) => id)])];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<VideoFacts>`
    select v.id, v.channel_id as "channelId", v.described_at is not null as described, v.title, c.start_at as "startAt",
      c.captured_at as "capturedAt", c.views, c.first_hour_views as "firstHourViews",
      c.first_hour_method as "firstHourMethod", c.outlier, c.outlier_basis as "outlierBasis"
    from video v join video_counter c on c.video_id = v.id
    where v.id = any(${ids}::text[]) and c.video_id = any(${ids}::text[])`.execute(trx);
  return new Map(rows.map((facts) => [facts.id, facts]));
}

/** Stores what a settled call brought, in the transaction that stores its rows; nothing when it brought nothing. */
export async function writeEvents(
  trx: Db,
  { epoch, number }: EventKey,
  settlement: Settlement,
  before: ReadonlyMap<VideoId, VideoFacts>,
  quota: readonly Happening[],
): Promise<void> {
  const after = await readVideoFacts(trx, settlement);
  const news = [...after.values()].flatMap((facts) => newsOf(before.get(facts.id) ?? null, facts));
  const happenings = [...quota, ...samplesIn(settlement, after), ...news];
  if (happenings.length === 0) return;
  await trx
    .insertInto("event")
    .values({ epoch, number, at: at(settlement.at), events: JSON.stringify(happenings) })
    .execute();
}

/** The samples of a call, an instant at a time. A feed's counters are none. */
function samplesIn({ snapshots }: Settlement, known: ReadonlyMap<VideoId, VideoFacts>): readonly Happening[] {
  const instants = new Map<Instant, { id: VideoId; channelId: VideoFacts["channelId"]; views: number | null }[]>();
  for (const { videoId, capturedAt, views, source } of snapshots) {
    const channelId = known.get(videoId)?.channelId;
    if (source === "feed" || channelId === undefined) continue;
    const videos = instants.get(capturedAt) ?? [];
    videos.push({ id: videoId, channelId, views });
    instants.set(capturedAt, videos);
  }
  return [...instants].map(([capturedAt, videos]) => ({ kind: "sample", at: capturedAt, videos }));
}

/** Where a row stands in the order of time. */
export interface EventPosition extends EventKey {
  readonly at: Instant;
}

/** Up to `limit` positions of rows settled at `since` or later and beyond `after`, oldest first: one walk of an index. */
export async function listEventPositions(
  db: Db,
  since: Instant,
  limit: number,
  after: EventPosition | null = null,
): Promise<readonly EventPosition[]> {
  const beyond = after
    ? sql`(at, epoch, number) > (${at(after.at)}, ${after.epoch}::bigint, ${after.number}::bigint)`
    : sql`at >= ${at(since)}`;
  const { rows } = await sql<EventPosition>`
    select at, epoch, number from event where ${beyond} order by at, epoch, number limit ${limit}`.execute(db);
  return rows;
}

/** The rows of these calls, oldest first. */
export async function readEvents(db: Db, keys: readonly EventKey[]): Promise<readonly EventRow[]> {
  if (keys.length === 0) return [];
  const epochs = keys.map(({ epoch }) => epoch);
  const numbers = keys.map(({ number }) => number);
  const { rows } = await sql<EventRow>`
    select e.epoch, e.number, e.at, e.events as happenings
    from unnest(${epochs}::bigint[], ${numbers}::bigint[]) as k(epoch, number)
    join event e on e.epoch = k.epoch and e.number = k.number
    order by e.at, e.epoch, e.number`.execute(db);
  return rows;
}

/** Deletes what happened longer than a day ago. */
export async function deleteOldEvents(db: Db, now: Instant): Promise<void> {
  await sql`delete from event where at < ${at(minus(now, EVENTS_KEPT))}`.execute(db);
}
