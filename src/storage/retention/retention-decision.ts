import { parseLimit, type RetentionChoice } from "#domain/retention.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** What the operator decided in this installation, and when; all `null` before. */
export interface StoredDecision extends RetentionChoice {
  readonly decidedAt: Instant | null;
}

/** Reads the decision. What cannot be read as a limit counts as undecided: that deletes nothing. */
export async function readDecision(db: Db): Promise<StoredDecision> {
  const row = await db
    .selectFrom("installation")
    .select(["retention", "text_retention", "decided_at"])
    .executeTakeFirst();
  return {
    statistics: row?.retention ? parseLimit(row.retention) : null,
    texts: row?.text_retention ? parseLimit(row.text_retention) : null,
    decidedAt: row?.decided_at ?? null,
  };
}

/** Stores a decision in the place of the one before. */
export async function storeDecision(db: Db, { statistics, texts }: RetentionChoice, now: Instant): Promise<void> {
  await db
    .updateTable("installation")
    .set({ retention: statistics, text_retention: texts, decided_at: at(now) })
    .execute();
}
