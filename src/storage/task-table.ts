import type { Instant } from "#domain/time.ts";

/** Work that is done bit by bit, as queries see it (tables.ts): one row a kind and subject. */
export interface TaskTable {
  kind: "backfill" | "rescore" | "purge" | "typical";
  subject: string;
  state: "waiting" | "done";
  cursor: string | null;
  progress: number;
  total: number | null;
  not_before: Instant;
  attempts: number;
  reason: string | null;
  created_at: Instant;
  updated_at: Instant;
}
