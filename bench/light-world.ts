import type { ChannelId } from "#domain/channel.ts";
import { type Duration, days, type Instant, inMinutes, milliseconds, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { curveOf } from "#simulation/curves.ts";
import { drawCurve } from "#simulation/draw-curve.ts";
import { Chance } from "#simulation/random.ts";
import { drawChannel } from "#simulation/synthetic-channel.ts";

/** The study's mean rate (docs/sampling.md). */
export const UPLOADS_PER_DAY = 0.35;

/** A channel of the light world, with the numbers of its first video and of the one after its last. */
export interface LightChannel {
  readonly id: ChannelId;
  readonly uploadsPerDay: number;
  readonly feedLag: Duration;
  readonly viewsMedian: number;
  readonly viewsSigma: number;
  readonly first: number;
  readonly end: number;
}

/**
 * The uploads of tens of thousands of channels for weeks in a few flat arrays: videos are numbers, those of a channel
 * follow each other by their start. Curves are drawn when views are asked for.
 */
export interface LightWorld {
  readonly seed: number;
  readonly channels: readonly LightChannel[];
  readonly indexOf: ReadonlyMap<ChannelId, number>;
  /** By a video's number. */
  readonly startAt: Float64Array;
  readonly channelOf: Int32Array;
  readonly isShort: Uint8Array;
}

/**
 * The study's channels: log-normal rates of 0.35 uploads a day on average, 60 % of them keeping to an hour of the day, 45 %
 * to the full and half hour.
 */
export function lightWorld(seed: number, count: number, from: Instant, span: number): LightWorld {
  const drawn = Array.from({ length: count }, (_, index) => drawChannel(seed, index, from));
  const scale = (UPLOADS_PER_DAY * count) / drawn.reduce((sum, channel) => sum + channel.uploadsPerDay, 0);
  const starts: number[] = [];
  const channels = drawn.map((channel): LightChannel => {
    const chance = new Chance(seed, "light", channel.index);
    const first = starts.length;
    const uploadsPerDay = channel.uploadsPerDay * scale;
    const own: number[] = [];
    for (let day = 0; day < span; day++) {
      for (let n = chance.poisson(uploadsPerDay); n > 0; n--) {
        const turn = channel.hour
          ? chance.vonMises(channel.hour.mean, channel.hour.kappa) / (2 * Math.PI)
          : chance.uniform();
        const minute = (turn - Math.floor(turn)) * MINUTES_PER_DAY;
        // Schedulers publish a few seconds after the full or half hour.
        const within = channel.onTheDot ? Math.floor(minute / 30) * 30 + chance.integer(0, 6) / 60 : minute;
        own.push(plus(from, milliseconds(days(day) + Math.round(minutes(within) / 1000) * 1000)));
      }
    }
    starts.push(...own.sort((a, b) => a - b));
    const { id, feedLag, viewsMedian, viewsSigma } = channel;
    return { id, uploadsPerDay, feedLag, viewsMedian, viewsSigma, first, end: starts.length };
  });
  const channelOf = new Int32Array(starts.length);
  const isShort = new Uint8Array(starts.length);
  for (const [index, { first, end }] of channels.entries()) {
    const chance = new Chance(seed, "shorts", index);
    const share = drawn[index]?.shortShare ?? 0;
    channelOf.fill(index, first, end);
    for (let n = first; n < end; n++) isShort[n] = chance.happens(share) ? 1 : 0;
  }
  const indexOf = new Map(channels.map(({ id }, index) => [id, index]));
  return { seed, channels, indexOf, startAt: Float64Array.from(starts), channelOf, isShort };
}

const MINUTES_PER_DAY = 1440;

/** A video's id, and back. */
export const idOf = (video: number): VideoId => `v${video.toString(36).padStart(10, "0")}` as VideoId;
export const numberOf = (id: VideoId): number => Number.parseInt(id.slice(1), 36);

/** How many of a channel's videos had started by an instant. */
export function startedBy(world: LightWorld, { first, end }: LightChannel, at: number): number {
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((world.startAt[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - first;
}

/** What a video's counter shows by age. Without waves: tens of thousands of curves are remembered at a time. */
export function viewsOf(world: LightWorld, video: number): (age: Duration) => number {
  const channel = world.channels[world.channelOf[video] ?? 0];
  const chance = new Chance(world.seed, "light curve", video);
  const curve = curveOf(
    drawCurve(chance, {
      format: world.isShort[video] ? "short" : "long",
      views30Days: Math.max(3, chance.logNormal(channel?.viewsMedian ?? 1, channel?.viewsSigma ?? 1)),
      startMinuteOfDay: inMinutes((world.startAt[video] ?? 0) as Duration) % MINUTES_PER_DAY,
      peakMinuteOfDay: 0,
      calm: true,
    }),
  );
  return (age) => Math.floor(curve(inMinutes(age)));
}
