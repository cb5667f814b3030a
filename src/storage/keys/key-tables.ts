import type { ColumnType } from "kysely";
import type { Instant } from "#domain/time.ts";

/** Projects and the keys that draw on them, as queries see them. */
export interface KeyTables {
  readonly project: {
    id: string;
    consumer: string | null;
    default_limit: number;
    search_limit: number;
    batch_limit: number;
    created_at: Instant;
  };
  readonly api_key: {
    fingerprint: string;
    project_id: string;
    sealed: Buffer | Uint8Array;
    masked: string;
    state: "usable" | "refused";
    refused_reason: string | null;
    refused_at: Instant | null;
    paused_at: Instant | null;
    test_at: Instant | null;
    test_attempts: ColumnType<number, number | undefined, number>;
    tested_at: Instant | null;
    test_said: string | null;
    added_at: Instant;
  };
}
