import { type ChannelId, isChannelId } from "#domain/channel.ts";
import type { DiscoverySpend, DiscoveryStep, SourceYield, TrackedDiscovery } from "#domain/discovery-step.ts";
import type { FrontierLook } from "#domain/frontier.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { Frontier } from "#planning/frontier/frontier.ts";
import { seedFrontier } from "./seed-frontier.ts";

/** What people wrote of a discovery. */
export type DiscoveryTerms = Omit<TrackedDiscovery, "memory" | "yields" | "spent" | "given">;

/** One discovery at work: what was asked of it, and how far it has come. */
export class Exploration {
  terms: DiscoveryTerms;
  readonly frontier: Frontier;
  #spent: DiscoverySpend;
  readonly #yields: Map<string, SourceYield>;
  #matching: number;
  #day: string | null = null;
  #renewed: string | null = null;
  #stale: readonly ChannelId[] = [];
  /** What would be next of each bucket; it stays while nothing changes. */
  readonly #looks = new Map<string, FrontierLook | null>();

  constructor(row: TrackedDiscovery) {
    const { memory, yields, spent, given: _, ...terms } = row;
    this.terms = terms;
    this.frontier = Frontier.recalled(memory);
    this.#spent = spent;
    this.#yields = new Map(yields.map((own) => [own.source, own]));
    this.#matching = memory.channels.filter(({ fits }) => fits === true).length;
    seedFrontier(this.frontier, row);
  }

  /** How many channels were found that fit. */
  get matching(): number {
    return this.#matching;
  }

  /** What was spent on a quota day so far. */
  spentOn(day: string): DiscoverySpend {
    const { unitsAt, searchesAt } = this.#spent;
    return this.#spent.day === day ? this.#spent : { day, units: 0, searches: 0, unitsAt, searchesAt };
  }

  yieldOf(source: SourceYield["source"]): SourceYield {
    return this.#yields.get(source) ?? { source, pages: 0, closed: 0, shown: 0, fresh: 0, fitting: 0 };
  }

  /**
   * Channels that fit and are to be described again, at most one call's; `null` = none is. Who they are is looked up once a day.
   *
   * @param isStale whether what is known of a channel is too old to be kept much longer.
   */
  renewal(day: string, isStale: (id: ChannelId) => boolean): FrontierLook | null {
    if (this.#renewed !== day) {
      this.#renewed = day;
      this.#stale = this.frontier.described.fitting().filter(isChannelId).sort();
    }
    this.#stale = firstOf(this.#stale, isStale);
    if (this.#stale.length === 0) return null;
    return this.frontier.describing(this.#stale.slice(0, IDS_PER_CALL).filter(isStale));
  }

  /** What the next unit of a bucket should be spent on; asked again on the same day, it is the same. */
  look(bucket: "default" | "search", day: string): FrontierLook | null {
    if (this.#day !== day) {
      this.#day = day;
      this.#looks.clear();
      // Charts change by the day.
      this.frontier.reopen("chart", day);
    }
    const known = this.#looks.get(bucket);
    if (known !== undefined) return known;
    const look = this.frontier.look(bucket, this.terms.floor);
    this.#looks.set(bucket, look);
    return look;
  }

  /** People changed what they want, or named more. */
  edit(row: TrackedDiscovery): void {
    const { memory: _memory, yields: _yields, spent: _spent, given: _given, ...terms } = row;
    this.terms = terms;
    seedFrontier(this.frontier, row);
    this.#looks.clear();
  }

  /** A channel is known from elsewhere. */
  give(id: string): void {
    if (!this.frontier.isNew(id)) return;
    this.frontier.name(id, "import");
    this.#looks.clear();
  }

  absorb({ memory, yields, spent }: DiscoveryStep): void {
    for (const { id, fits } of memory.channels) {
      const before = this.frontier.fits(id) === true;
      if (fits === true && !before) this.#matching += 1;
      if (fits === false && before) this.#matching -= 1;
    }
    this.frontier.absorb(memory);
    for (const own of yields) this.#yields.set(own.source, own);
    if (spent) this.#spent = spent;
    this.#looks.clear();
  }
}

/** What is left of a list from the first on that is as asked. */
function firstOf<T>(all: readonly T[], is: (each: T) => boolean): readonly T[] {
  const first = all.findIndex(is);
  return first === -1 ? [] : all.slice(first);
}
