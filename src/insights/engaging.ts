import { drawnRate, type EngagementKind, type EngagementPrior, leftOf, TELLING_VIEWS_MIN } from "#domain/engagement.ts";
import type { FindPrior, PriorInForce } from "#domain/engagement-priors.ts";
import type { Counters } from "#domain/snapshot.ts";
import type { Format } from "#domain/video.ts";
import { betaQuantile } from "./beta-quantile.ts";

/** What is asked of a video: how much its viewers leave. */
export interface EngagingVideo extends Counters {
  readonly id: string;
  readonly format: Format | null;
  readonly categoryId: string | null;
}

/** How many of a video's viewers leave something, with what chance leaves of it. */
export interface EngagingRate {
  /** (left + α) ÷ (views + α + β): by this videos are ranked. */
  readonly value: number;
  /** The true rate lies between these two in nine of ten videos alike. */
  readonly low: number;
  readonly high: number;
  /** Left ÷ views, drawn towards nothing; `null` without views. */
  readonly raw: number | null;
  /** The views it rests on. */
  readonly n: number;
  readonly prior: PriorInForce;
}

/** Why there is no rate: hidden counters, or more left than viewed, as counters taken at different times may say. */
export type NoEngagingRate = "noViews" | "likesHidden" | "commentsHidden" | "moreThanViews";

/** How sure an interval is. */
const CREDIBLE = 0.9;

/**
 * The videos whose viewers leave most, by one kind of what they leave, best first; at most `limit`. Left out: videos whose
 * counters are hidden or exceed their views, and those with fewer views than tell anything (`TELLING_VIEWS_MIN`), so that
 * no handful of viewers tops a list. Equal rates: the one with more views first.
 */
export function mostEngaging<Video extends EngagingVideo>(
  videos: readonly Video[],
  { by, limit, find }: { readonly by: EngagementKind; readonly limit: number; readonly find: FindPrior },
): readonly { readonly video: Video; readonly value: number }[] {
  return videos
    .flatMap((video) => {
      const left = countedOf(by, video);
      if (typeof left === "string" || (video.views ?? 0) < TELLING_VIEWS_MIN) return [];
      return [{ video, value: drawnRate(left, video.views ?? 0, find(by, video.format, video.categoryId)) }];
    })
    .sort(
      (a, b) => b.value - a.value || (b.video.views ?? 0) - (a.video.views ?? 0) || (a.video.id < b.video.id ? -1 : 1),
    )
    .slice(0, limit);
}

/** How many of some videos cannot be ranked, and why. */
export interface Unranked {
  readonly noViews: number;
  readonly likesHidden: number;
  readonly commentsHidden: number;
  /** Too few to tell. */
  readonly fewViews: number;
}

/** Counts what is hidden, of videos whose views are known, and what has too few views. */
export function countUnranked(videos: readonly EngagingVideo[]): Unranked {
  const seen = videos.filter(({ views }) => views !== null);
  return {
    noViews: videos.length - seen.length,
    likesHidden: seen.filter(({ likes }) => likes === null).length,
    commentsHidden: seen.filter(({ comments }) => comments === null).length,
    fewViews: seen.filter(({ views }) => (views ?? 0) < TELLING_VIEWS_MIN).length,
  };
}

/** One rate of a video with its interval, or why there is none. The interval is the middle 90 % of the beta posterior. */
export function engagingRate(
  kind: EngagementKind,
  video: EngagingVideo,
  find: FindPrior,
): EngagingRate | NoEngagingRate {
  const left = countedOf(kind, video);
  if (typeof left === "string") return left;
  const views = video.views ?? 0;
  const prior = find(kind, video.format, video.categoryId);
  const [a, b] = [left + prior.alpha, views - left + prior.beta];
  return {
    value: drawnRate(left, views, prior),
    low: betaQuantile((1 - CREDIBLE) / 2, a, b),
    high: betaQuantile((1 + CREDIBLE) / 2, a, b),
    raw: views === 0 ? null : left / views,
    n: views,
    prior,
  };
}

/**
 * The highest rate that a video can have whose plain rate is at most `raw`: whoever has read the videos down to that plain
 * rate, and has ranked so many above this, need not read on. With few views a rate is drawn furthest, and only upwards does
 * that matter.
 */
export const highestBelow = (raw: number, priors: readonly EngagementPrior[]): number =>
  Math.max(raw, ...priors.map((prior) => drawnRate(raw * TELLING_VIEWS_MIN, TELLING_VIEWS_MIN, prior)));

function countedOf(kind: EngagementKind, { views, likes, comments }: EngagingVideo): number | NoEngagingRate {
  if (views === null) return "noViews";
  if (kind !== "comments" && likes === null) return "likesHidden";
  if (kind !== "likes" && comments === null) return "commentsHidden";
  const left = leftOf(kind, { likes, comments }) ?? 0;
  return left > views ? "moreThanViews" : left;
}
