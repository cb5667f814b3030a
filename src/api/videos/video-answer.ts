import type { VideoItem } from "#api/contract.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { toIso } from "#domain/iso-time.ts";
import { FIRST_HOUR } from "#domain/milestone.ts";
import { performance } from "#domain/performance.ts";
import { hours, type Instant, inSeconds, plus, seconds } from "#domain/time.ts";
import { MATURE_POOL_MIN } from "#storage/scores/score-formulas.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import { isCatalogueOpen } from "./catalogue.ts";
import { movementOf } from "./movement-answer.ts";

/**
 * A stored video as the API gives it, every missing number with the reason why it is missing. `pool` is the fewest
 * first hours that a channel's median is taken over.
 */
export function videoItemOf(row: VideoRow, pool: number, now: Instant): VideoItem {
  const sampledAt = isoOrNull(row.capturedAt);
  const scoredAt = isoOrNull(row.scoresComputedAt);
  const lifetime = row.outlierBasis !== "age";
  return {
    id: row.id,
    title: row.title,
    tags: row.tags,
    thumbnailUrl: row.thumbnailUrl,
    channel: { id: row.channelId, title: row.channelTitle },
    format: row.format,
    language: row.language,
    categoryId: row.categoryId,
    madeForKids: row.madeForKids,
    liveState: row.liveState,
    publishedAt: isoOrNull(row.publishedAt),
    startAt: isoOrNull(row.startAt),
    durationSeconds: row.durationSeconds,
    changedAt: isoOrNull(row.changedAt),
    counters: { views: row.views, likes: row.likes, comments: row.comments, asOf: sampledAt },
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
      asOf: scoredAt,
    },
    performanceInFormat: {
      value: row.performanceInFormat,
      reason: whyNoPerformanceInFormat(row, pool),
      n: row.formatN ?? 0,
      median: row.formatMedian,
      derived: true,
      asOf: scoredAt,
    },
    outlier: {
      value: row.outlier,
      reason: whyNoOutlier(row),
      basis: row.outlierBasis,
      n: lifetime ? (row.matureN ?? 0) : null,
      median: lifetime ? row.medianMature : null,
      derived: true,
      asOf: sampledAt,
    },
    ...movementOf(row, sampledAt),
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

function whyNoPerformanceInFormat(row: VideoRow, pool: number): VideoItem["performanceInFormat"]["reason"] {
  if (row.performanceInFormat !== null) return null;
  const reason = whyNoPerformance(row, pool);
  if (reason !== null) return reason;
  if (row.format === "unknown") return "formatUnknown";
  return row.formatMedian === 0 ? "medianZero" : "pending";
}

function whyNoOutlier(row: VideoRow): VideoItem["outlier"]["reason"] {
  if (row.outlier !== null) return null;
  if (row.views === null) return "noViews";
  if (isCatalogueOpen(row.channelState, row.backfillState)) return "pending";
  if ((row.matureN ?? 0) < MATURE_POOL_MIN) return "poolTooSmall";
  return row.medianMature === 0 ? "medianZero" : "pending";
}
