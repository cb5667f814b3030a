import { ageBin, whyNoTypical } from "#domain/heat.ts";
import { toIso } from "#domain/iso-time.ts";
import { ageAt } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { readTypicalVelocities } from "#storage/scores/velocity-typical.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import type { VideoDetail } from "./video-detail-contract.ts";

type Answer = VideoDetail["typicalVelocity"];

/**
 * What velocity is usual now for videos of this one's format at its age at the last sample (docs/formulas/heat.md). Its
 * heat was divided by what was usual when it was sampled, which may differ a little.
 */
export async function readTypicalVelocityOf(db: Db, video: VideoRow): Promise<Answer> {
  const { startAt, capturedAt, format } = video;
  if (startAt === null) return without("notStarted");
  if (capturedAt === null) return without("noViews");
  const where = { format, ageBin: ageBin(ageAt(startAt, capturedAt)) };
  const typical = (await readTypicalVelocities(db, [where]))(where);
  const reason = whyNoTypical(typical);
  if (typical === null || reason === "poolTooSmall") return { ...without("poolTooSmall"), n: typical?.n ?? 0 };
  return { median: typical.median, n: typical.n, reason, derived: true, asOf: toIso(typical.computedAt) };
}

const without = (reason: NonNullable<Answer["reason"]>): Answer => ({
  median: null,
  n: 0,
  reason,
  derived: true,
  asOf: null,
});
