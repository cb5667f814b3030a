import { type ChannelId, isChannelId } from "#domain/channel.ts";
import type { FoundBy, Unmet } from "#domain/discovery.ts";
import type { ChannelFacts, DiscoverySpend, DiscoveryStep, SourceYield } from "#domain/discovery-step.ts";
import type { FrontierLook } from "#domain/frontier.ts";
import { channelNodes } from "#planning/frontier/channel-nodes.ts";
import type { Frontier } from "#planning/frontier/frontier.ts";
import type { Exploration } from "./exploration.ts";
import { unmetBy } from "./unmet.ts";

/** Terms that one channel may add: the first ones that its owner names are those that it is about. */
const TERMS_EACH = 5;

/** What is known of a channel that a discovery waits for. */
export interface ToldChannel {
  /** As it was shown: its id, or its handle. */
  readonly name: string;
  /** Its id; of a handle that is nobody's, the handle. */
  readonly id: string;
  /** `null` = YouTube does not answer for it. */
  readonly facts: ChannelFacts | null;
  /** What its owner wants it to be found by. */
  readonly keywords: readonly string[];
}

/** One discovery's share in an answer, while it is being worked out. */
export class Explored {
  readonly draft: Frontier;
  /** Channels that are to be tracked, because they fit and the discovery says so. */
  readonly fitting: ChannelId[] = [];
  readonly #discovery: Exploration;
  readonly #marks = new Map<string, { metBy?: FoundBy; unmet?: readonly Unmet[] }>();
  readonly #yields = new Map<FoundBy, { -readonly [K in keyof SourceYield]: SourceYield[K] }>();

  /** @param look what the answer is to; `null` = another discovery asked. */
  constructor(discovery: Exploration, look: FrontierLook | null) {
    this.#discovery = discovery;
    this.draft = discovery.frontier.draft(look);
  }

  yieldOf(source: FoundBy): { -readonly [K in keyof SourceYield]: SourceYield[K] } {
    const own = this.#yields.get(source) ?? { ...this.#discovery.yieldOf(source) };
    this.#yields.set(source, own);
    return own;
  }

  /** A channel that nobody knew was met. */
  meet(name: string, by: FoundBy): void {
    this.#marks.set(name, { ...this.#marks.get(name), metBy: by });
    this.yieldOf(by).fresh += 1;
  }

  /** Works out what channels are to the filter, and opens the lists of those that may lead on. */
  judge(told: readonly ToldChannel[]): void {
    const { filters, sources, onFound } = this.#discovery.terms;
    for (const { name, id, facts, keywords } of told) {
      const isNew = this.draft.fits(id) === undefined;
      if (!isNew && name === id) continue;
      const by = this.draft.metBy(name);
      // No page showed first what people named.
      if (by === "seed" || by === "import") this.meet(id, by);
      else if (by && name !== id && isNew) this.#marks.set(id, { metBy: by });
      const unmet = facts ? unmetBy(facts, filters) : (["gone"] as const);
      const fits = unmet.length === 0;
      if (fits && isNew) this.yieldOf(by ?? "seed").fitting += 1;
      this.#marks.set(id, { ...this.#marks.get(id), unmet });
      this.draft.recordDescriptions([{ id: name, channelId: id, fits }]);
      const nodes = channelNodes({ id, unmet, subscribers: facts?.subscribers ?? null });
      for (const node of nodes) if (sources.includes(node.source)) this.draft.open(node);
      if (!fits || !isNew) continue;
      if (sources.includes("search")) for (const term of keywords.slice(0, TERMS_EACH)) this.draft.carry(term);
      if (onFound.kind === "track" && isChannelId(id)) this.fitting.push(id);
    }
  }

  step(spent: DiscoverySpend | null): DiscoveryStep {
    return {
      discoveryId: this.#discovery.terms.id,
      memory: this.draft.memory(),
      marks: Object.fromEntries(this.#marks),
      yields: [...this.#yields.values()],
      spent,
    };
  }
}
