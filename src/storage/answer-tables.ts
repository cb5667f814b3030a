import type { ColumnType } from "kysely";
import type { EngagementKind } from "#domain/engagement.ts";
import type { Instant } from "#domain/time.ts";
import type { Format, LiveState } from "#domain/video.ts";

/* The tables that answers are read from, as queries see them (migrations/0007-answers.sql). */

/** What lists are filtered and sorted by, beside the counters; copies are null until the video is described. */
export interface ListingColumns {
  published_at: Instant | null;
  format: Format | null;
  category_id: string | null;
  language: string | null;
  duration_seconds: number | null;
  made_for_kids: boolean | null;
  live_state: LiveState | null;
  changed_at: Instant | null;
  gain_1h: number | null;
  gain_24h: number | null;
  gain_7d: number | null;
  velocity: number | null;
  velocity_hours: number | null;
  heat: number | null;
  engagement: number | null;
  performance_in_format: number | null;
  outlier_basis: "age" | "lifetime" | null;
}

export interface AnswerTables {
  /** `terms` is read by PostgreSQL alone. */
  readonly video_search: { video_id: string; published_at: Instant; terms: string };
  readonly video_tag: { tag: string; published_at: Instant; video_id: string };
  readonly tag: { tag: string; label: string; videos: number };
  readonly video_day: {
    video_id: string;
    day: string;
    views: number;
    likes: number | null;
    comments: number | null;
    samples: number;
    open: boolean;
  };
  readonly channel_day: {
    channel_id: string;
    format: Format;
    day: string;
    views: number;
    likes: number;
    comments: number;
    uploads: number;
    samples: number;
    open: number;
  };
  readonly channel_hour: { channel_id: string; format: Format; hour: Instant; views: number; samples: number };
  readonly velocity_day: { day: string; format: Format; age_bin: number; counts: number[] };
  readonly velocity_typical: {
    format: Format;
    age_bin: number;
    median: number;
    n: number;
    computed_at: Instant;
  };
  /** An empty format or category is all of them. */
  readonly engagement_prior: {
    kind: EngagementKind;
    format: Format | "";
    category_id: string;
    alpha: number;
    beta: number;
    n: number;
    computed_at: Instant;
  };
  readonly channel_format_score: {
    channel_id: string;
    format: Format;
    epoch: number;
    median_in_force: number | null;
    median: number | null;
    n: number;
    computed_at: Instant;
  };
  readonly typical: {
    channel_id: string;
    format: Format;
    video_ids: string[];
    views: number[];
    medians: number[];
    ns: number[];
    computed_at: Instant;
  };
  readonly event: { epoch: number; number: number; at: Instant; events: ColumnType<unknown[], string, string> };
}
