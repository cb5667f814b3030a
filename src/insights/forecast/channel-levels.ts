import { logViews, type Outcome } from "./outset.ts";

/** What a channel's earlier videos tell of the next, each drawn towards all channels where they are few. */
export interface Level {
  /** Usual views (of the logarithm) at the outset's age, at the end, and how the one becomes the other. */
  readonly outset: number;
  readonly reached: number;
  readonly growth: number;
  /** ln(1 + videos). */
  readonly videos: number;
}

/** Sums over videos of the logarithms of their views at the outset's age and at the end. */
export interface LevelSums {
  readonly outset: number;
  readonly reached: number;
  readonly videos: number;
}

/** The means of those over all channels' videos. */
export type UsualLevel = Pick<LevelSums, "outset" | "reached">;

/** A channel of as many videos is half itself and half like all others (docs/formulas/forecast.md). */
const PRIOR_VIDEOS = 3;

export const NO_VIDEOS: LevelSums = { outset: 0, reached: 0, videos: 0 };

/** A channel's level by the sums over its videos, drawn towards what is usual. */
export function levelBy(sums: LevelSums, usual: UsualLevel): Level {
  const drawn = (which: keyof UsualLevel) => (sums[which] + PRIOR_VIDEOS * usual[which]) / (sums.videos + PRIOR_VIDEOS);
  const [outset, reached] = [drawn("outset"), drawn("reached")];
  return { outset, reached, growth: reached - outset, videos: Math.log1p(sums.videos) };
}

/** Levels by channel over outcomes of one age. A video's own outcome is never part of what it is forecast from. */
export class ChannelLevels {
  readonly #channels = new Map<string, LevelSums>();
  readonly #own = new Map<string, LevelSums>();
  readonly usual: UsualLevel;

  constructor(outcomes: readonly Outcome[]) {
    let all = NO_VIDEOS;
    for (const [videoId, own] of Map.groupBy(outcomes, (outcome) => outcome.videoId)) {
      // Of one video several outsets may be known: together they are one video.
      const sums = {
        outset: mean(own.map(({ views }) => logViews(views))),
        reached: mean(own.map(({ reached }) => logViews(reached))),
        videos: 1,
      };
      this.#own.set(videoId, sums);
      const channelId = own[0]?.channelId ?? "";
      this.#channels.set(channelId, added(this.sumsOf(channelId), sums, 1));
      all = added(all, sums, 1);
    }
    const total = Math.max(1, all.videos);
    this.usual = { outset: all.outset / total, reached: all.reached / total };
  }

  channels(): Iterable<readonly [channelId: string, sums: LevelSums]> {
    return this.#channels;
  }

  sumsOf(channelId: string): LevelSums {
    return this.#channels.get(channelId) ?? NO_VIDEOS;
  }

  /** The level by the channel's other videos. */
  levelOf({ videoId, channelId }: Pick<Outcome, "videoId" | "channelId">): Level {
    return levelBy(added(this.sumsOf(channelId), this.#own.get(videoId) ?? NO_VIDEOS, -1), this.usual);
  }
}

const added = (to: LevelSums, { outset, reached, videos }: LevelSums, times: 1 | -1): LevelSums => ({
  outset: to.outset + times * outset,
  reached: to.reached + times * reached,
  videos: to.videos + times * videos,
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
