import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";

export interface Backfill {
  readonly channelId: string;
  readonly title: string | null;
  /** How many of its uploads were read, and how many there are; `null` = not known yet. */
  readonly listed: number;
  readonly total: number | null;
  readonly notBefore: Instant;
  readonly attempts: number;
  /** Why it waits; `null` = it is merely its turn that it waits for. */
  readonly reason: string | null;
  readonly createdAt: Instant;
}

/** Catalogues that are not read to the end, in the order of their turns, at most `limit`. */
export async function listBackfills(db: Db, limit: number): Promise<readonly Backfill[]> {
  const { rows } = await sql<Backfill>`
    select t.subject as "channelId", c.title, t.progress as listed, t.total, t.not_before as "notBefore", t.attempts, t.reason,
      t.created_at as "createdAt"
    from (
      select subject, progress, total, not_before, attempts, reason, created_at from task
      where kind = 'backfill' and state = 'waiting' order by not_before limit ${limit}
    ) t
    left join channel c on c.id = t.subject
    order by t.not_before, t.subject`.execute(db);
  return rows;
}

/** How many there are; above `most` nobody counts, and one more is given. */
export async function countBackfills(db: Db, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select from task where kind = 'backfill' and state = 'waiting' limit ${most + 1}
    ) waiting`.execute(db);
  return rows[0]?.n ?? 0;
}
