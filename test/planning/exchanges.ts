import type { Exchange, Failure, VideoStatistics } from "#domain/reply.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoDescription } from "#domain/video.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { stateOf } from "#planning/state.ts";
import { CHANNEL, channel, NOON, rowsOf, video, videoId } from "./rows.ts";

const JITTER = 1;
const LIST = `UU${CHANNEL.slice(2)}`;

export const world = (changes: Parameters<typeof rowsOf>[0] = {}) =>
  stateOf(rowsOf({ channels: [channel(CHANNEL)], videos: [video(videoId(1)), video(videoId(2))], ...changes }));

export const settled = (exchange: Exchange, state = world(), now: Instant = NOON) =>
  settle(exchange, state, DEFAULT_POLICY, now, JITTER);

export const sample = (ids: number[], reply: readonly VideoStatistics[] | Failure, at: Instant = NOON): Exchange => ({
  kind: "sample",
  call: { kind: "sample", via: "batch", videoIds: ids.map(videoId) },
  reply: "kind" in reply ? reply : { kind: "answered", body: reply, at },
});

export const counts = (id: number, views: number): VideoStatistics => ({
  id: videoId(id),
  views,
  likes: 3,
  comments: null,
});

export const description = (id: number, changes: Partial<VideoDescription> = {}): VideoDescription => ({
  id: videoId(id),
  channelId: CHANNEL,
  channelTitle: "A channel",
  publishedAt: NOON,
  title: "A title",
  description: "",
  tags: [],
  categoryId: null,
  language: null,
  thumbnailUrl: null,
  durationSeconds: 300,
  portrait: false,
  madeForKids: null,
  privacy: "public",
  liveState: "none",
  scheduledStartAt: null,
  actualStartAt: null,
  actualEndAt: null,
  broadcast: false,
  counters: { views: 8, likes: 1, comments: 0 },
  ...changes,
});

export const describing = (ids: number[], body: readonly VideoDescription[], at: Instant = NOON): Exchange => ({
  kind: "describe",
  call: { kind: "describe", videoIds: ids.map(videoId) },
  reply: { kind: "answered", body, at },
});

export const uploads = (
  body: Extract<Exchange, { kind: "uploads" }>["reply"],
  purpose: "news" | "backfill" = "news",
): Exchange => ({
  kind: "uploads",
  call: { kind: "uploads", channelId: CHANNEL, playlistId: LIST, pageToken: null, purpose },
  reply: body,
});
