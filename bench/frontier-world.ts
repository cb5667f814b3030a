import type { ShownChannel } from "#domain/frontier.ts";
import { Chance, share } from "#simulation/random.ts";
import type { FrontierFilter, FrontierWorldShape } from "./frontier-worlds.ts";

const LANGUAGES = 24;
export const TOPICS = 15;
const REGIONS_OF_LANGUAGE = 4;
const PAGE = 50;
const AUTHORS_PAGE = 100;
const CHART_PLACES = 200;
const SEARCH_RESULTS = 500;
const TERMS_EACH = 3;
/** Accounts that only watch and comment: many times as many as channels. */
const VIEWERS = 30_000_000;

type Reading =
  | { readonly kind: "shown"; readonly ids: Int32Array | number[]; readonly more: boolean }
  | { readonly kind: "closed" };

/**
 * A million channels in a few flat arrays: communities of Pareto sizes, each with a language and a main topic. A channel's
 * lists are functions of the seed, made when they are asked for.
 */
export class FrontierWorld {
  readonly shape: FrontierWorldShape;
  readonly seed: number;
  readonly channels: number;
  readonly language: Uint8Array;
  readonly topic: Uint8Array;
  readonly community: Uint16Array;
  readonly subscribers: Uint32Array;
  /** Channels of a community follow each other, the biggest first. */
  readonly #communityStart: Int32Array;
  readonly #everybody: Int32Array;
  readonly #ofLanguage: readonly Int32Array[];
  readonly #ofTopic: readonly Int32Array[];
  /** Results of terms: the only lists that are dear to make. */
  readonly #results = new Map<string, Int32Array>();

  constructor(shape: FrontierWorldShape, seed: number, channels: number) {
    this.shape = shape;
    this.seed = seed;
    this.channels = channels;
    this.language = new Uint8Array(channels);
    this.topic = new Uint8Array(channels);
    this.community = new Uint16Array(channels);
    this.subscribers = new Uint32Array(channels);
    const chance = new Chance(seed, shape.name);
    const languageEnds = shares(LANGUAGES, 1.1);
    const weights = Float64Array.from({ length: shape.communities }, () => (1 - chance.uniform()) ** (-1 / 1.3));
    const total = weights.reduce((sum, w) => sum + w, 0);
    this.#communityStart = new Int32Array(shape.communities + 1);
    let reached = 0;
    for (let c = 0; c < shape.communities; c++) {
      const from = this.#communityStart[c] ?? 0;
      reached += weights[c] ?? 0;
      const to = c === shape.communities - 1 ? this.channels : Math.round((this.channels * reached) / total);
      this.#communityStart[c + 1] = to;
      this.#fill(c, from, to, drawFrom(languageEnds, chance), chance);
    }
    const order = Int32Array.from({ length: this.channels }, (_, i) => i).sort(
      (a, b) => (this.subscribers[b] ?? 0) - (this.subscribers[a] ?? 0),
    );
    this.#everybody = order;
    this.#ofLanguage = split(order, LANGUAGES, (i) => this.language[i] ?? 0);
    this.#ofTopic = split(order, LANGUAGES * TOPICS, (i) => (this.language[i] ?? 0) * TOPICS + (this.topic[i] ?? 0));
  }

  #fill(community: number, from: number, to: number, language: number, chance: Chance): void {
    const main = chance.integer(0, TOPICS - 1);
    // Communities differ in size of their channels as much as by a factor of two.
    const median = chance.logNormal(150, 0.7);
    const sizes = Float64Array.from({ length: to - from }, () => chance.logNormal(median, 2.2))
      .sort()
      .reverse();
    for (let i = from; i < to; i++) {
      this.community[i] = community;
      this.language[i] = chance.happens(0.95) ? language : chance.integer(0, LANGUAGES - 1);
      this.topic[i] = chance.happens(0.6) ? main : chance.integer(0, TOPICS - 1);
      this.subscribers[i] = Math.min(100_000_000, Math.floor(sizes[i - from] ?? 0));
    }
  }

  fits(id: number, filter: FrontierFilter): boolean {
    if (id >= this.channels || this.language[id] !== filter.language) return false;
    const size = this.subscribers[id] ?? 0;
    return size >= filter.least && size <= filter.most && (filter.topics?.has(this.topic[id] ?? -1) ?? true);
  }

  population(filter: FrontierFilter): number {
    let n = 0;
    for (let i = 0; i < this.channels; i++) if (this.fits(i, filter)) n += 1;
    return n;
  }

  /** What a list's text says of the language: mostly right, often nothing. */
  hint(id: number, filter: FrontierFilter): ShownChannel["hint"] {
    const told = share(this.seed, "hint", id);
    if (told < 0.25) return "none";
    const speaks = (id < this.channels ? this.language[id] : -1) === filter.language;
    return speaks === told < 0.95 ? "same" : "other";
  }

  subscriptions(channel: number, page: number): Reading {
    if (share(this.seed, "private", channel) < this.shape.privateSubscriptions) return { kind: "closed" };
    const chance = new Chance(this.seed, "subscriptions", channel);
    return pageOf(this.#linked(channel, Math.min(1000, Math.floor(chance.logNormal(40, 1.2))), chance), page, PAGE);
  }

  featured(channel: number): Reading {
    const chance = new Chance(this.seed, "featured", channel);
    const count = chance.happens(this.shape.withFeatured) ? chance.integer(1, 12) : 0;
    return pageOf(this.#linked(channel, count, chance), 0, PAGE);
  }

  /** Channels that the descriptions of fifty uploads name by id; handles are left out, as they cost a unit each. */
  uploads(channel: number, page: number): Reading {
    const chance = new Chance(this.seed, "uploads", channel, page);
    return { kind: "shown", ids: this.#linked(channel, chance.poisson(1.5), chance), more: page < 3 };
  }

  commenters(channel: number, page: number): Reading {
    if (share(this.seed, "comments off", channel) < 0.08) return { kind: "closed" };
    const chance = new Chance(this.seed, "commenters", channel);
    const authors = Math.min(2_000, Math.floor((this.subscribers[channel] ?? 0) / 10));
    const ids = new Set<number>();
    for (let i = 0; i < authors; i++) {
      if (chance.happens(this.shape.ownersComment)) ids.add(this.#link(channel, chance, 1.2));
      else ids.add(this.channels + chance.integer(0, VIEWERS));
    }
    return pageOf(Int32Array.from(ids), page, AUTHORS_PAGE);
  }

  /** The terms of a channel, which its titles use. */
  termsOf(channel: number): readonly string[] {
    const chance = new Chance(this.seed, "terms", channel);
    const kind = `${this.language[channel]} ${this.topic[channel]}`;
    return Array.from({ length: TERMS_EACH }, () => `${kind} ${Math.floor(this.shape.terms * chance.uniform() ** 2)}`);
  }

  /** Search for a term: what carries it, and some that do not, the big first; three in ten are left out. */
  search(term: string, page: number): Reading {
    const known = this.#results.get(term);
    const all = known ?? this.#resultsOf(term);
    this.#results.set(term, all);
    return pageOf(all, page, PAGE);
  }

  #resultsOf(term: string): Int32Array {
    const [language = 0, topic = 0] = term.split(" ").map(Number);
    const ids: number[] = [];
    for (const id of this.#ofTopic[language * TOPICS + topic] ?? []) {
      if (share(this.seed, term, id) < 0.3 || !this.termsOf(id).includes(term)) continue;
      ids.push(id);
      if (share(this.seed, "stray", term, id) < 0.15)
        ids.push(pick(this.#everybody, share(this.seed, "astray", term, id) ** 3));
      if (ids.length >= SEARCH_RESULTS) break;
    }
    return Int32Array.from(new Set(ids));
  }

  /** A chart: the region's big channels of a topic, most of them the same as the day before. */
  chart(region: string, topic: number, page: number, day: number): Reading {
    const from = page * PAGE;
    const [language = 0, number = 0] = region.split(" ").map(Number);
    const ids = new Set<number>();
    for (let place = from; place < from + PAGE; place++) {
      const phase = share(this.seed, "place", region, topic, place);
      const chance = new Chance(
        this.seed,
        "chart",
        region,
        topic,
        place,
        Math.floor(day * this.shape.chartChange + phase),
      );
      const pool = chance.happens(0.85) ? this.#ofTopic[language * TOPICS + topic] : this.#everybody;
      ids.add(pick(pool ?? this.#everybody, chance.uniform() ** (3 + number)));
    }
    return { kind: "shown", ids: [...ids], more: from + PAGE < CHART_PLACES };
  }

  regions(): readonly string[] {
    return Array.from(
      { length: LANGUAGES * REGIONS_OF_LANGUAGE },
      (_, i) => `${Math.floor(i / REGIONS_OF_LANGUAGE)} ${i % REGIONS_OF_LANGUAGE}`,
    );
  }

  /** Channels that fit, drawn by their size, as somebody would name them from memory. */
  seeds(filter: FrontierFilter, count: number): readonly number[] {
    const fitting = (this.#ofLanguage[filter.language] ?? new Int32Array()).filter((id) => this.fits(id, filter));
    const ids = new Set<number>();
    for (let i = 0; ids.size < Math.min(count, fitting.length); i++)
      ids.add(pick(fitting, share(this.seed, "seed", i) ** 2));
    return [...ids];
  }

  #linked(channel: number, count: number, chance: Chance): Int32Array {
    const ids = new Set<number>();
    for (let i = 0; i < count; i++) {
      const id = this.#link(channel, chance, this.shape.favour);
      if (id !== channel) ids.add(id);
    }
    return Int32Array.from(ids);
  }

  #link(channel: number, chance: Chance, favour: number): number {
    const where = chance.uniform();
    const u = chance.uniform() ** favour;
    if (where < this.shape.withinCommunity) {
      const community = this.community[channel] ?? 0;
      const from = this.#communityStart[community] ?? 0;
      return from + Math.floor(u * ((this.#communityStart[community + 1] ?? 0) - from));
    }
    const wide = where < this.shape.withinCommunity + this.shape.withinLanguage;
    return pick((wide ? this.#ofLanguage[this.language[channel] ?? 0] : null) ?? this.#everybody, u);
  }
}

const pageOf = (all: Int32Array, page: number, size: number): Reading => {
  const from = page * size;
  return { kind: "shown", ids: all.subarray(from, from + size), more: from + size < all.length };
};

const pick = (ids: Int32Array, u: number): number => ids[Math.min(ids.length - 1, Math.floor(u * ids.length))] ?? 0;

/** The ends of Zipf's shares, as parts of one. */
function shares(count: number, exponent: number): readonly number[] {
  const weights = Array.from({ length: count }, (_, i) => (i + 1) ** -exponent);
  const total = weights.reduce((sum, w) => sum + w, 0);
  let sum = 0;
  return weights.map((w) => {
    sum += w / total;
    return sum;
  });
}

const drawFrom = (ends: readonly number[], chance: Chance): number => {
  const u = chance.uniform();
  return Math.max(
    0,
    ends.findIndex((end) => u < end),
  );
};

function split(order: Int32Array, parts: number, partOf: (id: number) => number): readonly Int32Array[] {
  const lists = Array.from({ length: parts }, (): number[] => []);
  for (const id of order) lists[partOf(id)]?.push(id);
  return lists.map((ids) => Int32Array.from(ids));
}
