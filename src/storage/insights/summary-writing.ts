import { sql } from "kysely";
import { dayOf } from "#domain/day-gain.ts";
import type { Instant } from "#domain/time.ts";
import type { Lease } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";

/* What whoever collects does with the summaries that are asked for. */

/** A summary that somebody waits for. */
export interface TakenSummary<Facts> {
  readonly id: string;
  readonly model: string;
  readonly language: string;
  readonly facts: Facts;
  readonly requestedAt: Instant;
  /** This one included: more than one when whoever began before came to no end. */
  readonly attempts: number;
}

/**
 * Takes the summary that waits longest, also one that a former holder began; `null` when none waits or the lease is somebody
 * else's. There is one holder, and it writes one at a time.
 */
export async function takeSummary<Facts>(db: Db, lease: Lease, now: Instant): Promise<TakenSummary<Facts> | null> {
  const { rows } = await sql<TakenSummary<Facts>>`
    update summary set state = 'writing', attempts = attempts + 1
    where id = (select id from summary where state <> 'written' order by requested_at, id limit 1)
      and state <> 'written' and ${isHeld(lease, now)}
    returning id, model, language, facts, requested_at as "requestedAt", attempts`.execute(db);
  return rows[0] ?? null;
}

/**
 * Stores what became of a summary: the model's text, or why there is none. Nothing when somebody else has finished it or
 * holds the lease.
 */
export async function finishSummary(
  db: Db,
  lease: Lease,
  { id, draft, reason }: { readonly id: string; readonly draft: unknown; readonly reason: string | null },
  now: Instant,
): Promise<void> {
  await sql`
    update summary set state = 'written', draft = ${draft === null ? null : JSON.stringify(draft)}::jsonb,
      reason = ${reason}, written_at = ${at(now)}
    where id = ${id} and state = 'writing' and ${isHeld(lease, now)}`.execute(db);
}

type ModelCharge = "charged" | "spent" | "fenced";

/** Counts one more call of the model before it leaves; `spent` when the UTC day has had `limit` of them. */
export async function chargeModelCall(db: Db, lease: Lease, limit: number, now: Instant): Promise<ModelCharge> {
  const { rows } = await sql<{ held: boolean; charged: boolean }>`
    with held as (select epoch from lease where ${heldBy(lease, now)}),
    charged as (
      insert into text_model_calls as c (day, calls)
      select ${dayOf(now)}::date, 1 from held where ${limit}::integer >= 1
      on conflict (day) do update set calls = c.calls + 1 where c.calls < ${limit}::integer
      returning calls
    )
    select exists (select from held) as held, exists (select from charged) as charged`.execute(db);
  if (rows[0]?.charged) return "charged";
  return rows[0]?.held ? "spent" : "fenced";
}

/** How often the model was called on the UTC day of an instant. */
export async function readModelCalls(db: Db, now: Instant): Promise<number> {
  const { rows } = await sql<{ calls: number }>`
    select calls from text_model_calls where day = ${dayOf(now)}::date`.execute(db);
  return rows[0]?.calls ?? 0;
}

const heldBy = ({ shard, holder, epoch }: Lease, now: Instant) =>
  sql`shard = ${shard} and holder = ${holder} and epoch = ${epoch} and expires_at > ${at(now)}`;

const isHeld = (lease: Lease, now: Instant) => sql`exists (select from lease where ${heldBy(lease, now)})`;
