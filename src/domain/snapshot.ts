import type { Duration, Instant } from "./time.ts";
import type { VideoId } from "./video.ts";

/** A video's public counters; `null` = hidden by its owner. They may fall, and are stored as they are said. */
export interface Counters {
  readonly views: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
}

/**
 * How a snapshot was taken: batch statistics, `videos.list`, a channel's feed (never a milestone), or by somebody else, who
 * brought it here by an import.
 */
export type SnapshotSource = "batch" | "list" | "feed" | "import";

/** What YouTube said of one video at one instant. Never updated. */
export interface Snapshot extends Counters {
  readonly videoId: VideoId;
  /** The midpoint between request and response. */
  readonly capturedAt: Instant;
  readonly source: SnapshotSource;
}

/** One reading of a video's views at an age, as the curve arithmetic takes it. */
export interface Reading {
  readonly age: Duration;
  readonly views: number;
}
