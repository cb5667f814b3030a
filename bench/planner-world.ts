import { type Duration, days, type Instant, milliseconds, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { curveOf } from "#simulation/curves.ts";
import { drawCurve } from "#simulation/draw-curve.ts";
import { Chance } from "#simulation/random.ts";
import { drawChannel, type SyntheticChannel } from "#simulation/synthetic-channel.ts";

/** An upload of the benchmark's world: when it starts, when it is found, and its true views by age. */
export interface Upload {
  readonly id: VideoId;
  readonly startAt: Instant;
  readonly foundAt: Instant;
  readonly viewsAt: (age: Duration) => number;
}

/** Channels of the study's mean rate of 0.35 uploads a day that together make its 369 uploads a day. */
const CHANNELS_PER_UPLOAD = 1 / 0.35;

/**
 * All uploads of `span` days at `perDay` a day, by rising start: the study's channels (docs/sampling.md: log-normal rates, most of
 * them regular, many on the half hour), their curves from the virtual YouTube, found as by push within minutes.
 */
export function uploadsOf(seed: number, from: Instant, span: number, perDay: number): Upload[] {
  const channels = Array.from({ length: Math.round(perDay * CHANNELS_PER_UPLOAD) }, (_, index) =>
    drawChannel(seed, index, from),
  );
  const scale = perDay / channels.reduce((sum, channel) => sum + channel.uploadsPerDay, 0);
  const uploads: Upload[] = [];
  for (const channel of channels) {
    const chance = new Chance(seed, "bench", channel.index);
    for (let day = 0; day < span; day++) {
      for (let n = chance.poisson(channel.uploadsPerDay * scale); n > 0; n--) {
        uploads.push(drawUpload(seed, channel, chance, plus(from, days(day)), uploads.length));
      }
    }
  }
  return uploads.sort((a, b) => a.startAt - b.startAt);
}

function drawUpload(seed: number, channel: SyntheticChannel, chance: Chance, day: Instant, serial: number): Upload {
  const turn = channel.hour ? chance.vonMises(channel.hour.mean, channel.hour.kappa) / (2 * Math.PI) : chance.uniform();
  const minute = (turn - Math.floor(turn)) * 1440;
  const startMinuteOfDay = channel.onTheDot ? Math.round(minute / 30) * 30 : minute;
  const startAt = plus(day, milliseconds(Math.round(minutes(startMinuteOfDay) / 1000) * 1000));
  const setting = {
    format: chance.happens(channel.shortShare) ? ("short" as const) : ("long" as const),
    views30Days: chance.logNormal(channel.viewsMedian, channel.viewsSigma),
    startMinuteOfDay,
    peakMinuteOfDay: channel.language.peakMinuteOfDay,
    calm: false,
  };
  let curve: ((ageMinutes: number) => number) | null = null;
  return {
    id: `v${serial.toString(36).padStart(10, "0")}` as VideoId,
    startAt,
    // As by push: half a minute on average, some minutes at worst.
    foundAt: plus(startAt, milliseconds(Math.round(10_000 - 30_000 * Math.log(1 - chance.uniform())))),
    // Drawn when first asked for: only a few days' uploads are scored.
    viewsAt: (age) => {
      curve ??= curveOf(drawCurve(new Chance(seed, "curve", serial), setting));
      return curve(age / minutes(1));
    },
  };
}
