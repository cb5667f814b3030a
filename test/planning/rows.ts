import type { Ration } from "#domain/call.ts";
import type { ChannelId, ChannelRef } from "#domain/channel.ts";
import type { Budgets } from "#domain/quota.ts";
import { days, type Instant, instant, minutes, plus, seconds } from "#domain/time.ts";
import type { TrackedChannel, TrackedRows, TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import type { TrackedWatch, WatchId } from "#domain/watch.ts";

/** Noon in Los Angeles on an ordinary day: far from the quota's reset. */
export const NOON: Instant = instant(Date.UTC(2026, 5, 10, 19));

/** The ration of a look when units abound. */
export const AMPLE: Ration = { price: 0, base: 0, spacing: seconds(1) };

export const CHANNEL = `UC${"c".repeat(22)}` as ChannelId;

export const videoId = (n: number): VideoId => `v${String(n).padStart(10, "0")}` as VideoId;
export const channelId = (n: number): ChannelId => `UC${String(n).padStart(22, "0")}` as ChannelId;
export const refOf = (n: number): ChannelRef => ({ kind: "id", id: channelId(n) });

/** A described video that has never been sampled, due for nothing. */
export const video = (id: VideoId, changes: Partial<TrackedVideo> = {}): TrackedVideo => ({
  id,
  channelId: CHANNEL,
  publishedAt: changes.startAt ?? NOON,
  startAt: NOON,
  format: "long",
  shortsLink: null,
  weight: 1,
  watched: false,
  searched: false,
  firstSeenAt: NOON,
  last: null,
  previous: null,
  describeAt: null,
  describeWhy: "refresh",
  missingSince: null,
  goneAt: null,
  ...changes,
});

/** A channel that is back-filled, counted and listed at noon. */
export const channel = (id: ChannelId, changes: Partial<TrackedChannel> = {}): TrackedChannel => ({
  id,
  weight: 1,
  watched: false,
  describedAt: NOON,
  uploadsPlaylistId: `UU${id.slice(2)}`,
  trackedSince: NOON,
  videoCount: 10,
  countedAt: NOON,
  countedBefore: null,
  lookAt: plus(NOON, minutes(10)),
  snapshotAt: NOON,
  newsSince: null,
  newsNotBefore: null,
  newsAttempts: 0,
  listedAt: NOON,
  subscription: { askAt: null, attempts: 0, until: null, pushedAt: null },
  backfill: {
    done: true,
    pageToken: null,
    listed: 10,
    total: 10,
    notBefore: NOON,
    attempts: 0,
    reason: null,
  },
  trouble: null,
  ...changes,
});

export const watchId = (n: number): WatchId => `w${String(n).padStart(11, "0")}` as WatchId;

/** A search that was added at noon, looks no further back, and has not run yet; automatic within ten minutes and a day. */
export const watch = (n: number, changes: Partial<TrackedWatch> = {}): TrackedWatch => ({
  id: watchId(n),
  source: { kind: "search", filters: { q: `query ${n}`, order: "date" } },
  paused: false,
  cadence: { every: null, everyMin: minutes(10), everyMax: days(1), share: 1 },
  since: NOON,
  createdAt: NOON,
  watermark: NOON,
  ranAt: null,
  runs: 0,
  calls: 0,
  found: 0,
  learned: [],
  notBefore: NOON,
  attempts: 0,
  trouble: null,
  tasks: [],
  ...changes,
});

export const rowsOf = (rows: Partial<TrackedRows>): TrackedRows => ({
  videos: [],
  channels: [],
  requests: [],
  pauses: [],
  learned: [],
  keyTests: [],
  watches: [],
  watchSeen: [],
  ...rows,
});

export const budgets = (changes: Partial<Budgets> = {}): Budgets => ({
  batch: { limit: 10_000, used: 0 },
  default: { limit: 10_000, used: 0 },
  search: { limit: 100, used: 0 },
  ...changes,
});
