import type { ChannelId } from "#domain/channel.ts";
import { channelIdOf } from "./identifiers.ts";
import { Chance, hash, share } from "./random.ts";
import type { World, WorldChannel, WorldVideo } from "./world.ts";

/** Subscriptions are private unless their owner opens them [A]. */
const PRIVATE_SUBSCRIPTIONS = 0.75;
/** Nobody keeps more subscriptions than this. */
const SUBSCRIPTIONS_MAX = 1_000;
/** How many channels have a shelf of others on their page [A]. */
const WITH_FEATURED = 0.2;
/** Of those who comment, how many have a channel with videos of their own [A]. */
const OWNERS_COMMENT = 0.1;
/** Of a channel's links, how many stay in its country [A]. */
const WITHIN_COUNTRY = 0.7;
/** Accounts that only watch, numbered apart from the world's channels so that none is one of them. */
const VIEWERS_FROM = 1 << 25;
const VIEWERS = 1 << 24;

/** Somebody who commented: a channel of the world, or an account that only watches. */
export interface Commenter {
  readonly id: ChannelId;
  readonly name: string;
}

/**
 * Who subscribes to whom, who shows whom, and who comments: pure functions of ids. Links stay in a country more often than not
 * and lead to some channels far more often than to others; which these are has nothing to do with their views.
 */
export class Links {
  readonly #everybody: readonly WorldChannel[];
  readonly #byCountry: ReadonlyMap<string, readonly WorldChannel[]>;

  constructor(world: World) {
    this.#everybody = world.channels.toSorted((a, b) => hash("favoured", a.id) - hash("favoured", b.id));
    this.#byCountry = Map.groupBy(this.#everybody, countryOf);
  }

  /** The public subscriptions of a channel; `null` = they are private. */
  subscriptionsOf(channel: WorldChannel): readonly WorldChannel[] | null {
    if (share("private subscriptions", channel.id) < PRIVATE_SUBSCRIPTIONS) return null;
    const chance = new Chance("subscriptions", channel.id);
    return this.#linked(channel, Math.min(SUBSCRIPTIONS_MAX, Math.floor(chance.logNormal(40, 1.2))), chance);
  }

  /** The channels that a channel shows on its page. */
  featuredBy(channel: WorldChannel): readonly WorldChannel[] {
    const chance = new Chance("featured", channel.id);
    return chance.happens(WITH_FEATURED) ? this.#linked(channel, chance.integer(1, 12), chance) : [];
  }

  /** Who wrote a video's `nth` comment. */
  commenterOf(video: WorldVideo, channel: WorldChannel, nth: number): Commenter {
    const chance = new Chance("comment", video.id, nth);
    if (chance.happens(OWNERS_COMMENT)) {
      const { id, handle } = this.#link(channel, chance);
      return { id, name: handle };
    }
    const number = VIEWERS_FROM + chance.integer(0, VIEWERS);
    return { id: channelIdOf(0, number), name: `@viewer${number}` };
  }

  #linked(channel: WorldChannel, count: number, chance: Chance): readonly WorldChannel[] {
    const linked = new Set<WorldChannel>();
    for (let i = 0; i < count; i++) linked.add(this.#link(channel, chance));
    linked.delete(channel);
    return [...linked];
  }

  #link(channel: WorldChannel, chance: Chance): WorldChannel {
    const near = chance.happens(WITHIN_COUNTRY) ? this.#byCountry.get(countryOf(channel)) : undefined;
    const pool = near ?? this.#everybody;
    return pool[Math.floor(pool.length * chance.uniform() ** 2)] ?? channel;
  }
}

const countryOf = (channel: WorldChannel): string => channel.country ?? "";
