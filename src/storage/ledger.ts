import { sql } from "kysely";
import { type Call, UNITS_PER_CALL } from "#domain/call.ts";
import type { Purpose } from "#domain/plan.ts";
import { type Bucket, quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "./database.ts";
import type { Lease } from "./lease.ts";

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
  | { readonly kind: "charged"; readonly projectId: string | null; readonly fingerprint: string | null }
  /** The project's allowance of that bucket is used up for the quota day (or there is no such project). */
  | { readonly kind: "spent" }
  /** The lease has expired or is somebody else's: whoever asks must stop. */
  | { readonly kind: "fenced" };

/**
 * Charges a call before it leaves and writes it into the call log: one statement, so that either all of it happens or
 * nothing. However many processes race for a day's last units, no more than the allowance are charged, because the
 * condition is checked again on the locked ledger row. Throws when the number was used before in this epoch.
 */
export async function chargeCall(db: Db, lease: Lease, entry: CallEntry, now: Instant): Promise<Charge> {
  const units = entry.bucket === null ? 0 : UNITS_PER_CALL;
  const { rows } = await sql<{ held: boolean; logged: boolean }>`
    with held as (
      select epoch from lease
      where shard = ${lease.shard} and holder = ${lease.holder} and epoch = ${lease.epoch} and expires_at > ${at(now)}
    ), charged as (
      ${entry.bucket === null ? sql`select epoch from held` : chargedTo(entry, entry.bucket, units, now)}
    ), logged as (
      insert into call (epoch, number, charged_at, kind, purpose, project_id, fingerprint, bucket, units, ids, why)
      select held.epoch, ${entry.number}::bigint, ${at(now)}, ${entry.call}::text, ${entry.purpose}::text,
        ${entry.projectId}::text, ${entry.fingerprint}::text, ${entry.bucket}::text, ${units}::integer,
        ${entry.ids}::integer, ${entry.why}::text
      from held, charged
      returning number
    )
    select exists (select from held) as held, exists (select from logged) as logged`.execute(db);
  const [row] = rows;
  if (!row?.held) return { kind: "fenced" };
  if (!row.logged) return { kind: "spent" };
  return { kind: "charged", projectId: entry.projectId, fingerprint: entry.fingerprint };
}

/** The column of `project` that holds a bucket's daily limit. */
const LIMIT_COLUMN: Readonly<Record<Bucket, string>> = {
  default: "default_limit",
  search: "search_limit",
  batch: "batch_limit",
};

/** The day's ledger row with `units` more, or nothing when that would pass its allowance. */
function chargedTo(entry: CallEntry, bucket: Bucket, units: number, now: Instant) {
  const limit = sql.ref(LIMIT_COLUMN[bucket]);
  return sql`
    insert into ledger (project_id, bucket, day, used, allowance, last_used_at)
    select project.id, ${bucket}::text, ${quotaDay(now).day}::date, ${units}::integer, ${limit}, ${at(now)}
    from project, held
    where project.id = ${entry.projectId} and ${limit} >= ${units}::integer
    on conflict (project_id, bucket, day) do update
    set used = ledger.used + excluded.used, last_used_at = excluded.last_used_at
    where ledger.used + excluded.used <= ledger.allowance
    returning used`;
}
