import { type SqlBool, sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** Which calls are meant. An absent field filters nothing; `since` is included, `until` is not. */
export interface CallFilter {
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly kind?: string | undefined;
  readonly purpose?: string | undefined;
  readonly project?: string | undefined;
  readonly bucket?: string | undefined;
  /** An outcome, `failed` = any but an answer, `open` = none yet. */
  readonly outcome?: string | undefined;
  /** Somewhere in the reason or in what YouTube said; case does not matter. */
  readonly text?: string | undefined;
}

/** Where a page of calls begins: after this call. */
export interface CallPlace {
  readonly chargedAt: Instant;
  readonly epoch: number;
  readonly number: number;
}

/** Calls, newest first, after a place (`null` = from the newest), at most `limit`. They are kept for a week. */
export function listCalls(db: Db, filter: CallFilter, after: CallPlace | null, limit: number) {
  let calls = db
    .selectFrom("call as c")
    .leftJoin("api_key as k", "k.fingerprint", "c.fingerprint")
    .select([
      "c.epoch",
      "c.number",
      "c.charged_at as chargedAt",
      "c.ended_at as endedAt",
      "c.settled_at as settledAt",
      "c.kind",
      "c.purpose",
      "c.project_id as project",
      "k.masked as key",
      "c.bucket",
      "c.units",
      "c.why",
      "c.ids",
      "c.answered",
      "c.outcome",
      "c.detail",
    ]);
  if (filter.since !== undefined) calls = calls.where("c.charged_at", ">=", at(filter.since));
  if (filter.until !== undefined) calls = calls.where("c.charged_at", "<", at(filter.until));
  if (filter.kind !== undefined) calls = calls.where("c.kind", "=", filter.kind);
  if (filter.purpose !== undefined) calls = calls.where("c.purpose", "=", filter.purpose);
  if (filter.project !== undefined) calls = calls.where("c.project_id", "=", filter.project);
  if (filter.bucket !== undefined) calls = calls.where("c.bucket", "=", filter.bucket);
  if (filter.outcome !== undefined) calls = calls.where(endedAs(filter.outcome));
  if (filter.text !== undefined) calls = calls.where(saying(filter.text));
  if (after !== null) {
    const place = sql`(${at(after.chargedAt)}, ${after.epoch}::bigint, ${after.number}::bigint)`;
    calls = calls
      // The index knows the instant alone.
      .where("c.charged_at", "<=", at(after.chargedAt))
      .where(sql<SqlBool>`(c.charged_at, c.epoch, c.number) < ${place}`);
  }
  return calls
    .orderBy("c.charged_at", "desc")
    .orderBy("c.epoch", "desc")
    .orderBy("c.number", "desc")
    .limit(limit)
    .execute();
}

export type CallRow = Awaited<ReturnType<typeof listCalls>>[number];

function endedAs(outcome: string) {
  switch (outcome) {
    case "failed":
      return sql<SqlBool>`c.outcome <> 'answered'`;
    case "open":
      return sql<SqlBool>`c.outcome is null`;
    default:
      return sql<SqlBool>`c.outcome = ${outcome}`;
  }
}

function saying(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return sql<SqlBool>`(c.why ilike ${pattern} or c.detail ilike ${pattern})`;
}
