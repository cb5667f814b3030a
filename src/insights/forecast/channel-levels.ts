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

/** A channel of as many videos is half itself and half like all others (docs/formulas/forecast.md). */
const PRIOR_VIDEOS = 3;

interface Sums {
  outset: number;
  reached: number;
  videos: number;
}

/**
 * Levels by channel. A video's own outcome is never part of what it is forecast from: `levelOf` leaves out the videos it is
 * told to.
 */
export class ChannelLevels {
  readonly #channels = new Map<string, Sums>();
  readonly #own = new Map<string, Sums>();
  readonly #all: Sums = { outset: 0, reached: 0, videos: 0 };

  constructor(outcomes: readonly Outcome[]) {
    for (const [videoId, own] of Map.groupBy(outcomes, (outcome) => outcome.videoId)) {
      // Of one video several outsets may be known: together they are one video.
      const sums = {
        outset: mean(own.map(({ views }) => logViews(views))),
        reached: mean(own.map(({ reached }) => logViews(reached))),
        videos: 1,
      };
      this.#own.set(videoId, sums);
      const channelId = own[0]?.channelId ?? "";
      const channel = this.#channels.get(channelId) ?? { outset: 0, reached: 0, videos: 0 };
      add(channel, sums);
      this.#channels.set(channelId, channel);
      add(this.#all, sums);
    }
  }

  levelOf({ videoId, channelId }: Pick<Outcome, "videoId" | "channelId">): Level {
    const own = this.#own.get(videoId) ?? { outset: 0, reached: 0, videos: 0 };
    const channel = this.#channels.get(channelId) ?? { outset: 0, reached: 0, videos: 0 };
    const videos = channel.videos - own.videos;
    const total = Math.max(1, this.#all.videos);
    const drawn = (which: "outset" | "reached") =>
      (channel[which] - own[which] + PRIOR_VIDEOS * (this.#all[which] / total)) / (videos + PRIOR_VIDEOS);
    const [outset, reached] = [drawn("outset"), drawn("reached")];
    return { outset, reached, growth: reached - outset, videos: Math.log1p(videos) };
  }
}

function add(to: Sums, { outset, reached, videos }: Sums): void {
  to.outset += outset;
  to.reached += reached;
  to.videos += videos;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
