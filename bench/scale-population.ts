import type { ChannelId } from "#domain/channel.ts";
import { idHash } from "#domain/id-hash.ts";
import { type Duration, days, hours, type Instant, inHours, instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { Format, VideoDescription, VideoId } from "#domain/video.ts";

/** Every video is followed for so long; in it as many come as leave. */
export const LIFE: Duration = days(30);

const VIDEOS_A_CHANNEL = 10;
const REFRESHED_WITHIN = days(28);
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz_";

/** From 0 up to 1, the same for the same things. */
const share = (kind: string, n: number): number => idHash(`${kind} ${n} ${kind}`) / 2 ** 32;

/** The n-th id: as long and as scattered as YouTube's are. */
export function videoId(n: number): VideoId {
  let id = "";
  for (let word = 0; id.length < 11; word++) {
    let hash = idHash(`${word} ${n} id`);
    for (let i = 0; i < 5; i++, hash >>>= 6) id += DIGITS[hash & 63] ?? "";
  }
  return `${id.slice(0, 6)}${String(n % 100_000).padStart(5, "0")}` as VideoId;
}

export const channelId = (n: number): ChannelId => `UC${String(n).padStart(22, "0")}` as ChannelId;

/** How many channels so many videos come from. */
export const channelsOf = (videos: number): number => Math.ceil(videos / VIDEOS_A_CHANNEL);

const FORMATS: readonly Format[] = ["long", "long", "short"];
const formatOf = (n: number): Format => FORMATS[n % FORMATS.length] ?? "long";

/** When the n-th of `count` videos alive at `now` started; from `count` on, those to come at the same rate. */
export const startOf = (n: number, count: number, now: Instant): Instant =>
  plus(minus(now, LIFE), Math.floor((n * LIFE) / count) as Duration);

/** The n-th of `count` videos alive at `now`: described, and last sampled a time ago that grows with its age. */
export function livingVideo(n: number, count: number, now: Instant): TrackedVideo {
  const startAt = startOf(n, count, now);
  const age = now - startAt;
  const samples = age > minutes(10) ? 1 + Math.floor(share("samples", n) * 20) : 0;
  const gap = Math.min(age / 2, hours(36)) * share("gap", n);
  const last = instant(Math.floor(now - gap));
  const views = viewsAt(n, age as Duration);
  return {
    id: videoId(n),
    channelId: channelId(n % channelsOf(count)),
    publishedAt: startAt,
    startAt,
    format: formatOf(n),
    shortsLink: null,
    weight: 1,
    watched: false,
    searched: false,
    firstSeenAt: plus(startAt, minutes(2)),
    last: samples > 0 ? { at: last, views } : null,
    previous: samples > 1 ? { at: instant(Math.floor(last - gap / 2)), views: Math.floor(views / 2) } : null,
    describeAt: plus(now, Math.floor(share("describe", n) * REFRESHED_WITHIN) as Duration),
    describeWhy: "refresh",
    missingSince: null,
    goneAt: null,
  };
}

/** The n-th video as a push shows it. */
export const sighting = (n: number, count: number, publishedAt: Instant, at: Instant): TrackedVideo => ({
  ...livingVideo(n, count, publishedAt),
  publishedAt,
  startAt: null,
  format: "unknown",
  firstSeenAt: at,
  last: null,
  previous: null,
  describeAt: at,
  describeWhy: "new",
});

export const viewsAt = (n: number, age: Duration): number =>
  Math.floor(10 ** (4 * share("size", n)) * Math.max(0, inHours(age)) ** 0.6);

export const description = (n: number, row: TrackedVideo, at: Instant): VideoDescription => {
  const publishedAt = row.publishedAt ?? at;
  return {
    id: row.id,
    channelId: row.channelId,
    channelTitle: "",
    publishedAt,
    title: "",
    description: "",
    tags: [],
    categoryId: null,
    language: null,
    thumbnailUrl: null,
    durationSeconds: formatOf(n) === "short" ? 50 : 500,
    portrait: formatOf(n) === "short",
    madeForKids: null,
    privacy: null,
    liveState: "none",
    scheduledStartAt: null,
    actualStartAt: null,
    actualEndAt: null,
    broadcast: false,
    counters: { views: viewsAt(n, (at - publishedAt) as Duration), likes: null, comments: null },
  };
};
