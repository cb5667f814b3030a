import type { Call } from "#domain/call.ts";
import type { ChannelDescription, ChannelId } from "#domain/channel.ts";
import type { Answered, Exchange, FeedEntry } from "#domain/reply.ts";
import type { Counters } from "#domain/snapshot.ts";
import { type Duration, days, hours, type Instant, instant, minus, minutes } from "#domain/time.ts";
import type { VideoDescription, VideoId } from "#domain/video.ts";
import { hash } from "#simulation/random.ts";
import { idOf, type LightChannel, type LightWorld, numberOf, startedBy, viewsOf } from "./light-world.ts";

/** How this YouTube is late, and when its feeds are away. */
export interface Habits {
  /** How long after an upload the public video count shows it. */
  readonly countLag: Duration;
  /** Daily hours (UTC) in which every feed answers 404; `null` = none. */
  readonly feedsAway: { readonly from: number; readonly to: number } | null;
}

/** Feeds come from a shared cache that keeps them a quarter of an hour. */
const FEED_CACHE: Duration = minutes(15);
const FEED_ENTRIES = 15;
const PAGE = 50;

/** Answers every call from a light world at once, without a network: what the real planner is measured against. */
export class InMemoryYouTube {
  readonly #world: LightWorld;
  readonly #habits: Habits;
  readonly #curves = new Map<number, (age: Duration) => number>();

  constructor(world: LightWorld, habits: Habits) {
    this.#world = world;
    this.#habits = habits;
  }

  answer(call: Call, at: Instant): Exchange {
    switch (call.kind) {
      case "test":
        return { kind: "test", call, reply: answered(null, at) };
      case "search":
      case "chart":
        throw new Error("no watch is kept here");
      case "explore":
      case "survey":
        throw new Error("no discovery is kept here");
      case "sample": {
        const body = this.#there(call.videoIds, at).map((id) => ({ id, ...this.#counters(id, at) }));
        return { kind: "sample", call, reply: answered(body, at) };
      }
      case "describe":
        return {
          kind: "describe",
          call,
          reply: answered(
            this.#there(call.videoIds, at).map((id) => this.#described(id, at)),
            at,
          ),
        };
      case "count": {
        const shown = minus(at, this.#habits.countLag);
        const body = call.channelIds.map((id) => ({
          id,
          views: null,
          subscribers: null,
          videoCount: startedBy(this.#world, this.#channel(id), shown),
        }));
        return { kind: "count", call, reply: answered(body, at) };
      }
      case "resolve": {
        const body = call.refs.flatMap((ref) => (ref.kind === "id" ? [this.#resolved(ref.id, at)] : []));
        return { kind: "resolve", call, reply: answered(body, at) };
      }
      case "uploads": {
        const channel = this.#channel(call.channelId);
        const offset = call.pageToken === null ? 0 : Number(call.pageToken);
        const total = startedBy(this.#world, channel, at);
        const videos = newest(channel, total - offset, PAGE);
        const items = videos.map((video) => ({ videoId: idOf(video), publishedAt: this.#startOf(video) }));
        const nextPageToken = offset + PAGE < total ? String(offset + PAGE) : null;
        return { kind: "uploads", call, reply: answered({ items, nextPageToken, total }, at) };
      }
      case "feed":
        return { kind: "feed", call, reply: this.#feed(call.channelId, at) };
      case "subscribe":
        return { kind: "subscribe", call, reply: answered(null, at) };
    }
  }

  #feed(id: ChannelId, at: Instant): Extract<Exchange, { kind: "feed" }>["reply"] {
    const { feedsAway } = this.#habits;
    const hour = (at % days(1)) / hours(1);
    if (feedsAway && hour >= feedsAway.from && hour < feedsAway.to)
      return { kind: "refused", status: 404, reason: "notFound", detail: "" };
    const phase = hash("feed", id) % FEED_CACHE;
    const copiedAt = instant(Math.floor((at - phase) / FEED_CACHE) * FEED_CACHE + phase);
    const channel = this.#channel(id);
    const videos = newest(channel, startedBy(this.#world, channel, minus(copiedAt, channel.feedLag)), FEED_ENTRIES);
    const entries = videos.map(
      (video): FeedEntry => ({
        videoId: idOf(video),
        channelId: id,
        title: "",
        publishedAt: this.#startOf(video),
        updatedAt: this.#startOf(video),
        short: this.#world.isShort[video] === 1,
        views: null,
        likes: null,
      }),
    );
    return answered({ entries }, copiedAt);
  }

  #there(ids: readonly VideoId[], at: Instant): VideoId[] {
    return ids.filter((id) => this.#startOf(numberOf(id)) <= at);
  }

  #counters(id: VideoId, at: Instant): Counters {
    const video = numberOf(id);
    let views = this.#curves.get(video);
    if (!views) {
      views = viewsOf(this.#world, video);
      this.#curves.set(video, views);
    }
    return { views: views((at - this.#startOf(video)) as Duration), likes: null, comments: null };
  }

  #described(id: VideoId, at: Instant): VideoDescription {
    const video = numberOf(id);
    const short = this.#world.isShort[video] === 1;
    return {
      id,
      channelId: this.#world.channels[this.#world.channelOf[video] ?? 0]?.id as ChannelId,
      channelTitle: "",
      publishedAt: this.#startOf(video),
      title: "",
      description: "",
      tags: [],
      categoryId: null,
      language: null,
      thumbnailUrl: null,
      durationSeconds: short ? 30 : 600,
      portrait: short,
      madeForKids: null,
      privacy: "public",
      liveState: "none",
      scheduledStartAt: null,
      actualStartAt: null,
      actualEndAt: null,
      broadcast: false,
      counters: this.#counters(id, at),
    };
  }

  #resolved(id: ChannelId, at: Instant): ChannelDescription {
    return {
      id,
      title: "",
      description: "",
      handle: null,
      country: null,
      publishedAt: null,
      thumbnailUrl: null,
      uploadsPlaylistId: `UU${id.slice(2)}`,
      counters: { views: null, subscribers: null, videoCount: startedBy(this.#world, this.#channel(id), at) },
    };
  }

  #channel(id: ChannelId): LightChannel {
    const channel = this.#world.channels[this.#world.indexOf.get(id) ?? -1];
    if (!channel) throw new Error(`${id} is no channel of this world`);
    return channel;
  }

  #startOf(video: number): Instant {
    return (this.#world.startAt[video] ?? 0) as Instant;
  }
}

const answered = <Body>(body: Body, at: Instant): Answered<Body> => ({ kind: "answered", body, at });

/** The newest of the first `shown` videos of a channel, newest first. */
const newest = ({ first }: LightChannel, shown: number, most: number): number[] =>
  Array.from({ length: Math.max(0, Math.min(most, shown)) }, (_, i) => first + shown - 1 - i);
