import type { Instant } from "#domain/time.ts";
import type { Json } from "./tables.ts";

/** The table of migration 0016. */
export interface ExportTables {
  readonly export: {
    id: string;
    dataset: string;
    format: string;
    filter: Json<Record<string, unknown>>;
    ids_only: boolean;
    pseudonyms: boolean;
    state: "waiting" | "writing" | "done" | "failed";
    requested_at: Instant;
    begun_at: Instant | null;
    finished_at: Instant | null;
    attempts: number;
    writer: string | null;
    alive_at: Instant | null;
    rows: number;
    rows_about: number | null;
    manifest: Json<unknown> | null;
    reason: string | null;
    expires_at: Instant | null;
  };
}
