import { sql } from "kysely";
import type { VideoRequestOutcome } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { markSearched } from "#storage/watches/watch-pages.ts";

/*
 * A request waits, is followed, or is refused by YouTube, which is settled at an instant. One that was refused at no instant
 * was taken back by whoever had asked: the row stays, so that planning learns of it.
 */
const TAKEN_BACK = sql<boolean>`(state = 'refused' and settled_at is null)`;

/**
 * Asks for videos to be followed: described, and sampled like those of tracked channels, whoever their channel is. In the
 * caller's transaction. One that was refused is asked for again. Gives how many were asked for that were not before.
 */
export async function requestVideos(trx: Db, ids: readonly VideoId[], now: Instant): Promise<number> {
  if (ids.length === 0) return 0;
  await bumpPlanningChange(trx);
  const { rows } = await sql`
    insert into video_request (video_id, requested_at, state)
    select id, ${at(now)}, 'waiting' from unnest(${[...new Set(ids)].sort()}::text[]) as id
    on conflict (video_id) do update set requested_at = excluded.requested_at, state = 'waiting', settled_at = null
    where video_request.state = 'refused'
    returning video_id`.execute(trx);
  return rows.length;
}

/**
 * Asks for those of some videos that are not described here, in the caller's transaction: not for those that wait already, nor
 * for those that YouTube did not have, so that asking over and over comes to rest. One that was purged after it was fetched is
 * asked for again. Gives how many were asked for.
 */
export async function requestUnknownVideos(trx: Db, ids: readonly VideoId[], now: Instant): Promise<number> {
  const { rows: unknown } = await sql<{ id: string }>`
    select u.id from unnest(${[...new Set(ids)].sort()}::text[]) as u(id)
    where not exists (select from video v where v.id = u.id and v.described_at is not null)
      and not exists (
        select from video_request where video_id = u.id and state <> 'followed' and not ${TAKEN_BACK})
    order by u.id`.execute(trx);
  if (unknown.length === 0) return 0;
  await bumpPlanningChange(trx);
  const { rows } = await sql`
    insert into video_request (video_id, requested_at, state)
    select id, ${at(now)}, 'waiting' from unnest(${unknown.map(({ id }) => id)}::text[]) as id
    on conflict (video_id) do update set requested_at = excluded.requested_at, state = 'waiting', settled_at = null
    where video_request.state <> 'waiting'
    returning video_id`.execute(trx);
  return rows.length;
}

/**
 * Takes requests back: the videos are followed no longer, unless a watch holds them or their channel is tracked. What was
 * collected stays. Gives those that somebody had asked for.
 */
export const unfollowVideos = (db: Db, ids: readonly VideoId[]): Promise<readonly VideoId[]> =>
  inTransaction(db, async (trx) => {
    // Settlements lock the same row: two transactions that rewrite counters must not cross.
    await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
    const { rows } = await sql<{ id: VideoId }>`
      update video_request set state = 'refused', settled_at = null
      where video_id = any(${[...ids]}::text[]) and state in ('waiting', 'followed')
      returning video_id as id`.execute(trx);
    if (rows.length === 0) return [];
    await bumpPlanningChange(trx);
    const taken = rows.map(({ id }) => id);
    await markSearched(trx, taken);
    return taken;
  });

/** The videos whose requests were taken back and that nothing else holds. */
export async function readUnfollowed(db: Db): Promise<readonly VideoId[]> {
  const { rows } = await sql<{ id: VideoId }>`
    select c.video_id as id from video_request r join video_counter c on c.video_id = r.video_id
    where r.state = 'refused' and r.settled_at is null and not c.searched
    order by c.video_id`.execute(db);
  return rows.map(({ id }) => id);
}

/** How far somebody's wish that a video be followed has come; `null` = there is none, or it came to nothing. */
export async function readFollowing(db: Db, id: VideoId): Promise<"waiting" | "followed" | null> {
  const row = await db.selectFrom("video_request").select("state").where("video_id", "=", id).executeTakeFirst();
  return row === undefined || row.state === "refused" ? null : row.state;
}

/** How many of some videos were asked for, and YouTube does not have them. */
export async function countRefusedVideos(db: Db, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from video_request
    where video_id = any(${[...ids]}::text[]) and state = 'refused' and not ${TAKEN_BACK}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** The videos that wait to be described before they are followed. */
export async function readVideoRequests(db: Db): Promise<VideoId[]> {
  const rows = await db
    .selectFrom("video_request")
    .select("video_id")
    .where("state", "=", "waiting")
    .orderBy("video_id")
    .execute();
  return rows.map(({ video_id }) => video_id as VideoId);
}

/**
 * Writes what became of requests. A video that was stored before is followed from now on, too. One whose request was taken back
 * while YouTube was asked is not, which planning is told again.
 */
export async function answerVideoRequests(
  trx: Db,
  outcomes: readonly VideoRequestOutcome[],
  now: Instant,
): Promise<void> {
  for (const kind of ["followed", "refused"] as const) {
    const ids = outcomes.filter((outcome) => outcome.kind === kind).map(({ id }) => id);
    if (ids.length === 0) continue;
    await sql`
      update video_request set state = ${kind}, settled_at = ${at(now)}
      where video_id = any(${ids}::text[]) and state = 'waiting'`.execute(trx);
    if (kind === "refused") continue;
    const { rows: back } = await sql`
      select from video_request where video_id = any(${ids}::text[]) and ${TAKEN_BACK} limit 1`.execute(trx);
    if (back.length > 0) await bumpPlanningChange(trx);
    await markSearched(trx, ids);
  }
}
