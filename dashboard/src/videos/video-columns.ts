import type { VideoItem } from "#api/contract.ts";

/** A column of the explorer: what it is called, how the API sorts by it, and which fields an export of it has. */
export interface VideoColumn {
  readonly id: string;
  readonly head: string;
  /** The name that the API sorts by; `null` = it does not. */
  readonly sort: string | null;
  readonly fields: readonly string[];
  readonly isNumber: boolean;
  /** Whether it is shown until somebody chooses otherwise. */
  readonly usual: boolean;
}

const column = (id: string, head: string, sort: string | null, fields: string, usual = true): VideoColumn => ({
  id,
  head,
  sort,
  fields: fields.split(" "),
  isNumber: !["thumbnail", "title", "channel", "format", "language"].includes(id),
  usual,
});

export const VIDEO_COLUMNS: readonly VideoColumn[] = [
  column("thumbnail", "Thumbnail", null, "thumbnailUrl"),
  column("title", "Title", null, "id title"),
  column("channel", "Channel", null, "channel"),
  column("format", "Format", null, "format"),
  column("publishedAt", "Published", "publishedAt", "publishedAt"),
  column("views", "Views", "views", "counters.views"),
  column("gain1h", "Δ1h", "gain1h", "gains.h1"),
  column("gain24h", "Δ24h", "gain24h", "gains.h24"),
  column("gain7d", "Δ7d", "gain7d", "gains.d7", false),
  column("firstHour", "First hour", "firstHour", "firstHour"),
  column("performance", "Performance", "performance", "performance"),
  column("performanceInFormat", "In format", "performanceInFormat", "performanceInFormat", false),
  column("outlier", "Outlier", "outlier", "outlier"),
  column("velocity", "Views/h", "velocity", "velocity"),
  column("heat", "Heat", "heat", "heat", false),
  column("engagement", "Engagement", "engagement", "engagement"),
  column("likes", "Likes", "likes", "counters.likes", false),
  column("comments", "Comments", "comments", "counters.comments", false),
  column("durationSeconds", "Length", "durationSeconds", "durationSeconds", false),
  column("language", "Language", null, "language", false),
  column("sampledAt", "Sampled", "sampledAt", "counters.asOf"),
  column("changedAt", "Changed", "changedAt", "changedAt", false),
  column("goneAt", "Gone", "goneAt", "gone", false),
];

/** What a row of any choice of columns is drawn from. */
export type VideoRow = VideoItem;
