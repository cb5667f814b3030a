import {
  type DescribedChannel,
  FRONTIER_SOURCES,
  type FrontierNode,
  type FrontierReading,
  LANGUAGE_HINTS,
  type LanguageHint,
  type ShownChannel,
} from "#domain/frontier.ts";
import { ByClass } from "./by-class.ts";
import { Candidates, type NodeProgress, pathOf } from "./candidates.ts";
import type { Draws } from "./draws.ts";
import { nodePath } from "./node-path.ts";
import { worthBeside, YieldModel, yieldPerUnit } from "./yield-model.ts";

/** What a discovery should do next with its units; `expected` new fitting channels per unit, as drawn for a page. */
type FrontierErrand =
  | { readonly kind: "read"; readonly node: FrontierNode; readonly page: number; readonly expected: number }
  | { readonly kind: "describe"; readonly ids: readonly string[]; readonly expected: number };

/** What the next unit of a bucket is best spent on, and what it is expected to bring. */
interface BestPage {
  readonly progress: NodeProgress;
  readonly expected: number;
}

/**
 * What may be read and what may be described, and which of it next: the page or the batch that brings most new fitting
 * channels per unit. Pages are drawn from what is known of their class (Thompson sampling), so that a class of which little
 * is known is tried as often as it may be the best. Its state is what it was told: told again in the same order it is the same.
 */
export class Frontier {
  readonly #draws: Draws;
  readonly #model = new YieldModel();
  readonly #nodes = new Map<string, NodeProgress>();
  readonly #open = new ByClass<NodeProgress>();
  readonly #underWay = new Set<NodeProgress>();
  readonly #candidates = new Candidates();
  /** Whether each described channel fits. */
  readonly #described = new Map<string, boolean>();
  readonly #sightings = new Map<string, number>();
  readonly #ofChannel = new Map<string, NodeProgress[]>();
  /** What a unit of the default bucket brings lately. */
  #going = 0;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** Makes a node known. One that is known and not read yet takes on the traits that it has now. */
  open(node: FrontierNode): void {
    const key = keyOf(node);
    const known = this.#nodes.get(key);
    if (known && (known.pages + known.rounds > 0 || this.#underWay.has(known))) return;
    const seen = this.timesShown(node.subject);
    const progress = known ?? { node, seen, pages: 0, rounds: 0, described: 0, fitting: 0, found: 0, foundBefore: 0 };
    progress.node = node;
    this.#nodes.set(key, progress);
    if (isOfChannel(node.source) && !known)
      this.#ofChannel.set(node.subject, [...(this.#ofChannel.get(node.subject) ?? []), progress]);
    this.#open.put(progress, nodePath(progress));
  }

  /** Opens the lists of a source again, which change by themselves: charts, by the day. */
  reopen(source: FrontierNode["source"]): void {
    for (const progress of this.#nodes.values()) {
      if (progress.node.source !== source || this.#open.has(progress) || this.#underWay.has(progress)) continue;
      this.#open.put(progress, nodePath(progress));
    }
  }

  /** How many pages showed each channel that is described. */
  get sightings(): ReadonlyMap<string, number> {
    return this.#sightings;
  }

  /** How often a channel was shown so far. */
  timesShown(id: string): number {
    return this.#sightings.get(id) ?? this.#candidates.get(id)?.seen ?? 0;
  }

  /**
   * What to spend the next unit of the default bucket on; `null` = nothing is left that is expected to bring `floor` new
   * fitting channels. What it names is taken: a batch is never named twice, a page not before what it showed is recorded.
   */
  next(floor: number): FrontierErrand | null {
    const page = this.#best("default", true);
    const batch = this.#candidates.likeliest((path) => this.#model.chanceOf(path), page?.expected ?? 0);
    if (batch.candidates.length > 0 && batch.expected >= Math.max(floor, page?.expected ?? 0)) {
      this.#candidates.take(batch);
      this.#going += (batch.expected - this.#going) / GOING_MEMORY;
      return { kind: "describe", ids: batch.candidates.map(({ id }) => id), expected: batch.expected };
    }
    if (page && (page.expected >= floor || (this.#best("default", false)?.expected ?? 0) >= floor)) {
      this.#going += (page.expected - this.#going) / GOING_MEMORY;
      return this.#read(page);
    }
    return null;
  }

  /** What to search for next; `null` = no page is worth the units that describing its channels takes. */
  nextSearch(floor: number): FrontierErrand | null {
    const page = this.#best("search", true);
    return page && page.expected > 0 && page.expected >= floor ? this.#read(page) : null;
  }

  /** Records what a page showed. Tells how many of its channels nobody knew. */
  recordReading(node: FrontierNode, reading: FrontierReading): number {
    const progress = this.#nodes.get(keyOf(node));
    if (!progress || !this.#underWay.delete(progress))
      throw new Error(`a page was recorded that nobody asked for: ${keyOf(node)}`);
    const path = nodePath(progress);
    const channels = reading.kind === "shown" ? reading.channels : [];
    const fresh = new Map<LanguageHint, number>();
    const shown = new Map<LanguageHint, number>();
    for (const channel of channels) {
      const isNew = this.#show(channel, progress, path);
      shown.set(channel.hint, (shown.get(channel.hint) ?? 0) + 1);
      if (isNew) fresh.set(channel.hint, (fresh.get(channel.hint) ?? 0) + 1);
    }
    for (const hint of LANGUAGE_HINTS) this.#model.notePage(path, hint, shown.get(hint) ?? 0, fresh.get(hint) ?? 0);
    this.#model.tick();
    this.#turnPage(progress, reading);
    return [...fresh.values()].reduce((sum, n) => sum + n, 0);
  }

  /** Records what became of a batch: each channel that was asked for, whether it fits. */
  recordDescriptions(channels: readonly DescribedChannel[]): void {
    for (const { id, fits } of channels) {
      if (this.#described.has(id)) continue;
      this.#described.set(id, fits);
      const candidate = this.#candidates.get(id);
      if (!candidate) continue;
      this.#candidates.settle(candidate);
      this.#sightings.set(id, candidate.seen);
      this.#model.noteDescribed(pathOf(candidate), fits);
      for (const [index, progress] of candidate.shownBy.entries()) {
        progress.described += 1;
        if (fits) progress.fitting += 1;
        if (fits && index === 0) progress.found += 1;
        if (this.#open.has(progress)) this.#open.put(progress, nodePath(progress));
      }
    }
    this.#model.tick();
  }

  /** Takes note of a channel on a page; tells whether nobody knew it. */
  #show({ id, hint }: ShownChannel, progress: NodeProgress, path: readonly string[]): boolean {
    const fits = this.#described.get(id);
    if (fits !== undefined) {
      progress.described += 1;
      if (fits) progress.fitting += 1;
      this.#seeAgain(id);
      return false;
    }
    const known = this.#candidates.get(id);
    if (known) this.#candidates.seeAgain(known, progress);
    else this.#candidates.add({ id, hint, path, shownBy: [progress], seen: 1 });
    return !known;
  }

  /** A channel that is known was shown again: the more often, the better known is what is around it. */
  #seeAgain(id: string): void {
    const times = (this.#sightings.get(id) ?? 0) + 1;
    this.#sightings.set(id, times);
    for (const progress of this.#ofChannel.get(id) ?? []) {
      progress.seen = times;
      if (progress.pages + progress.rounds === 0 && this.#open.has(progress))
        this.#open.put(progress, nodePath(progress));
    }
  }

  #turnPage(progress: NodeProgress, reading: FrontierReading): void {
    if (progress.pages === 0) progress.foundBefore = progress.found;
    progress.pages += 1;
    if (reading.kind === "shown" && reading.more && progress.pages < FRONTIER_SOURCES[progress.node.source].pagesMost) {
      this.#open.put(progress, nodePath(progress));
      return;
    }
    progress.pages = 0;
    progress.rounds += 1;
  }

  #best(bucket: "default" | "search", draw: boolean): BestPage | null {
    let best: BestPage | null = null;
    const luck = new Map<string, number>();
    for (const { path, things } of this.#open.classes()) {
      const [first] = things;
      if (!first || FRONTIER_SOURCES[first.node.source].bucket !== bucket) continue;
      const page = this.#model.pageOf(path);
      let expected = bucket === "search" ? worthBeside(page, this.#going) : yieldPerUnit(page);
      if (draw) {
        const kind = path[1] ?? path[0] ?? "";
        const known = luck.get(kind) ?? this.#model.luckOf(path.slice(0, 2), this.#draws);
        luck.set(kind, known);
        expected *= known;
      }
      if (!best || expected > best.expected) best = { progress: first, expected };
    }
    return best;
  }

  #read({ progress, expected }: BestPage): FrontierErrand {
    this.#open.remove(progress);
    this.#underWay.add(progress);
    return { kind: "read", node: progress.node, page: progress.pages, expected };
  }
}

/** How many errands the going rate remembers: a few minutes of a busy day. */
const GOING_MEMORY = 50;

const isOfChannel = (source: FrontierNode["source"]): boolean => source !== "search" && source !== "chart";

const keyOf = ({ source, subject }: FrontierNode): string => `${source} ${subject}`;
