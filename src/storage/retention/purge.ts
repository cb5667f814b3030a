import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { type Lease, lockLease } from "#storage/collecting/lease.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { forgetAllAnswers } from "#storage/insights/insight-answers.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { deleteChannels } from "./retention-channels.ts";
import { deleteVideos } from "./retention-videos.ts";

export type PurgeRequested =
  /** It is untracked now, and removed step by step; asking again changes nothing. */
  | { readonly kind: "requested" }
  | { readonly kind: "unknown" }
  /** Somebody asked for it to be tracked, and it is being looked up. */
  | { readonly kind: "awaited" }
  /** This watch, of that name, searches the channel: it would be found again. */
  | { readonly kind: "watched"; readonly watchId: string; readonly name: string };

/** Asks for all that is known of a channel to be removed. The holder of the lease does it. */
export async function requestPurge(db: Db, channelId: ChannelId, now: Instant): Promise<PurgeRequested> {
  const before = await objection(db, channelId);
  if (before) return before;
  return inTransaction(db, async (trx) => {
    // The version is locked before the channel, as requests do it: the other way round the two could block each other.
    const version = await bumpPlanningChange(trx);
    const meanwhile = await objection(trx, channelId);
    if (meanwhile) return meanwhile;
    await trx
      .updateTable("channel")
      .set({ state: "untracked", changed_version: version })
      .where("id", "=", channelId)
      .execute();
    const when = at(now);
    await trx
      .insertInto("task")
      .values({
        kind: "purge",
        subject: channelId,
        state: "waiting",
        not_before: when,
        progress: 0,
        attempts: 0,
        created_at: when,
        updated_at: when,
      })
      .onConflict((conflict) => conflict.columns(["kind", "subject"]).doNothing())
      .execute();
    return { kind: "requested" };
  });
}

async function objection(db: Db, channelId: ChannelId): Promise<Exclude<PurgeRequested, { kind: "requested" }> | null> {
  const { rows } = await sql<{ known: boolean; awaited: boolean }>`
    select exists (select from channel where id = ${channelId})
        or exists (select from video_counter where channel_id = ${channelId})
        or exists (select from found_channel where channel_id = ${channelId}) as known,
      exists (
        select from track_request r
        where r.state = 'waiting'
          and (r.ref = ${channelId} or r.ref = (select handle from channel where id = ${channelId}))
      ) as awaited`.execute(db);
  if (!rows[0]?.known) return { kind: "unknown" };
  if (rows[0].awaited) return { kind: "awaited" };
  const watch = await db
    .selectFrom("watch")
    .select(["id", "name"])
    .where("state", "<>", "removed")
    .where(sql<boolean>`filters ->> 'channelId' = ${channelId}`)
    .executeTakeFirst();
  return watch ? { kind: "watched", watchId: watch.id, name: watch.name } : null;
}

/** The channels that are to be removed, longest waiting first. */
export async function listPurges(db: Db): Promise<readonly ChannelId[]> {
  const rows = await db
    .selectFrom("task")
    .select("subject")
    .where("kind", "=", "purge")
    .orderBy("created_at")
    .orderBy("subject")
    .execute();
  return rows.map(({ subject }) => subject as ChannelId);
}

/** A video may have ten thousand snapshots: few videos at a time hold nobody up. */
const VIDEOS_A_STEP = 50;
const SNAPSHOTS_A_TIME = 5_000;

/** The videos that the next step removes; none when only the channel itself is left. */
export async function nextPurged(db: Db, channelId: ChannelId): Promise<readonly VideoId[]> {
  const rows = await db
    .selectFrom("video_counter")
    .select("video_id")
    .where("channel_id", "=", channelId)
    .orderBy("video_id")
    .limit(VIDEOS_A_STEP)
    .execute();
  return rows.map(({ video_id }) => video_id as VideoId);
}

/** Deletes the snapshots of videos ahead of the step that removes them, so that this one is short. */
export async function deleteSnapshotsOf(db: Db, ids: readonly VideoId[]): Promise<void> {
  if (ids.length === 0) return;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from snapshot s using (
        select video_id, captured_at from snapshot where video_id = any(${[...ids]}::text[]) limit ${SNAPSHOTS_A_TIME}
      ) old
      where s.video_id = old.video_id and s.captured_at = old.captured_at`.execute(db);
    if (numAffectedRows < SNAPSHOTS_A_TIME) return;
  }
}

export type PurgeStep =
  | { readonly kind: "removed" }
  /** Nothing names the channel any more. */
  | { readonly kind: "done" }
  /** It is tracked again: what is left stays. */
  | { readonly kind: "trackedAgain" }
  /** The lease is somebody else's. */
  | { readonly kind: "fenced" };

/** One step: removes these videos of a channel, or, when none is given, the channel itself. Planning must not know of them. */
export const purgeStep = (db: Db, lease: Lease, channelId: ChannelId, ids: readonly VideoId[]): Promise<PurgeStep> =>
  inTransaction(db, async (trx) => {
    if (!(await lockLease(trx, lease))) return { kind: "fenced" };
    const channel = await trx.selectFrom("channel").select("state").where("id", "=", channelId).executeTakeFirst();
    if (channel?.state === "tracked") {
      await trx.deleteFrom("task").where("kind", "=", "purge").where("subject", "=", channelId).execute();
      return { kind: "trackedAgain" };
    }
    if (ids.length > 0) {
      await deleteVideos(trx, ids);
      return { kind: "removed" };
    }
    // A watch may have shown one of its videos since the last step.
    if ((await nextPurged(trx, channelId)).length > 0) return { kind: "removed" };
    await forgetInCalls(trx, channelId);
    await forgetInEvents(trx, channelId);
    await forgetAllAnswers(trx);
    await deleteChannels(trx, [channelId]);
    return { kind: "done" };
  });

/** The call log gives reasons in words, which may name a channel. */
const forgetInCalls = (trx: Db, channelId: ChannelId): Promise<unknown> =>
  sql`
    update call set why = replace(why, ${channelId}, ${PURGED}), detail = replace(detail, ${channelId}, ${PURGED})
    where position(${channelId} in why) > 0 or position(${channelId} in detail) > 0`.execute(trx);

/** What happened in the last day tells of others in the same row, too: all of it has been told to who listened. */
const forgetInEvents = (trx: Db, channelId: ChannelId): Promise<unknown> =>
  sql`delete from event where position(${channelId} in events::text) > 0`.execute(trx);

const PURGED = "a purged channel";

/** Which of these channels, by id or by the handle that is known of them, are being removed. */
export async function listPurged(db: Db, refs: readonly string[]): Promise<readonly string[]> {
  if (refs.length === 0) return [];
  const { rows } = await sql<{ ref: string }>`
    select k.ref from unnest(${[...refs]}::text[]) as k(ref)
    where exists (
      select from task t left join channel c on c.id = t.subject
      where t.kind = 'purge' and (t.subject = k.ref or c.handle = k.ref)
    )
    order by k.ref`.execute(db);
  return rows.map(({ ref }) => ref);
}
