import type { Counters } from "./snapshot.ts";

/** What is believed of a format's engagement before a video is looked at: as if `alpha` of `alpha + beta` viewers had. */
export interface EngagementPrior {
  readonly alpha: number;
  readonly beta: number;
}

/**
 * What holds until an installation's own videos tell: fitted to 60,847 videos of daily charts of eight countries, of which
 * 4.7 in 100 viewers left a like or a comment. Its weight is that of 18 views.
 */
export const ENGAGEMENT_PRIOR_DEFAULT: EngagementPrior = { alpha: 0.8, beta: 17 };

/** Why a video has no engagement. */
export type NoEngagement = "noViews" | "likesHidden" | "commentsHidden";

/**
 * Engagement = (likes + comments + α) ÷ (views + α + β): the share of viewers that left a like or a comment, drawn towards
 * what is usual for the format the fewer views there are (docs/formulas/engagement.md). `null` where views, likes or
 * comments are hidden. Passes 1 where YouTube counts more likes than views, as it does before a premiere.
 */
export function engagement({ views, likes, comments }: Counters, prior: EngagementPrior): number | null {
  if (views === null || likes === null || comments === null) return null;
  return (likes + comments + prior.alpha) / (views + prior.alpha + prior.beta);
}

/** Why these counters make no engagement; `null` when they make one. */
export function whyNoEngagement({ views, likes, comments }: Counters): NoEngagement | null {
  if (views === null) return "noViews";
  if (likes === null) return "likesHidden";
  return comments === null ? "commentsHidden" : null;
}

/** Likes ÷ views as they were counted, not drawn towards anything; `null` where either is hidden, or nobody has viewed. */
export const likeRate = ({ views, likes }: Counters): number | null => rate(likes, views);

/** Comments ÷ views, like `likeRate`. */
export const commentRate = ({ views, comments }: Counters): number | null => rate(comments, views);

const rate = (count: number | null, views: number | null): number | null =>
  count === null || views === null || views === 0 ? null : count / views;
