import { sql } from "kysely";
import { type ChannelId, type ChannelRef, refKey } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** How much somebody wants of channels; `null` = as before, and as for anybody where there is no before. */
export interface Wish {
  /** 1 is ordinary; more is sampled more densely. */
  readonly weight: number | null;
  /** Whether their guarantees are the last to be given up when quota is short. */
  readonly watched: boolean | null;
}

/** Wanted, and nothing said of how much. */
export const AS_BEFORE: Wish = { weight: null, watched: null };

/**
 * Asks for channels to be tracked. The collector looks each up and answers in the request's row; a reference that names
 * a tracked channel is answered at once, and gives that channel the new weight and whether it is watched. Asking again
 * repeats a refused request and changes nothing else.
 */
export async function requestTracking(
  db: Db,
  refs: readonly ChannelRef[],
  { weight, watched }: Wish,
  now: Instant,
): Promise<void> {
  const keys = [...new Set(refs.map(refKey))].sort();
  if (keys.length === 0) return;
  await inTransaction(db, async (trx) => {
    const version = await bumpPlanningChange(trx);
    await sql`
      with asked as (
        select k.ref, case when c.state = 'tracked' then c.id end as channel_id,
          coalesce(${weight}::real, c.weight, r.weight, 1) as weight,
          coalesce(${watched}::boolean, c.watched, r.watched, false) as watched
        from unnest(${keys}::text[]) as k(ref)
        left join track_request r on r.ref = k.ref
        left join lateral (
          select id, state, weight, watched from channel where id = k.ref or handle = k.ref
          order by state = 'tracked' desc, id = k.ref desc, id limit 1
        ) c on true
      ), weighted as (
        update channel c set weight = asked.weight, watched = asked.watched, changed_version = ${version}::bigint
        from asked where c.id = asked.channel_id and (c.weight, c.watched) <> (asked.weight, asked.watched)
      )
      insert into track_request (ref, requested_at, weight, watched, state, channel_id, settled_at)
      select ref, ${at(now)}, weight, watched, case when channel_id is null then 'waiting' else 'tracked' end, channel_id,
        case when channel_id is not null then ${at(now)} end
      from asked
      on conflict (ref) do update set requested_at = excluded.requested_at, weight = excluded.weight,
        watched = excluded.watched, state = excluded.state, channel_id = excluded.channel_id, reason = null, settled_at = excluded.settled_at
      where (track_request.state, track_request.weight, track_request.watched)
        <> (excluded.state, excluded.weight, excluded.watched)`.execute(trx);
  });
}

/** What became of a request so far. */
export interface TrackRequestState {
  readonly ref: string;
  readonly state: "waiting" | "tracked" | "refused";
  readonly channelId: ChannelId | null;
  /** Why it was refused; `null` otherwise. */
  readonly reason: string | null;
  readonly requestedAt: Instant;
}

/** The requests for these references, in the references' order; those never asked for are absent. */
export async function readTrackRequests(db: Db, refs: readonly ChannelRef[]): Promise<readonly TrackRequestState[]> {
  if (refs.length === 0) return [];
  const keys = refs.map(refKey);
  const rows = await db.selectFrom("track_request").selectAll().where("ref", "in", keys).execute();
  const byRef = new Map(rows.map((row) => [row.ref, row]));
  return [...new Set(keys)].flatMap((key) => {
    const row = byRef.get(key);
    if (!row) return [];
    const { ref, state, reason } = row;
    return [{ ref, state, channelId: row.channel_id as ChannelId | null, reason, requestedAt: row.requested_at }];
  });
}

/** Stops tracking a channel. Its videos and their history stay. `false` when it was not tracked. */
export async function untrackChannel(db: Db, channelId: ChannelId): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const tracked = await trx
      .selectFrom("channel")
      .select("id")
      .where("id", "=", channelId)
      .where("state", "=", "tracked")
      .executeTakeFirst();
    if (!tracked) return false;
    // The version is locked before the channel, as requests do it: the other way round the two could block each other.
    const version = await bumpPlanningChange(trx);
    const untracked = await trx
      .updateTable("channel")
      .set({ state: "untracked", changed_version: version })
      .where("id", "=", channelId)
      .where("state", "=", "tracked")
      .returning("id")
      .executeTakeFirst();
    return untracked !== undefined;
  });
}
