import type { VideoItem } from "#api/contract.ts";
import { commentRate, likeRate, whyNoEngagement } from "#domain/engagement.ts";
import { whyNoGain } from "#domain/gain.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";

/** What the samples of a stored video say of how it moves, as the API gives it; `asOf` is its last sample. */
export function movementOf(
  row: VideoRow,
  asOf: string | null,
): Pick<VideoItem, "gains" | "velocity" | "heat" | "engagement"> {
  const { gain1h, gain24h, gain7d, velocity, heat, engagement } = row;
  const noGain = whyNoGain(row.views, row.startAt);
  return {
    gains: {
      h1: gain1h,
      h24: gain24h,
      d7: gain7d,
      reason: gain1h === null || gain24h === null || gain7d === null ? noGain : null,
      derived: true,
      asOf,
    },
    velocity: {
      value: velocity,
      hours: row.velocityHours,
      reason: velocity === null ? noGain : null,
      derived: true,
      asOf,
    },
    heat: {
      value: heat,
      reason: heat !== null ? null : velocity === null ? "velocityUnknown" : "typicalUnknown",
      derived: true,
      asOf,
    },
    engagement: {
      value: engagement,
      likes: likeRate(row),
      comments: commentRate(row),
      // Samples taken before it was computed have none; the next one brings it.
      reason: engagement === null ? (whyNoEngagement(row) ?? "pending") : null,
      derived: true,
      asOf,
    },
  };
}
