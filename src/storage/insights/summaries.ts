import { sql } from "kysely";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import { type Duration, days, type Instant, minus, minutes } from "#domain/time.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** A summary that a model is to write. `Facts` is JSON; what is in it is the caller's. */
interface WantedSummary<Facts> {
  /** The hash of all the rest but `gatheredAt`. */
  readonly id: string;
  readonly model: string;
  readonly language: string;
  readonly scope: InsightScope;
  readonly window: Window;
  readonly facts: Facts;
  readonly videoIds: readonly string[];
  readonly channelIds: readonly string[];
  readonly gatheredAt: Instant;
}

/** A summary as it stands. `Draft` is JSON. */
export interface StoredSummary<Facts, Draft> {
  readonly id: string;
  readonly model: string;
  readonly language: string;
  readonly scope: InsightScope;
  readonly window: Window;
  readonly facts: Facts;
  readonly gatheredAt: Instant;
  readonly state: "waiting" | "writing" | "written";
  readonly requestedAt: Instant;
  /** The model's text; `null` = it has none, and once it is written `reason` says why. */
  readonly draft: Draft | null;
  readonly reason: string | null;
}

/** An endpoint that has just failed is left in peace for so long: whoever asks meanwhile is told of the failure. */
const FAILURE_KEPT = minutes(5);

/** Nobody waits longer: a request that is older is dead, whoever had begun to write it. */
export const SUMMARY_WAITED_MAX: Duration = minutes(30);

/** YouTube's texts may not be stored longer (III.E.4.d). */
const SUMMARIES_KEPT = days(30);

/**
 * Asks for a summary to be written, unless it is written or asked for already. One that failed is asked for again: at once
 * where no model was asked, else when its endpoint has had some minutes.
 */
export async function requestSummary(db: Db, wanted: WantedSummary<unknown>, now: Instant): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { numAffectedRows: added = 0n } = await sql`
      insert into summary (id, model, language, scope, window_from, window_until, facts, video_ids, channel_ids,
        gathered_at, state, requested_at, attempts)
      values (${wanted.id}, ${wanted.model}, ${wanted.language}, ${JSON.stringify(wanted.scope)}::jsonb,
        ${at(wanted.window.from)}, ${at(wanted.window.until)}, ${JSON.stringify(wanted.facts)}::jsonb,
        ${[...wanted.videoIds]}::text[], ${[...wanted.channelIds]}::text[], ${at(wanted.gatheredAt)},
        'waiting', ${at(now)}, 0)
      on conflict (id) do nothing`.execute(trx);
    const { numAffectedRows: again = 0n } = await sql`
      update summary set state = 'waiting', requested_at = ${at(now)}, attempts = 0, reason = null, written_at = null
      where id = ${wanted.id} and case when state = 'written'
        then draft is null and (attempts = 0 or written_at <= ${at(minus(now, FAILURE_KEPT))})
        else requested_at <= ${at(minus(now, SUMMARY_WAITED_MAX))} end`.execute(trx);
    if (added + again === 0n) return;
    await bumpPlanningChange(trx);
  });
}

/** A summary by its id; `null` when there is none, or it has been deleted. */
export async function readSummary<Facts, Draft>(db: Db, id: string): Promise<StoredSummary<Facts, Draft> | null> {
  const row = await db.selectFrom("summary").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return null;
  return {
    id,
    model: row.model,
    language: row.language,
    scope: row.scope as InsightScope,
    window: { from: row.window_from, until: row.window_until },
    facts: row.facts as Facts,
    gatheredAt: row.gathered_at,
    state: row.state,
    requestedAt: row.requested_at,
    draft: row.draft as Draft | null,
    reason: row.reason,
  };
}

/** Takes back a request that nobody has taken; whoever asks next asks anew. */
export async function withdrawSummary(db: Db, id: string, reason: string, now: Instant): Promise<void> {
  await db
    .updateTable("summary")
    .set({ state: "written", reason, written_at: at(now) })
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .execute();
}

/** Deletes those whose facts are older than may be kept. */
export const deleteOldSummaries = (db: Db, now: Instant): Promise<unknown> =>
  db
    .deleteFrom("summary")
    .where("gathered_at", "<", at(minus(now, SUMMARIES_KEPT)))
    .execute();

/** Deletes those that tell of any of these videos or channels. */
export const forgetInSummaries = (
  trx: Db,
  {
    videoIds = [],
    channelIds = [],
  }: { readonly videoIds?: readonly string[]; readonly channelIds?: readonly string[] },
): Promise<unknown> =>
  sql`
    delete from summary
    where video_ids && ${[...videoIds]}::text[] or channel_ids && ${[...channelIds]}::text[]`.execute(trx);
