import { type Instant, instant, between as spanBetween } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { type Display, drawDisplay } from "./counters.ts";
import { countedCurve, drawGates } from "./counting-change.ts";
import { curveOf } from "./curves.ts";
import { drawCurve } from "./draw-curve.ts";
import { videoIdOf } from "./identifiers.ts";
import { Chance } from "./random.ts";
import type { SyntheticChannel } from "./synthetic-channel.ts";
import { type Broadcast, type WorldVideo, wholeSecond } from "./world.ts";

/** A synthetic video with what its counters are drawn from. */
export interface SyntheticVideo extends WorldVideo {
  readonly channel: SyntheticChannel;
  readonly day: number;
  readonly nth: number;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Counts are shown in waves only for videos that were young in the world's time or up to this long before it. */
const CALM_BEFORE = 60 * DAY;

/** All uploads of a channel in `[from, to)`, by the start of their clocks. Days are drawn apart, so windows agree. */
export function drawUploads(
  seed: number,
  channel: SyntheticChannel,
  rate: number,
  from: Instant,
  to: Instant,
): SyntheticVideo[] {
  const videos: SyntheticVideo[] = [];
  for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
    const chance = new Chance(seed, "day", channel.index, day);
    const uploads = chance.poisson(rate);
    for (let nth = 0; nth < uploads; nth++) {
      const startAt = drawTime(chance, channel, day);
      if (startAt >= from && startAt < to) videos.push(drawVideo(seed, channel, day, nth, startAt));
    }
  }
  return videos;
}

function drawTime(chance: Chance, channel: SyntheticChannel, day: number): Instant {
  const angle = channel.hour ? chance.vonMises(channel.hour.mean, channel.hour.kappa) : 2 * Math.PI * chance.uniform();
  const turn = angle / (2 * Math.PI);
  const within = (turn - Math.floor(turn)) * DAY;
  // Schedulers publish a few seconds after the full or half hour.
  const onTheDot = Math.floor(within / (HOUR / 2)) * (HOUR / 2) + chance.integer(0, 6) * 1000;
  return wholeSecond(day * DAY + (channel.onTheDot ? onTheDot : within));
}

function drawVideo(
  seed: number,
  channel: SyntheticChannel,
  day: number,
  nth: number,
  startAt: Instant,
): SyntheticVideo {
  const id = videoIdOf(seed, channel.index, day, nth);
  const chance = new Chance(seed, "video", id);
  const live = chance.happens(0.04);
  const short = !live && chance.happens(channel.shortShare);
  const durationSeconds = live
    ? Math.round(chance.logNormal(4500, 0.7))
    : short
      ? Math.min(180, Math.max(6, Math.round(chance.logNormal(32, 0.6))))
      : Math.min(40_000, Math.max(31, Math.round(chance.logNormal(620, 0.8))));
  const broadcast = live ? drawBroadcast(chance, startAt, durationSeconds) : null;
  const listedAt = live ? wholeSecond(startAt - HOUR * chance.logNormal(20, 1)) : startAt;
  // One in fifty was uploaded days before it was published, and keeps its old place in the list (docs/youtube-api.md).
  const late = !live && chance.happens(0.02);
  const gone = chance.happens(0.015);
  const goneAfter = DAY * 30 * chance.uniform() ** 2;
  const goneAt = gone ? wholeSecond(startAt + 60_000 + goneAfter) : null;
  return {
    id,
    channelId: channel.id,
    format: live ? "live" : short ? "short" : "long",
    listedAt,
    startAt,
    orderedAt: late ? wholeSecond(startAt - DAY * chance.between(1, 6)) : listedAt,
    goneAt,
    ...drawFading(new Chance(seed, "fading", id), startAt, goneAt),
    durationSeconds,
    portrait: short,
    madeForKids: chance.happens(0.03),
    broadcast,
    channel,
    day,
    nth,
  };
}

/** Whether a video is taken out of the lists while it lives on, and whether its list remembers it once it is gone [A]. */
function drawFading(
  chance: Chance,
  startAt: Instant,
  goneAt: Instant | null,
): Pick<WorldVideo, "unlistedAt" | "lingersUntil"> {
  const unlisted = chance.happens(0.004);
  // Not before two hours: first hours are about what was there to be found.
  const unlistedAt = wholeSecond(startAt + 2 * HOUR * Math.exp(chance.between(0, Math.log(2000))));
  const lingers = chance.happens(0.3);
  const lingersFor = DAY * chance.between(1, 10);
  return {
    unlistedAt: unlisted && (goneAt === null || unlistedAt < goneAt) ? unlistedAt : null,
    lingersUntil: lingers && goneAt !== null ? wholeSecond(goneAt + lingersFor) : null,
  };
}

/** Streams begin a little after their time, premieres to the second. */
function drawBroadcast(chance: Chance, startAt: Instant, durationSeconds: number): Broadcast {
  const kind = chance.happens(0.4) ? "premiere" : "stream";
  const late = kind === "premiere" ? chance.between(0, 20) : chance.between(0, 600);
  return {
    kind,
    scheduledAt: wholeSecond(startAt - late * 1000),
    endsAt: instant(startAt + durationSeconds * 1000),
  };
}

/** A video's true views by age in minutes, and how they are shown. Dear to build (some µs), cheap to ask. */
export function drawCounting(seed: number, video: SyntheticVideo, worldStart: Instant): Counting {
  const chance = new Chance(seed, "counting", video.id);
  const { channel } = video;
  const calm = video.startAt < worldStart - CALM_BEFORE;
  const parameters = drawCurve(chance, {
    format: video.format,
    views30Days: Math.max(3, chance.logNormal(channel.viewsMedian, channel.viewsSigma)),
    startMinuteOfDay: (video.startAt / 60_000) % 1440,
    peakMinuteOfDay: channel.language.peakMinuteOfDay,
    calm,
  });
  const early = video.broadcast ? spanBetween(video.listedAt, video.startAt) : null;
  const curve = curveOf(parameters);
  const gates = drawGates(seed, video);
  return {
    id: video.id,
    curve,
    counted: gates.length === 0 ? curve : countedCurve(curve, gates),
    display: drawDisplay(chance, video.format, early),
  };
}

export interface Counting {
  readonly id: VideoId;
  /** How often it was started, by age in minutes. */
  readonly curve: (ageMinutes: number) => number;
  /** How many of those starts YouTube counted as views. */
  readonly counted: (ageMinutes: number) => number;
  readonly display: Display;
}
