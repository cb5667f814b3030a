import type { ChannelId } from "#domain/channel.ts";
import type { VideoId } from "#domain/video.ts";
import { hash } from "./random.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** 64 bits fill ten characters and two thirds of the eleventh: real ids end in one of these. */
const LAST_OF_VIDEO = "AEIMQUYcgkosw048";
const LAST_OF_CHANNEL = "AQgw";

/** A channel's id, from 128 bits of hash. */
export function channelIdOf(seed: number, index: number): ChannelId {
  let text = "UC";
  for (let i = 0; i < 21; i++) text += ALPHABET[hash(seed, "channel", index, i) & 63] ?? "A";
  return `${text}${LAST_OF_CHANNEL[hash(seed, "channel", index, 21) & 3] ?? "A"}` as ChannelId;
}

/**
 * A video's id. Its first four characters hide the number of its channel (at most 2^24 channels), so that any id can
 * be traced to a channel whose videos have not been drawn yet.
 */
export function videoIdOf(seed: number, channelIndex: number, day: number, nth: number): VideoId {
  const high = hash(seed, "video", channelIndex, day, nth);
  const low = hash(high, seed);
  const rest = `${four(high & 0xffffff)}${four(low & 0xffffff).slice(0, 2)}${LAST_OF_VIDEO[(low >>> 24) & 15] ?? "A"}`;
  return `${four(channelIndex ^ maskOf(seed, rest))}${rest}` as VideoId;
}

/** The number of the channel an id would belong to; any number at all for ids that are not of this world. */
export function channelIndexIn(seed: number, id: string): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = value * 64 + ALPHABET.indexOf(id[i] ?? "A");
  return value ^ maskOf(seed, id.slice(4));
}

const maskOf = (seed: number, rest: string): number => hash(seed, "mask", rest) & 0xffffff;

const four = (bits: number): string => [18, 12, 6, 0].map((shift) => ALPHABET[(bits >>> shift) & 63] ?? "A").join("");
