import type { SubscribeCall } from "#domain/call.ts";
import type { ChannelId } from "#domain/channel.ts";
import type { Push } from "#domain/push.ts";
import { type Duration, days, type Instant, instant, milliseconds, plus, seconds } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import type { CapacityWorld } from "./capacity-world.ts";
import { idOf } from "./light-world.ts";

/** What the hub loses, and how late it is: half a minute on average. */
const LOST_SHARE = 0.03;
const DELAY_LEAST: Duration = seconds(5);
const DELAY_MEAN: Duration = seconds(25);

export const LEASE: Duration = days(5);
const VERIFIED_AFTER: Duration = seconds(3);

/** A hub that pushes the world's uploads from an instant on, and verifies whoever asks. */
export class CapacityHub {
  readonly #pushes: readonly Push[];
  #pushed = 0;
  /** By arrival: each follows its request by the same time. */
  readonly #verifications: Push[] = [];

  /** `null` as the world: a hub that nobody can be reached by. */
  constructor(world: CapacityWorld | null, seed: number, from: Instant) {
    this.#pushes = world ? pushesOf(world, seed, from) : [];
  }

  /** When the next message arrives; `null` = none will. */
  get nextAt(): Instant | null {
    return this.#next()?.receivedAt ?? null;
  }

  take(): Push {
    const next = this.#next();
    if (!next) throw new Error("the hub has nothing to say");
    if (next === this.#verifications[0]) this.#verifications.shift();
    else this.#pushed += 1;
    return next;
  }

  subscribe({ channelId }: SubscribeCall, at: Instant): void {
    this.#verifications.push({ kind: "verified", channelId, receivedAt: plus(at, VERIFIED_AFTER), lease: LEASE });
  }

  #next(): Push | undefined {
    const [push, verification] = [this.#pushes[this.#pushed], this.#verifications[0]];
    if (!push || !verification) return push ?? verification;
    return verification.receivedAt <= push.receivedAt ? verification : push;
  }
}

function pushesOf({ light }: CapacityWorld, seed: number, from: Instant): Push[] {
  const chance = new Chance(seed, "hub");
  const pushes: Push[] = [];
  for (const [video, start] of light.startAt.entries()) {
    const delay = milliseconds(Math.round(DELAY_LEAST - DELAY_MEAN * Math.log(1 - chance.uniform())));
    if (chance.happens(LOST_SHARE) || start < from) continue;
    const publishedAt = instant(start);
    const channelId = light.channels[light.channelOf[video] ?? 0]?.id as ChannelId;
    const entry = { videoId: idOf(video), channelId, publishedAt, updatedAt: publishedAt, shortsLink: null };
    const receivedAt = plus(publishedAt, delay);
    pushes.push({ kind: "pushed", channelId, receivedAt, news: { entries: [entry], deletions: [] } });
  }
  return pushes.sort((a, b) => a.receivedAt - b.receivedAt);
}
