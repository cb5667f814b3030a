import { sql } from "kysely";
import { type Call, UNITS_PER_CALL } from "#domain/call.ts";
import type { Purpose } from "#domain/plan.ts";
import { type Bucket, quotaDay } from "#domain/quota.ts";
import { between, type Duration, hours, type Instant, minutes, plus } from "#domain/time.ts";
import type { Lease } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";

/** A call about to leave. Its number is the holder's own count and unique within its epoch. */
export interface CallEntry {
  readonly number: number;
  readonly call: Call["kind"];
  readonly purpose: Purpose;
  /** `null` for calls that cost nothing (feeds); then there is no project and no key either. */
  readonly bucket: Bucket | null;
  readonly ids: number;
  readonly why: string;
  readonly projectId: string | null;
  readonly fingerprint: string | null;
}

export type Charge =
  /** `probes`: the bucket that YouTube called spent and that this call tries again; `null` for an ordinary call. */
  | {
      readonly kind: "charged";
      readonly projectId: string | null;
      readonly fingerprint: string | null;
      readonly probes: Bucket | null;
    }
  /**
   * The project's allowance of that bucket is used up for the quota day, or its key has been refused, paused or removed
   * since the call was planned.
   */
  | { readonly kind: "spent" }
  /** The lease has expired or is somebody else's: whoever asks must stop. */
  | { readonly kind: "fenced" };

/**
 * Charges a call before it leaves and writes it into the call log: one statement, so that either all of it happens or
 * nothing. However many processes race for a day's last units, no more than the allowance are charged, because the
 * condition is checked again on the locked ledger row. Throws when the number was used before in this epoch.
 *
 * A bucket that YouTube called spent just after the reset may be open after all: the count that YouTube refuses by may
 * still be yesterday's, and one message would cost the whole new day. So one call may try it when `probe_at` comes,
 * charged as any other and never beyond the project's limit; only its being answered opens it again (`reopenBucket`).
 */
export async function chargeCall(db: Db, lease: Lease, entry: CallEntry, now: Instant): Promise<Charge> {
  const units = entry.bucket === null ? 0 : UNITS_PER_CALL;
  const { rows } = await sql<{ held: boolean; logged: boolean; probes: boolean }>`
    with held as (
      select epoch from lease
      where shard = ${lease.shard} and holder = ${lease.holder} and epoch = ${lease.epoch} and expires_at > ${at(now)}
    ), charged as (
      ${entry.bucket === null ? sql`select false as probes from held` : chargedTo(entry, entry.bucket, units, now)}
    ), logged as (
      insert into call (epoch, number, charged_at, kind, purpose, project_id, fingerprint, bucket, units, ids, why)
      select held.epoch, ${entry.number}::bigint, ${at(now)}, ${entry.call}::text, ${entry.purpose}::text,
        ${entry.projectId}::text, ${entry.fingerprint}::text, ${entry.bucket}::text, ${units}::integer,
        ${entry.ids}::integer, ${entry.why}::text
      from held, charged
      returning number
    )
    select exists (select from held) as held, exists (select from logged) as logged,
      coalesce((select probes from charged), false) as probes`.execute(db);
  const [row] = rows;
  if (!row?.held) return { kind: "fenced" };
  if (!row.logged) return { kind: "spent" };
  const { projectId, fingerprint, bucket } = entry;
  return { kind: "charged", projectId, fingerprint, probes: row.probes ? bucket : null };
}

/** A message this soon after the reset may be about the day before. One that comes later is taken at its word. */
const LATE_COUNT_MAX: Duration = hours(1);

/** How long after such a message the bucket is tried again, and how long after each try. */
const PROBE_FIRST: Duration = minutes(15);
const PROBE_AGAIN: Duration = hours(1);

/**
 * Notes that YouTube called a bucket spent at `when`: nothing is left of it on the quota day `day`, at least until a
 * call may try it.
 */
export async function closeBucket(trx: Db, { projectId, bucket, day }: LedgerRow, when: Instant): Promise<void> {
  const today = quotaDay(when);
  const isEarly = today.day === day && between(today.startsAt, when) < LATE_COUNT_MAX;
  const probeAt = isEarly ? at(plus(when, PROBE_FIRST)) : null;
  await sql`
    insert into ledger (project_id, bucket, day, used, allowance, spent_at, probe_at, last_used_at)
    values (${projectId}, ${bucket}, ${day}::date, 0, 0, ${at(when)}, ${probeAt}, ${at(when)})
    on conflict (project_id, bucket, day) do update
    set allowance = ledger.used, spent_at = coalesce(ledger.spent_at, excluded.spent_at),
      -- A try that failed has its successor already.
      probe_at = case when ledger.probe_at > ${at(when)} then ledger.probe_at
        when ledger.probe_at is null then excluded.probe_at else ${at(plus(when, PROBE_AGAIN))} end`.execute(trx);
}

/** Opens a bucket again that YouTube called spent, because a call that tried it was answered. */
export async function reopenBucket(trx: Db, { projectId, bucket, day }: LedgerRow): Promise<void> {
  const limit = sql.ref(LIMIT_COLUMN[bucket]);
  await sql`
    update ledger l set allowance = greatest(l.used, ${limit}), spent_at = null
    from project p
    where p.id = l.project_id and l.project_id = ${projectId} and l.bucket = ${bucket} and l.day = ${day}::date
      and l.spent_at is not null`.execute(trx);
}

/** Whose units of which bucket on which quota day (`YYYY-MM-DD`). */
interface LedgerRow {
  readonly projectId: string;
  readonly bucket: Bucket;
  readonly day: string;
}

/** The column of `project` that holds a bucket's daily limit. */
const LIMIT_COLUMN: Readonly<Record<Bucket, string>> = {
  default: "default_limit",
  search: "search_limit",
  batch: "batch_limit",
};

/** The day's ledger row with `units` more, or nothing when that would pass its allowance and it may not be tried. */
function chargedTo(entry: CallEntry, bucket: Bucket, units: number, now: Instant) {
  const limit = sql.ref(LIMIT_COLUMN[bucket]);
  return sql`
    insert into ledger (project_id, bucket, day, used, allowance, last_used_at)
    select project.id, ${bucket}::text, ${quotaDay(now).day}::date, ${units}::integer, ${limit}, ${at(now)}
    from project, held
    where project.id = ${entry.projectId} and ${limit} >= ${units}::integer
      -- A test is how a refused key becomes usable again; a paused one is used for nothing.
      and exists (select from api_key k where k.fingerprint = ${entry.fingerprint} and k.project_id = project.id
        and k.paused_at is null and (k.state = 'usable' or ${entry.call === "test"}::boolean))
    on conflict (project_id, bucket, day) do update
    set used = ledger.used + excluded.used, last_used_at = excluded.last_used_at,
      allowance = greatest(ledger.allowance, ledger.used + excluded.used),
      probe_at = case when ledger.used + excluded.used > ledger.allowance then ${at(plus(now, PROBE_AGAIN))}
        else ledger.probe_at end
    where ledger.used + excluded.used <= ledger.allowance
      or (ledger.used + excluded.used <= excluded.allowance and ledger.spent_at is not null
        and ledger.probe_at <= ${at(now)})
    returning ledger.spent_at is not null as probes`;
}
