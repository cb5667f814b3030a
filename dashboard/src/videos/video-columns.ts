import type { VideoItem } from "#api/contract.ts";

/** A column of the explorer: what it is called, how the API sorts by it, and which fields an export of it has. */
export interface VideoColumn {
  readonly id: string;
  readonly head: string;
  /** The name that the API sorts by; `null` = it does not. */
  readonly sort: string | null;
  readonly fields: readonly string[];
  readonly isNumber: boolean;
  /** Pixels, at least. Known beforehand, so that no row waits for what others hold. */
  readonly width: number;
  /** Which share of the room that is left over it takes. */
  readonly grows: number;
  /** Whether it is shown until somebody chooses otherwise. */
  readonly usual: boolean;
}

const column = (
  id: string,
  head: string,
  sort: string | null,
  fields: string,
  width: number,
  usual = true,
): VideoColumn => ({
  id,
  head,
  sort,
  fields: fields === "" ? [] : fields.split(" "),
  isNumber: !["thumbnail", "title", "channel", "format", "language"].includes(id),
  width,
  grows: id === "title" ? 3 : id === "channel" ? 1 : 0,
  usual,
});

export const VIDEO_COLUMNS: readonly VideoColumn[] = [
  column("thumbnail", "Thumbnail", null, "thumbnailUrl", 54),
  column("title", "Title", null, "id title", 200),
  column("channel", "Channel", null, "channel", 110),
  column("format", "Format", null, "format", 68),
  column("publishedAt", "Published", "publishedAt", "publishedAt", 124),
  column("views", "Views", "views", "counters.views", 90),
  column("gain1h", "Δ1h", "gain1h", "gains.h1", 74),
  column("gain24h", "Δ24h", "gain24h", "gains.h24", 78),
  column("gain7d", "Δ7d", "gain7d", "gains.d7", 88, false),
  column("firstHour", "First hour", "firstHour", "firstHour", 84),
  column("performance", "Performance", "performance", "performance", 98),
  column("performanceInFormat", "In format", "performanceInFormat", "performanceInFormat", 92, false),
  column("outlier", "Outlier", "outlier", "outlier", 72),
  column("velocity", "Views/h", "velocity", "velocity", 76),
  column("heat", "Heat", "heat", "heat", 76, false),
  column("engagement", "Engagement", "engagement", "engagement", 98),
  column("curve", "Last days", null, "", 98),
  column("likes", "Likes", "likes", "counters.likes", 84, false),
  column("comments", "Comments", "comments", "counters.comments", 92, false),
  column("durationSeconds", "Length", "durationSeconds", "durationSeconds", 76, false),
  column("language", "Language", null, "language", 80, false),
  column("sampledAt", "Sampled", "sampledAt", "counters.asOf", 108, false),
  column("changedAt", "Changed", "changedAt", "changedAt", 108, false),
  column("goneAt", "Gone", "goneAt", "gone", 108, false),
];

/** What a row of any choice of columns is drawn from. */
export type VideoRow = VideoItem;
