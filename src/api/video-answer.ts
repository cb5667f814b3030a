import { FIRST_HOUR } from "#domain/milestone.ts";
import { performance } from "#domain/performance.ts";
import { hours, type Instant, inSeconds, plus, seconds, toIso } from "#domain/time.ts";
import { MATURE_POOL_MIN } from "#storage/score-formulas.ts";
import type { VideoRow } from "#storage/videos.ts";
import { isCatalogueOpen } from "./catalogue.ts";
import type { VideoItem } from "./contract.ts";
import { isoOrNull } from "./iso.ts";

/**
 * A stored video as the API gives it, every missing number with the reason why it is missing. `pool` is the fewest
 * first hours that a channel's median is taken over.
 */
export function videoItemOf(row: VideoRow, pool: number, now: Instant): VideoItem {
  return {
    id: row.id,
    title: row.title,
    tags: row.tags,
    channel: { id: row.channelId, title: row.channelTitle },
    format: row.format,
    language: row.language,
    categoryId: row.categoryId,
    liveState: row.liveState,
    publishedAt: isoOrNull(row.publishedAt),
    startAt: isoOrNull(row.startAt),
    durationSeconds: row.durationSeconds,
    counters: { views: row.views, likes: row.likes, comments: row.comments, asOf: isoOrNull(row.capturedAt) },
    firstHour: {
      views: row.firstHourViews,
      method: row.firstHourMethod,
      offsetSeconds: row.firstHourOffset,
      relativeError: row.firstHourError,
      reason: whyNoFirstHour(row, now),
      derived: true,
      asOf: isoOrNull(firstHourSampledAt(row)),
    },
    performance: {
      value: row.performance,
      reason: whyNoPerformance(row, pool),
      n: row.firstHourN ?? 0,
      median: row.medianInForce,
      derived: true,
      asOf: isoOrNull(row.scoresComputedAt),
    },
    outlier: {
      value: row.outlier,
      reason: whyNoOutlier(row),
      n: row.matureN ?? 0,
      median: row.medianMature,
      basis: "lifetime",
      derived: true,
      asOf: isoOrNull(row.capturedAt),
    },
    gone: row.goneAt === null ? null : { since: toIso(row.goneAt) },
  };
}

/** A sample that brackets the first hour may come until the video is three hours old; then it is lost for good. */
const FIRST_HOUR_OPEN = hours(3);

function whyNoFirstHour(row: VideoRow, now: Instant): VideoItem["firstHour"]["reason"] {
  if (row.firstHourViews !== null) return null;
  if (row.startAt === null) return "notStarted";
  return now < plus(row.startAt, FIRST_HOUR_OPEN) && row.goneAt === null ? "tooYoung" : "notSampled";
}

/** The instant of the sample nearest to the full hour. */
function firstHourSampledAt({ startAt, firstHourOffset }: VideoRow): Instant | null {
  return startAt === null || firstHourOffset === null
    ? null
    : plus(startAt, seconds(inSeconds(FIRST_HOUR) + firstHourOffset));
}

function whyNoPerformance(row: VideoRow, pool: number): VideoItem["performance"]["reason"] {
  if (row.performance !== null) return null;
  const n = row.firstHourN ?? 0;
  // The median in force may still be on its way to a pool that has just become large enough.
  if (row.medianInForce === null && n >= pool && row.firstHourViews !== null) return "pending";
  return performance(row.firstHourViews, row.medianInForce, n, pool).reason ?? "pending";
}

function whyNoOutlier(row: VideoRow): VideoItem["outlier"]["reason"] {
  if (row.outlier !== null) return null;
  if (row.views === null) return "noViews";
  if (isCatalogueOpen(row.channelState, row.backfillState)) return "pending";
  if ((row.matureN ?? 0) < MATURE_POOL_MIN) return "poolTooSmall";
  return row.medianMature === 0 ? "medianZero" : "pending";
}
