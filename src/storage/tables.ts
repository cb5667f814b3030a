import type { ColumnType, Generated } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { AccessTables } from "#storage/access/access-tables.ts";
import type { DiscoveryTables } from "#storage/discoveries/discovery-tables.ts";
import type { KeyTables } from "#storage/keys/key-tables.ts";
import type { SavedViewTables } from "#storage/videos/saved-view-tables.ts";
import type { WatchTables } from "#storage/watches/watch-tables.ts";
import type { AnswerTables, ListingColumns } from "./answer-tables.ts";
import type { ExportTables } from "./export-table.ts";
import type { ImportTables } from "./import-tables.ts";
import type { InsightTables } from "./insight-tables.ts";
import type { TaskTable } from "./task-table.ts";

/*
 * The tables as queries see them. The migrations are the schema; a column is here under its name there, with the type
 * that both engines give after TYPE_PARSERS.
 */

/** A JSON column: read parsed, written as text. */
export type Json<T> = ColumnType<T, string, string>;

export interface Database
  extends WatchTables,
    InsightTables,
    AnswerTables,
    AccessTables,
    ImportTables,
    SavedViewTables,
    ExportTables,
    DiscoveryTables,
    KeyTables {
  readonly installation: {
    singleton: boolean;
    kind: "real" | "virtual";
    created_at: Instant;
    several_projects_at: Instant | null;
    secret_check: string | null;
    retention: string | null;
    text_retention: string | null;
    decided_at: Instant | null;
  };
  readonly migration: { version: number; name: string; applied_at: Instant };
  readonly channel: ChannelTable;
  readonly channel_poll: ChannelPollTable;
  readonly channel_snapshot: {
    channel_id: string;
    captured_at: Instant;
    views: number | null;
    subscribers: number | null;
    video_count: number | null;
  };
  readonly channel_score: ChannelScoreTable;
  readonly video: VideoTable;
  readonly video_counter: VideoCounterTable;
  readonly snapshot: {
    video_id: string;
    captured_at: Instant;
    views: number | null;
    likes: number | null;
    comments: number | null;
    source: "batch" | "list" | "feed" | "import";
  };
  readonly video_revision: { video_id: string; seen_at: Instant; before: Json<Record<string, unknown>> };
  readonly channel_revision: { channel_id: string; seen_at: Instant; before: Json<Record<string, unknown>> };
  readonly ledger: {
    project_id: string;
    bucket: "default" | "search" | "batch";
    day: string;
    used: number;
    allowance: number;
    spent_at: Instant | null;
    probe_at: Instant | null;
    last_used_at: Instant;
  };
  readonly call: CallTable;
  readonly call_day: {
    day: string;
    project_id: string;
    bucket: string;
    purpose: string;
    calls: number;
    units: number;
    ids: number;
    unanswered: number;
  };
  readonly task: TaskTable;
  readonly track_request: {
    ref: string;
    requested_at: Instant;
    weight: number;
    watched: boolean;
    state: "waiting" | "tracked" | "refused";
    channel_id: string | null;
    reason: string | null;
    settled_at: Instant | null;
  };
  readonly push: {
    channel_id: string;
    digest: Buffer | Uint8Array;
    received_at: Instant;
    kind: "verified" | "denied" | "pushed";
    message: Json<unknown>;
  };
  readonly learned: { subject: string; values: number[] };
  readonly pause: { subject: string; until: Instant; failures: number; reason: string };
  readonly set_aside: { subject: string; at: Instant; reason: string };
  readonly lease: { shard: number; holder: string; epoch: number; expires_at: Instant };
  readonly planning_change: { shard: number; version: number };
}

interface ChannelTable {
  id: string;
  title: string;
  description: string;
  handle: string | null;
  country: string | null;
  published_at: Instant | null;
  thumbnail_url: string | null;
  uploads_playlist_id: string | null;
  weight: number;
  watched: boolean;
  state: "tracked" | "untracked";
  trouble: string | null;
  tracked_since: Instant;
  described_at: Instant;
  views: number | null;
  subscribers: number | null;
  video_count: number | null;
  changed_version: number;
  title_only: Generated<boolean>;
}

interface ChannelPollTable {
  channel_id: string;
  video_count: number | null;
  counted_at: Instant | null;
  counted_before: Instant | null;
  look_at: Instant | null;
  snapshot_at: Instant | null;
  news_since: Instant | null;
  news_not_before: Instant | null;
  news_attempts: number;
  listed_at: Instant | null;
  described_at: Instant | null;
  subscribe_at: Instant | null;
  subscribe_attempts: number;
  subscribed_until: Instant | null;
  pushed_at: Instant | null;
}

interface ChannelScoreTable {
  channel_id: string;
  median_in_force: number | null;
  first_hour_n: number;
  median_first_hour: number | null;
  median_mature: number | null;
  mature_n: number;
  computed_at: Instant;
}

interface VideoTable {
  id: string;
  channel_id: string;
  first_seen_at: Instant;
  source: "push" | "feed" | "uploads" | "search" | "chart" | "import";
  published_at: Instant | null;
  described_at: Instant | null;
  title: string;
  description: string;
  tags: string[];
  tag_keys: string[];
  category_id: string | null;
  language: string | null;
  thumbnail_url: string | null;
  duration_seconds: number | null;
  portrait: boolean | null;
  shorts_link: boolean | null;
  format: "long" | "short" | "live" | "unknown";
  made_for_kids: boolean | null;
  privacy: string | null;
  broadcast: boolean;
  live_state: "none" | "upcoming" | "live" | "ended";
  scheduled_start_at: Instant | null;
  actual_start_at: Instant | null;
  actual_end_at: Instant | null;
}

interface VideoCounterTable extends ListingColumns {
  video_id: string;
  shard: number;
  channel_id: string;
  start_at: Instant | null;
  views: number | null;
  likes: number | null;
  comments: number | null;
  captured_at: Instant | null;
  previous_views: number | null;
  previous_at: Instant | null;
  describe_at: Instant | null;
  describe_why: "new" | "start" | "missing" | "refresh";
  missing_since: Instant | null;
  gone_at: Instant | null;
  first_hour_views: number | null;
  first_hour_method: "measured" | "interpolated" | null;
  first_hour_offset: number | null;
  first_hour_error: number | null;
  performance: number | null;
  outlier: number | null;
  searched: boolean;
}

interface CallTable {
  epoch: number;
  number: number;
  charged_at: Instant;
  kind: string;
  purpose: string;
  project_id: string | null;
  fingerprint: string | null;
  bucket: string | null;
  units: number;
  ids: number;
  why: string;
  ended_at: Instant | null;
  settled_at: Instant | null;
  outcome: string | null;
  answered: number | null;
  detail: string | null;
}
