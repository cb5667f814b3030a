import type { ChannelId } from "#domain/channel.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import type { ChannelFacts, FoundChannel, ShownCategory, TrackedDiscovery } from "#domain/discovery-step.ts";
import { Exploration } from "./exploration.ts";

/** The discoveries that are kept, and what is known of the channels that they met. */
export class DiscoveryTable {
  readonly #all = new Map<DiscoveryId, Exploration>();
  readonly #facts = new Map<ChannelId, ChannelFacts>();

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

  factsOf(id: ChannelId): ChannelFacts | undefined {
    return this.#facts.get(id);
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
