import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import { inSeconds } from "#domain/time.ts";
import { outlierAtAge } from "#domain/typical.ts";
import { ageAt, type VideoId } from "#domain/video.ts";
import { bandAtAge, rankAtAge } from "#insights/typical.ts";
import type { Typical } from "#storage/scores/typical.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import type { VideoDetail } from "./video-detail-contract.ts";

type AtAge = VideoDetail["atAge"];

/**
 * A video beside its channel's last videos of the format, at the age of its last sample: what is usual, its place, and
 * by how much it is out of the usual (docs/formulas/typical.md).
 *
 * @param typical of the channel, all formats.
 */
export function atAgeOf(video: VideoRow, typical: readonly Typical[]): AtAge {
  const ofFormat = typical.find(({ format }) => format === video.format);
  const sample = sampleOf(video);
  if (sample === null) return without(video.startAt === null ? "notStarted" : "noViews", ofFormat, null);
  const age = ageAt(sample.startAt, sample.at);
  if (age <= 0) return without("notStarted", ofFormat, null);
  const ageSeconds = inSeconds(age);
  if (!ofFormat) return without(video.format === "unknown" ? "formatUnknown" : "pending", ofFormat, ageSeconds);
  const { age: _, ...band } = bandAtAge(ofFormat.curves, age);
  return {
    ageSeconds,
    typical: band,
    rank: rankAtAge(video.id as VideoId, sample.views, age, ofFormat),
    outlier: outlierAtAge(sample.views, age, ofFormat),
    reason: null,
    derived: true,
    asOf: toIso(ofFormat.computedAt),
  };
}

function without(
  reason: NonNullable<AtAge["reason"]>,
  ofFormat: Typical | undefined,
  ageSeconds: number | null,
): AtAge {
  const asOf = ofFormat ? toIso(ofFormat.computedAt) : null;
  return { ageSeconds, typical: null, rank: null, outlier: null, reason, derived: true, asOf };
}

/** The last sample of a video whose clock has started; `null` where there is none that tells its views. */
function sampleOf({ startAt, capturedAt, views }: VideoRow): { startAt: Instant; at: Instant; views: number } | null {
  return startAt === null || capturedAt === null || views === null ? null : { startAt, at: capturedAt, views };
}
