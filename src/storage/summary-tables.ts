import type { Instant } from "#domain/time.ts";
import type { Json } from "./tables.ts";

/** What summaries by a model are kept in, as queries see it (migrations/0011-summaries.sql). */
export interface SummaryTables {
  readonly summary: {
    id: string;
    model: string;
    language: string;
    scope: Json<unknown>;
    window_from: Instant;
    window_until: Instant;
    facts: Json<unknown>;
    video_ids: string[];
    channel_ids: string[];
    gathered_at: Instant;
    state: "waiting" | "writing" | "written";
    requested_at: Instant;
    attempts: number;
    draft: Json<unknown> | null;
    reason: string | null;
    written_at: Instant | null;
  };
  readonly text_model_calls: { day: string; calls: number };
}
