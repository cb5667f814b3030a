import { bucketOf, type Call } from "#domain/call.ts";
import type { ChannelId } from "#domain/channel.ts";
import type { Push } from "#domain/push.ts";
import type { Exchange, Failure } from "#domain/reply.ts";
import { type Duration, days, type Instant, milliseconds, plus, seconds } from "#domain/time.ts";
import { type BookEntry, Books, type VirtualProject } from "#simulation/books.ts";
import { isLeftOut } from "#simulation/faults.ts";
import { Chance } from "#simulation/random.ts";
import { InMemoryYouTube } from "./in-memory-youtube.ts";
import { idOf, type LightWorld } from "./light-world.ts";
import { FEEDS_AWAY, MISSING_SHARE, type Mishaps, type Span } from "./soak-mishaps.ts";

/** The hub's own lease, whatever is asked for, and how soon it verifies. */
const LEASE: Duration = days(5);
const VERIFIED_AFTER: Duration = seconds(2);
/** What the hub never tells. */
const LOST_SHARE = 0.03;

/** A YouTube in memory that keeps its own books, and that what goes wrong in a soak goes wrong with. */
export class SoakYouTube {
  readonly #inMemory: InMemoryYouTube;
  readonly #books = new Books();
  readonly #project: VirtualProject;
  readonly #mishaps: Mishaps;
  readonly #subscribedUntil = new Map<ChannelId, Instant>();
  readonly #verifications: Push[] = [];
  readonly #news: readonly Extract<Push, { kind: "pushed" }>[];
  #nextNews = 0;

  constructor(world: LightWorld, project: VirtualProject, stretch: Span, mishaps: Mishaps) {
    this.#inMemory = new InMemoryYouTube(world, { countLag: milliseconds(0), feedsAway: FEEDS_AWAY });
    this.#project = project;
    this.#mishaps = mishaps;
    this.#news = newsOf(world, stretch);
  }

  /** Answers a call that comes with a key; one of a dead key is charged to nobody. */
  answer(call: Call, key: string, at: Instant): Exchange {
    const bucket = bucketOf(call);
    if (bucket !== null) {
      const isDead = key === this.#project.keys[0] && at >= this.#mishaps.keyDiesAt;
      if (isDead) return failed(call, { kind: "keyRefused", reason: "API_KEY_INVALID", consumer: null, detail: "" });
      const { consumer } = this.#project;
      if (!this.#books.charge(this.#project, bucket, at))
        return failed(call, { kind: "quotaSpent", bucket, consumer, detail: "" });
      const { outage } = this.#mishaps;
      if (at >= outage.from && at < outage.until)
        return failed(call, { kind: "unavailable", retryAfter: null, detail: "" });
    }
    if (call.kind === "subscribe") this.#subscribe(call.channelId, at);
    const exchange = this.#inMemory.answer(call, at);
    if (exchange.kind !== "sample" || exchange.call.via === "list" || exchange.reply.kind !== "answered")
      return exchange;
    const body = exchange.reply.body.filter(({ id }) => !isLeftOut(id, at, MISSING_SHARE));
    return { ...exchange, reply: { ...exchange.reply, body } };
  }

  /** Somebody else spends all of a bucket. */
  spend(bucket: BookEntry["bucket"], at: Instant): void {
    while (this.#books.charge(this.#project, bucket, at));
  }

  /** When the hub calls next. */
  nextPushAt(): Instant {
    const [verification] = this.#verifications;
    const news = this.#news[this.#nextNews];
    return Math.min(verification?.receivedAt ?? Infinity, news?.receivedAt ?? Infinity) as Instant;
  }

  /** What the hub calls with up to an instant; news of channels that are not subscribed is kept to itself. */
  pushesUntil(at: Instant): readonly Push[] {
    const pushes: Push[] = [];
    while ((this.#verifications[0]?.receivedAt ?? Infinity) <= at) pushes.push(...this.#verifications.splice(0, 1));
    for (;;) {
      const news = this.#news[this.#nextNews];
      if (!news || news.receivedAt > at) return pushes;
      this.#nextNews += 1;
      if ((this.#subscribedUntil.get(news.channelId) ?? 0) > news.receivedAt) pushes.push(news);
    }
  }

  books(): readonly BookEntry[] {
    return this.#books.read();
  }

  #subscribe(channelId: ChannelId, at: Instant): void {
    const receivedAt = plus(at, VERIFIED_AFTER);
    this.#subscribedUntil.set(channelId, plus(receivedAt, LEASE));
    this.#verifications.push({ kind: "verified", channelId, receivedAt, lease: LEASE });
  }
}

const failed = (call: Call, reply: Failure): Exchange => ({ kind: call.kind, call, reply }) as Exchange;

/** What the hub would push of all channels, by arrival: each upload half a minute later on average. */
function newsOf(world: LightWorld, { from, until }: Span): Extract<Push, { kind: "pushed" }>[] {
  const chance = new Chance(world.seed, "hub");
  const pushes: Extract<Push, { kind: "pushed" }>[] = [];
  for (const [video, start] of world.startAt.entries()) {
    const publishedAt = start as Instant;
    const channelId = world.channels[world.channelOf[video] ?? 0]?.id;
    const receivedAt = plus(publishedAt, milliseconds(Math.round(5000 - 25_000 * Math.log(1 - chance.uniform()))));
    if (chance.happens(LOST_SHARE) || publishedAt < from || publishedAt >= until || !channelId) continue;
    const entry = { videoId: idOf(video), channelId, publishedAt, updatedAt: publishedAt, shortsLink: null };
    pushes.push({ kind: "pushed", channelId, receivedAt, news: { entries: [entry], deletions: [] } });
  }
  return pushes.sort((a, b) => a.receivedAt - b.receivedAt);
}
