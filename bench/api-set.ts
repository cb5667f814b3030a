import { type Duration, days, hours, type Instant, instant, minus } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import { TONGUES } from "./api-words.ts";

/** The made-up installation's present: its last samples were taken just now. */
export const PRESENT: Instant = instant(Date.UTC(2026, 10, 1, 12));

/** Its videos were published over so long, evenly. */
const SPAN: Duration = days(4 * 365);

/** Videos of a channel, on average. The largest has a hundredth of all, most have ten to fifty. */
const VIDEOS_A_CHANNEL = 100;
const LARGEST_SHARE = 0.01;
const CHANNEL_SPREAD = 1.2;
/** No other channel has so many times the usual. */
const CHANNEL_SIZE_MAX = 12;

/** This part of the videos was found at birth; the others were there when their channel was tracked. */
const FOUND_AT_BIRTH = 0.7;

const FORMATS = ["long", "short", "live"] as const;
type SetFormat = (typeof FORMATS)[number];

/** What holds for each of the channels; the index is the channel's number. */
interface ChannelTraits {
  readonly tongue: Uint8Array;
  readonly category: Uint8Array;
  /** Lifetime views of its usual video. */
  readonly level: Float64Array;
  readonly likeRate: Float64Array;
  readonly shortShare: Float64Array;
}

/** A made-up collection: the n-th video is the n-th that was published. All of it follows from `videos`. */
export interface ApiSet {
  readonly videos: number;
  readonly channels: number;
  readonly traits: ChannelTraits;
  readonly channelOf: Int32Array;
  /** The views that it will have in the end. */
  readonly lifetime: Float64Array;
  readonly atBirth: Uint8Array;
  publishedAt(n: number): Instant;
  formatOf(n: number): SetFormat;
}

export function apiSet(videos: number): ApiSet {
  const channels = Math.max(10, Math.round(videos / VIDEOS_A_CHANNEL));
  const { traits, upTo } = drawChannels(channels);
  const channelOf = new Int32Array(videos);
  const lifetime = new Float64Array(videos);
  const atBirth = new Uint8Array(videos);
  const format = new Uint8Array(videos);
  for (let n = 0; n < videos; n++) {
    const chance = new Chance(11, n);
    const channel = placeIn(upTo, chance.uniform());
    channelOf[n] = channel;
    lifetime[n] = (traits.level[channel] ?? 0) * Math.exp(1.1 * chance.normal());
    atBirth[n] = chance.uniform() < FOUND_AT_BIRTH ? 1 : 0;
    format[n] = chance.uniform() < 0.04 ? 2 : chance.uniform() < (traits.shortShare[channel] ?? 0) ? 1 : 0;
  }
  const step = SPAN / videos;
  return {
    videos,
    channels,
    traits,
    channelOf,
    lifetime,
    atBirth,
    publishedAt: (n) => instant(Math.floor((PRESENT - SPAN + (n + 0.5 * noise(n)) * step) / 1000) * 1000),
    formatOf: (n) => FORMATS[format[n] ?? 0] ?? "long",
  };
}

function drawChannels(channels: number) {
  const traits: ChannelTraits = {
    tongue: new Uint8Array(channels),
    category: new Uint8Array(channels),
    level: new Float64Array(channels),
    likeRate: new Float64Array(channels),
    shortShare: new Float64Array(channels),
  };
  const sizes = new Float64Array(channels);
  const tongues = TONGUES.flatMap(({ share }, i) => Array.from({ length: share }, () => i));
  for (let c = 0; c < channels; c++) {
    const chance = new Chance(7, c);
    sizes[c] = Math.min(CHANNEL_SIZE_MAX, Math.exp(CHANNEL_SPREAD * chance.normal()));
    traits.tongue[c] = tongues[chance.integer(0, tongues.length - 1)] ?? 0;
    traits.category[c] = Math.floor(15 * chance.uniform() ** 2);
    traits.level[c] = 3000 * Math.exp(1.8 * chance.normal());
    traits.likeRate[c] = 0.035 * Math.exp(0.5 * chance.normal());
    traits.shortShare[c] = chance.uniform() < 0.3 ? 0.8 : 0.2;
  }
  const others = sizes.reduce((sum, size) => sum + size, -(sizes[0] ?? 0));
  sizes[0] = (others * LARGEST_SHARE) / (1 - LARGEST_SHARE);
  const upTo = new Float64Array(channels);
  let sum = 0;
  for (let c = 0; c < channels; c++) upTo[c] = sum += (sizes[c] ?? 0) / (others + (sizes[0] ?? 0));
  return { traits, upTo };
}

/** The first place whose sum exceeds the share. */
function placeIn(upTo: Float64Array, share: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] ?? 1) > share) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** From 0 up to 1, quickly. */
export function noise(n: number): number {
  let h = Math.imul(n + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** The part of its lifetime views that a video has at an age: a twentieth after an hour, a third after a day. */
export const shareAt = (age: Duration): number => (age <= 0 ? 0 : 1 - (1 + age / hours(6)) ** -0.35);

export const viewsAt = ({ lifetime }: ApiSet, n: number, age: Duration): number =>
  Math.floor((lifetime[n] ?? 0) * shareAt(age));

/** The views of the first hour, as a sample at 60:00 shows them; `null` where nobody was there. */
export const firstHourViews = (set: ApiSet, n: number): number | null =>
  set.atBirth[n] && minus(PRESENT, hours(1)) >= set.publishedAt(n) ? viewsAt(set, n, hours(1)) : null;

export const ageNow = (set: ApiSet, n: number): Duration => (PRESENT - set.publishedAt(n)) as Duration;

/** The number of the first video that was published at an instant or later. */
export function firstSince(set: ApiSet, since: number): number {
  let low = 0;
  let high = set.videos;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set.publishedAt(middle) >= since) high = middle;
    else low = middle + 1;
  }
  return low;
}
