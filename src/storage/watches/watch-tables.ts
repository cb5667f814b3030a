import type { Instant } from "#domain/time.ts";
import type { Json } from "#storage/tables.ts";

/** What watches are kept in (migrations/0004-watches.sql). */
export interface WatchTables {
  readonly watch: WatchTable;
  readonly watch_progress: WatchProgressTable;
  readonly watch_task: WatchTaskTable;
  readonly watch_video: WatchVideoTable;
  readonly watch_page: WatchPageTable;
}

interface WatchTable {
  id: string;
  name: string;
  kind: "search" | "chart";
  filters: Json<unknown>;
  state: "active" | "paused" | "removed";
  share: number;
  every_seconds: number | null;
  every_min_seconds: number;
  every_max_seconds: number;
  since: Instant;
  created_at: Instant;
  changed_version: number;
}

interface WatchProgressTable {
  watch_id: string;
  watermark: Instant;
  ran_at: Instant | null;
  runs: number;
  calls: number;
  found: number;
  learned: number[];
  not_before: Instant;
  attempts: number;
  trouble: string | null;
}

interface WatchTaskTable {
  watch_id: string;
  published_after: Instant;
  published_before: Instant;
  opened_at: Instant;
  page_token: string | null;
  pages: number;
  not_before: Instant;
  attempts: number;
  reason: string;
}

interface WatchVideoTable {
  watch_id: string;
  video_id: string;
  published_at: Instant;
  first_seen_at: Instant;
  last_seen_at: Instant;
  last_rank: number;
}

interface WatchPageTable {
  watch_id: string;
  asked_at: Instant;
  run_at: Instant;
  page: number;
  published_after: Instant | null;
  published_before: Instant | null;
  total_estimate: number | null;
  video_ids: string[];
  first_rank: number;
  news: number;
}
