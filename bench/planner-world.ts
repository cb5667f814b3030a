import { type Duration, days, type Instant, inMinutes, milliseconds, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { curveOf } from "#simulation/curves.ts";
import { type CurveHabits, drawCurve, USUAL_HABITS } from "#simulation/draw-curve.ts";
import { Chance, hash } from "#simulation/random.ts";
import { drawChannel, type SyntheticChannel } from "#simulation/synthetic-channel.ts";
import { countingProcess } from "./counting-process.ts";

/** An upload of the benchmark's world: when it starts, when it is found, and what its counter shows by age. */
export interface Upload {
  readonly id: VideoId;
  readonly format: "long" | "short";
  readonly startAt: Instant;
  readonly foundAt: Instant;
  /** The counter: a whole number, as YouTube shows it. It is what samples say and what errors are measured from. */
  readonly viewsAt: (age: Duration) => number;
}

/** What a world's channels and curves are like. */
export interface WorldHabits {
  readonly curves: CurveHabits;
  /** The share of Shorts among all uploads; `null` = as each channel is drawn, a third in all. */
  readonly shortShare: number | null;
}

/** The worlds of the sampling study (docs/sampling.md), and two that are harder. */
export const WORLDS: Readonly<Record<"study" | "bursty" | "shorts", WorldHabits>> = {
  study: { curves: USUAL_HABITS, shortShare: null },
  // Three in five come back to life, with two and a half times the views of their first life.
  bursty: { curves: { ...USUAL_HABITS, burstChance: 0.6, burstMedian: 2.5, burstSigma: 0 }, shortShare: null },
  // Nine in ten are Shorts, and most are taken up only a day after they are published.
  shorts: { curves: { ...USUAL_HABITS, takeOffMinutes: 1440 }, shortShare: 0.9 },
};

/** Channels of the study's mean rate of 0.35 uploads a day that together make its 369 uploads a day. */
const CHANNELS_PER_UPLOAD = 1 / 0.35;

/** Which world is drawn: its seed, what it is like, and for how long. */
export interface WorldSize {
  readonly seed: number;
  readonly habits: WorldHabits;
  readonly from: Instant;
  readonly days: number;
  readonly perDay: number;
}

/**
 * All uploads of a world, by rising start: the study's channels (docs/sampling.md: log-normal rates, most of them regular,
 * many on the half hour), their curves from the virtual YouTube, found as by push within minutes.
 */
export function uploadsOf(world: WorldSize): Upload[] {
  const { seed, from, perDay } = world;
  const channels = Array.from({ length: Math.round(perDay * CHANNELS_PER_UPLOAD) }, (_, index) =>
    drawChannel(seed, index, from),
  );
  const scale = perDay / channels.reduce((sum, channel) => sum + channel.uploadsPerDay, 0);
  const uploads: Upload[] = [];
  for (const channel of channels) {
    const chance = new Chance(seed, "bench", channel.index);
    for (let day = 0; day < world.days; day++) {
      for (let n = chance.poisson(channel.uploadsPerDay * scale); n > 0; n--) {
        uploads.push(drawUpload(world, channel, chance, plus(from, days(day)), uploads.length));
      }
    }
  }
  return uploads.sort((a, b) => a.startAt - b.startAt);
}

function drawUpload(
  { seed, habits }: WorldSize,
  channel: SyntheticChannel,
  chance: Chance,
  day: Instant,
  serial: number,
): Upload {
  const turn = channel.hour ? chance.vonMises(channel.hour.mean, channel.hour.kappa) / (2 * Math.PI) : chance.uniform();
  const minute = (turn - Math.floor(turn)) * 1440;
  const startMinuteOfDay = channel.onTheDot ? Math.round(minute / 30) * 30 : minute;
  const startAt = plus(day, milliseconds(Math.round(minutes(startMinuteOfDay) / 1000) * 1000));
  const setting = {
    format: chance.happens(habits.shortShare ?? channel.shortShare) ? ("short" as const) : ("long" as const),
    views30Days: chance.logNormal(channel.viewsMedian, channel.viewsSigma),
    startMinuteOfDay,
    peakMinuteOfDay: channel.language.peakMinuteOfDay,
    calm: false,
  };
  let expected: ((ageMinutes: number) => number) | null = null;
  let counted: ((expected: number) => number) | null = null;
  return {
    id: `v${serial.toString(36).padStart(10, "0")}` as VideoId,
    format: setting.format,
    startAt,
    // As by push: half a minute on average, some minutes at worst.
    foundAt: plus(startAt, milliseconds(Math.round(10_000 - 30_000 * Math.log(1 - chance.uniform())))),
    // Drawn when first asked for: a curve takes kilobytes.
    viewsAt: (age) => {
      expected ??= curveOf(drawCurve(new Chance(seed, "curve", serial), setting, habits.curves));
      counted ??= countingProcess(hash(seed, "views", serial));
      return counted(expected(inMinutes(age)));
    },
  };
}
