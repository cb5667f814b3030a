import type { SortColumn } from "#storage/sql/keyset.ts";

/** Over `c`, a row of video_counter. Every sort has its index there (migrations/0007-answers.sql). */
const onAll = (name: string, kind: SortColumn["kind"]): SortColumn => ({
  ref: `c.${name}`,
  kind,
  nullable: true,
  indexNulls: "last",
});

/** Of what few videos of a large installation have, the index holds those few. */
const onSome = (name: string, kind: SortColumn["kind"]): SortColumn => ({
  ...onAll(name, kind),
  indexNulls: "absent",
});

/** What videos can be sorted by, either way; those without a value come last, both ways. */
export const VIDEO_SORTS = {
  // Described videos have a publication date, always.
  publishedAt: { ref: "c.published_at", kind: "instant", nullable: false, indexNulls: "first" },
  durationSeconds: onAll("duration_seconds", "integer"),
  views: onAll("views", "integer"),
  likes: onAll("likes", "integer"),
  comments: onAll("comments", "integer"),
  firstHour: onSome("first_hour_views", "fraction"),
  performance: onSome("performance", "fraction"),
  performanceInFormat: onSome("performance_in_format", "fraction"),
  outlier: onAll("outlier", "fraction"),
  velocity: onSome("velocity", "fraction"),
  heat: onSome("heat", "fraction"),
  engagement: onAll("engagement", "fraction"),
  gain1h: onSome("gain_1h", "fraction"),
  gain24h: onSome("gain_24h", "fraction"),
  gain7d: onSome("gain_7d", "fraction"),
  sampledAt: onAll("captured_at", "instant"),
  changedAt: onSome("changed_at", "instant"),
  goneAt: onSome("gone_at", "instant"),
} as const satisfies Record<string, SortColumn>;

export type VideoSort = keyof typeof VIDEO_SORTS;
