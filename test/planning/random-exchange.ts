import type { Call } from "#domain/call.ts";
import type { ChannelId } from "#domain/channel.ts";
import type { Answered, Exchange, Failure, Reply } from "#domain/reply.ts";
import { days, type Instant, minus, minutes, plus } from "#domain/time.ts";
import type { VideoDescription, VideoId } from "#domain/video.ts";
import { Chance } from "#simulation/random.ts";
import { channelId, videoId } from "./rows.ts";

const FAILURES: readonly [Failure, ...Failure[]] = [
  { kind: "unavailable", retryAfter: null, detail: "" },
  { kind: "rateLimited", retryAfter: minutes(1), detail: "" },
  { kind: "malformed", detail: "" },
  { kind: "refused", status: 404, reason: "playlistNotFound", detail: "" },
  { kind: "refused", status: 400, reason: "invalidPageToken", detail: "" },
  { kind: "quotaSpent", bucket: "batch", consumer: null, detail: "" },
  { kind: "keyRefused", reason: "API_KEY_INVALID", consumer: null, detail: "" },
];

/** Some end of a call: usually an answer that leaves out one thing in ten, sometimes a failure. */
export function randomExchange(call: Call, at: Instant, seed: number): Exchange {
  const chance = new Chance("exchange", seed);
  const unread: string[] = [];
  const ended = <Body>(body: Body): Reply<Body> =>
    chance.happens(0.15) ? chance.pick(FAILURES) : ({ kind: "answered", body, at, unread } satisfies Answered<Body>);
  /** What the answer holds: of what it does not, one in three is there all the same and cannot be read. */
  const there = <T extends string>(ids: readonly T[]): T[] =>
    ids.filter((id) => {
      const isRead = !chance.happens(0.1);
      if (!isRead && chance.happens(0.33)) unread.push(id);
      return isRead;
    });
  const number = () => (chance.happens(0.1) ? null : chance.integer(0, 1e6));
  const uploaded = (n: number) => minus(at, days(chance.happens(0.5) ? chance.uniform() / 24 : (n * 7919) % 50));
  switch (call.kind) {
    case "sample": {
      const body = there(call.videoIds).map((id) => ({ id, views: number(), likes: number(), comments: number() }));
      return { kind: "sample", call, reply: ended(body) };
    }
    case "describe":
      return { kind: "describe", call, reply: ended(there(call.videoIds).map((id) => described(id, at, chance))) };
    case "count": {
      const body = there(call.channelIds).map((id) => ({
        id,
        views: number(),
        subscribers: null,
        videoCount: chance.integer(10, 14),
      }));
      return { kind: "count", call, reply: ended(body) };
    }
    case "subscribe":
      return { kind: "subscribe", call, reply: ended(null) };
    case "explore": {
      const shown = Array.from({ length: chance.integer(0, 6) }, () => ({
        ref: { kind: "id" as const, id: channelId(chance.integer(1, 60)) },
        language: chance.happens(0.5) ? "de" : null,
        category: chance.happens(0.3) ? "27" : null,
      }));
      const distinct = [...new Map(shown.map((here) => [here.ref.id, here])).values()];
      return {
        kind: "explore",
        call,
        reply: ended({ shown: distinct, nextPageToken: chance.happens(0.3) ? "next" : null }),
      };
    }
    case "survey": {
      const ids = call.refs.map((ref, i): ChannelId => (ref.kind === "id" ? ref.id : channelId(90 + i)));
      const body = there(ids).map((id) => ({
        ...channelDescribed(id, chance),
        language: chance.happens(0.6) ? ({ code: "de", by: "text" } as const) : null,
        keywords: chance.happens(0.5) ? ["one", "two"] : [],
      }));
      return { kind: "survey", call, reply: ended(body) };
    }
    case "test":
      return { kind: "test", call, reply: ended(null) };
    case "resolve": {
      const ids = call.refs.map((ref, i): ChannelId => (ref.kind === "id" ? ref.id : channelId(90 + i)));
      const body = there(ids).map((id) => channelDescribed(id, chance));
      return { kind: "resolve", call, reply: ended(body) };
    }
    case "uploads": {
      const first = chance.integer(0, 160) + Number(call.channelId.slice(-2)) * 1000;
      const items = Array.from({ length: chance.integer(0, 50) }, (_, i) => ({
        videoId: videoId(first + i),
        publishedAt: chance.happens(0.05) ? null : uploaded(first + i),
      }));
      const nextPageToken = chance.happens(0.4) ? "MORE" : null;
      return { kind: "uploads", call, reply: ended({ items, nextPageToken, total: 99 }) };
    }
    case "search": {
      const first = chance.integer(0, 160);
      const hits = Array.from({ length: chance.integer(0, 50) }, (_, i) => ({
        videoId: videoId(first + i),
        channelId: channelId((first + i) % 7),
        title: "",
        publishedAt: uploaded(first + i),
      }));
      const nextPageToken = chance.happens(0.4) ? "MORE" : null;
      return { kind: "search", call, reply: ended({ hits, nextPageToken, totalEstimate: 99 }) };
    }
    case "chart": {
      const first = chance.integer(0, 160);
      const videos = Array.from({ length: chance.integer(0, 50) }, (_, i) => described(videoId(first + i), at, chance));
      return {
        kind: "chart",
        call,
        reply: ended({ videos, nextPageToken: chance.happens(0.4) ? "MORE" : null, total: 99 }),
      };
    }
    case "feed": {
      const first = chance.integer(0, 160) + Number(call.channelId.slice(-2)) * 1000;
      const entries = Array.from({ length: 15 }, (_, i) => ({
        videoId: videoId(first + i),
        channelId: call.channelId,
        title: "",
        publishedAt: uploaded(first + i),
        updatedAt: at,
        short: chance.happens(0.3),
        views: number(),
        likes: number(),
      }));
      return { kind: "feed", call, reply: ended({ entries }) };
    }
  }
}

function described(id: VideoId, at: Instant, chance: Chance): VideoDescription {
  const broadcast = chance.happens(0.15);
  const begun = chance.happens(0.5) ? minus(at, minutes(chance.between(0, 200))) : null;
  return {
    id,
    channelId: channelId(1),
    channelTitle: "",
    publishedAt: minus(at, chance.happens(0.6) ? minutes(chance.between(0, 180)) : days(chance.between(0, 60))),
    title: id,
    description: "",
    tags: [],
    categoryId: null,
    language: null,
    thumbnailUrl: null,
    durationSeconds: chance.integer(10, 900),
    portrait: chance.happens(0.4),
    madeForKids: null,
    privacy: "public",
    liveState: broadcast ? (begun ? "live" : "upcoming") : "none",
    scheduledStartAt: broadcast ? plus(at, minutes(chance.between(-300, 300))) : null,
    actualStartAt: broadcast ? begun : null,
    actualEndAt: null,
    broadcast,
    counters: { views: chance.integer(0, 1e5), likes: null, comments: null },
  };
}

const channelDescribed = (id: ChannelId, chance: Chance) => ({
  id,
  title: id,
  description: "",
  handle: null,
  country: null,
  publishedAt: null,
  thumbnailUrl: null,
  uploadsPlaylistId: chance.happens(0.9) ? `UU${id.slice(2)}` : null,
  counters: { views: 1, subscribers: 1, videoCount: 10 },
});
