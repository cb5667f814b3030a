import type { Instant } from "#domain/time.ts";

/** The table of migration 0013. */
export interface SavedViewTables {
  readonly saved_view: {
    name: string;
    path: string;
    query: string;
    created_at: Instant;
    changed_at: Instant;
    saved_by: string | null;
  };
}
