import type { ChannelId } from "./channel.ts";
import type { FirstHour } from "./first-hour.ts";
import { FIRST_HOUR, MILESTONE_AGES } from "./milestone.ts";
import type { Bucket } from "./quota.ts";
import type { Duration, Instant } from "./time.ts";
import { ageAt, type VideoId } from "./video.ts";

/** The kinds of what is told to whoever listens, as they are named everywhere. */
export const HAPPENING_KINDS = ["newVideo", "sample", "milestone", "outlier", "quota"] as const;

type MilestoneName = "60min" | "24h" | "7d" | "30d";

/** Something that one settled call brought. */
export type Happening =
  /** A video was described for the first time. */
  | { readonly kind: "newVideo"; readonly videoId: VideoId; readonly channelId: ChannelId; readonly title: string }
  /** Videos were sampled, each at this instant; `views` is `null` where its owner hides them. */
  | { readonly kind: "sample"; readonly at: Instant; readonly videos: readonly SampledVideo[] }
  /** A first hour became known, or a video was sampled for the first time at this age or beyond it, at `at`. */
  | {
      readonly kind: "milestone";
      readonly milestone: MilestoneName;
      readonly videoId: VideoId;
      readonly channelId: ChannelId;
      readonly at: Instant;
      readonly views: number | null;
      /** How a first hour was got; `null` for the other ages. */
      readonly method: FirstHour["method"] | null;
    }
  /** A sample raised a video's outlier to `OUTLIER_HIGH` or above; `before` is `null` when it had none. */
  | {
      readonly kind: "outlier";
      readonly videoId: VideoId;
      readonly channelId: ChannelId;
      readonly before: number | null;
      readonly after: number;
      readonly basis: "age" | "lifetime";
    }
  /** YouTube called a bucket of a project spent, or answered a call that tried it afterwards. */
  | { readonly kind: "quota"; readonly project: string; readonly bucket: Bucket; readonly state: "spent" | "reopened" };

interface SampledVideo {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  readonly views: number | null;
}

/** Three times what is usual: rare enough to be news (docs/formulas/outlier.md). */
const OUTLIER_HIGH = 3;

/** What is known of a video before or after a call is settled. */
export interface VideoFacts {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  readonly described: boolean;
  readonly title: string;
  readonly startAt: Instant | null;
  readonly capturedAt: Instant | null;
  readonly views: number | null;
  readonly firstHourViews: number | null;
  readonly firstHourMethod: FirstHour["method"] | null;
  readonly outlier: number | null;
  readonly outlierBasis: "age" | "lifetime" | null;
}

/** What a settlement brought of one video besides its sample; `before` is `null` when it was not stored. */
export function newsOf(before: VideoFacts | null, after: VideoFacts): readonly Happening[] {
  const { id: videoId, channelId, title } = after;
  const news: Happening[] = [];
  if (after.described && !before?.described) news.push({ kind: "newVideo", videoId, channelId, title });
  for (const milestone of milestonesReached(before, after)) {
    const first = milestone === "60min";
    news.push({
      kind: "milestone",
      milestone,
      videoId,
      channelId,
      at: after.capturedAt as Instant,
      views: first ? after.firstHourViews : after.views,
      method: first ? after.firstHourMethod : null,
    });
  }
  const { outlier, outlierBasis: basis } = after;
  const was = before?.outlier ?? null;
  // A catalogue that is read for the first time is full of former hits: lifetime scores are news only where they rise.
  const rises = was === null ? basis === "age" : was < OUTLIER_HIGH;
  if (outlier !== null && basis !== null && outlier >= OUTLIER_HIGH && rises) {
    news.push({ kind: "outlier", videoId, channelId, before: was, after: outlier, basis });
  }
  return news;
}

const LATER_MILESTONES: readonly (readonly [Exclude<MilestoneName, "60min">, Duration | undefined])[] = [
  ["24h", MILESTONE_AGES[1]],
  ["7d", MILESTONE_AGES[2]],
  ["30d", MILESTONE_AGES[3]],
];

/** A sample that comes later than this, as a share of the age, shows that age no more. */
const MILESTONE_LATE = 0.5;

function milestonesReached(before: VideoFacts | null, after: VideoFacts): readonly MilestoneName[] {
  const { startAt, capturedAt } = after;
  if (startAt === null || capturedAt === null) return [];
  const reached: MilestoneName[] = [];
  if (after.firstHourViews !== null && (before?.firstHourViews ?? null) === null) reached.push("60min");
  const age = ageAt(startAt, capturedAt);
  const ageBefore = before && before.capturedAt !== null ? ageAt(startAt, before.capturedAt) : FIRST_HOUR;
  for (const [name, milestone = 0] of LATER_MILESTONES) {
    if (ageBefore < milestone && age >= milestone && age <= milestone * (1 + MILESTONE_LATE)) reached.push(name);
  }
  return reached;
}
