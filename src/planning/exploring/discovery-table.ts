import type { ChannelId } from "#domain/channel.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import type { ChannelFacts, FoundChannel, ShownCategory, TrackedDiscovery } from "#domain/discovery-step.ts";
import { type Duration, days, type Instant, minus } from "#domain/time.ts";
import { Exploration } from "./exploration.ts";

/**
 * For so long what one discovery had described serves the others; and then it is described again, within the thirty days
 * after which it is to be forgotten or renewed.
 */
export const FACTS_GOOD_FOR: Duration = days(25);

/** The discoveries that are kept, and what is known of the channels that they met. */
export class DiscoveryTable {
  readonly #all = new Map<DiscoveryId, Exploration>();
  readonly #facts = new Map<ChannelId, ChannelFacts>();
  /** They were purged: nothing is to be asked of them by itself. */
  readonly #forgotten = new Set<ChannelId>();

  constructor(discoveries: readonly TrackedDiscovery[], facts: readonly ChannelFacts[]) {
    for (const discovery of discoveries) this.#all.set(discovery.id, new Exploration(discovery));
    for (const known of facts) this.#facts.set(known.id, known);
  }

  get(id: DiscoveryId): Exploration | undefined {
    return this.#all.get(id);
  }

  get size(): number {
    return this.#all.size;
  }

  /** By id: decisions do not depend on the order in which they came. */
  inOrder(): readonly Exploration[] {
    return [...this.#all.values()].sort((a, b) => (a.terms.id < b.terms.id ? -1 : 1));
  }

  /** Takes up a discovery that people added or changed. How far a known one has come may be newer here. */
  fold(row: TrackedDiscovery): void {
    const known = this.#all.get(row.id);
    if (known) known.edit(row);
    else this.#all.set(row.id, new Exploration(row));
  }

  drop(id: DiscoveryId): void {
    this.#all.delete(id);
  }

  /** A channel is known by its videos, whoever brought them. */
  give(id: ChannelId): void {
    for (const discovery of this.#all.values()) discovery.give(id);
  }

  factsOf(id: ChannelId): ChannelFacts | undefined {
    return this.#facts.get(id);
  }

  /** Whether what is known of a channel is so old that it is to be described again, or is not known any more. */
  isStale(id: ChannelId, now: Instant): boolean {
    const facts = this.#facts.get(id);
    if (this.#forgotten.has(id) || facts?.gone) return false;
    return (facts?.describedAt ?? 0) < minus(now, FACTS_GOOD_FOR);
  }

  /** All that is known of a channel is to be removed. */
  forget(id: ChannelId): void {
    this.#facts.delete(id);
    this.#forgotten.add(id);
  }

  /** A channel was described. */
  learn(found: FoundChannel): void {
    const { id, describedAt, gone, language, country, categories, subscribers } = found;
    const shownCategories = this.#facts.get(id)?.shownCategories ?? [];
    this.#facts.set(id, { id, describedAt, gone, language, country, categories, shownCategories, subscribers });
  }

  /** A chart or search of a category showed a channel. */
  note({ id, category }: ShownCategory): void {
    const known = this.#facts.get(id) ?? factsOfNobody(id);
    if (known.shownCategories.includes(category)) return;
    this.#facts.set(id, { ...known, shownCategories: [...known.shownCategories, category] });
  }
}

const factsOfNobody = (id: ChannelId): ChannelFacts => ({
  id,
  describedAt: null,
  gone: false,
  language: null,
  country: null,
  categories: [],
  shownCategories: [],
  subscribers: null,
});
