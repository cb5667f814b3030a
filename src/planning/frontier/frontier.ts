import {
  type DescribedChannel,
  FRONTIER_SOURCES,
  type FrontierMemory,
  type FrontierNode,
  type FrontierReading,
  LANGUAGE_HINTS,
  type LanguageHint,
  type ShownChannel,
} from "#domain/frontier.ts";
import { type Candidate, Candidates, isHandle, pathOf } from "./candidates.ts";
import { Draws } from "./draws.ts";
import { nodePath } from "./node-path.ts";
import { type NodeProgress, Nodes, nodeKey } from "./nodes.ts";
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
  readonly #nodes = new Nodes();
  readonly #candidates = new Candidates();
  /** Whether each described channel fits. */
  readonly #described = new Map<string, boolean>();
  readonly #sightings = new Map<string, number>();
  readonly #channelOf = new Map<string, string>();
  /** What a unit of the default bucket brings lately. */
  #going = 0;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** A frontier that goes on where another was: what was handed out then and not recorded is handed out again. */
  static recalled(memory: FrontierMemory): Frontier {
    const frontier = new Frontier(new Draws(memory.chance));
    frontier.#going = memory.going;
    for (const count of memory.classes) frontier.#model.recall(count);
    for (const node of memory.nodes) frontier.#nodes.recall(node);
    for (const [handle, id] of memory.handles) frontier.#channelOf.set(handle, id);
    for (const { id, seen, fits, hint, path, shownBy } of memory.channels) {
      if (fits === null) {
        const nodes = shownBy.flatMap((key) => frontier.#nodes.get(key) ?? []);
        frontier.#candidates.add({ id, hint, path, seen, shownBy: nodes });
      } else {
        frontier.#described.set(id, fits);
        frontier.#sightings.set(id, seen);
      }
    }
    return frontier;
  }

  /** All that it knows. */
  memory(): FrontierMemory {
    const described = [...this.#described].map(([id, fits]) => ({
      id,
      seen: this.timesShown(id),
      fits,
      hint: "none" as const,
      path: [],
      shownBy: [],
    }));
    const waiting = [...this.#candidates.all()].map(({ id, seen, hint, path, shownBy }) => ({
      id,
      seen,
      fits: null,
      hint,
      path,
      shownBy: shownBy.map(({ node }) => nodeKey(node)),
    }));
    return {
      nodes: this.#nodes.memory(),
      channels: [...described, ...waiting],
      classes: this.#model.memory(),
      handles: [...this.#channelOf],
      going: this.#going,
      chance: this.#draws.state,
    };
  }

  /** Makes a node known. One that is known and not read yet takes on the traits that it has now. */
  open(node: FrontierNode): void {
    this.#nodes.open(node, this.timesShown(node.subject));
  }

  /** Opens the lists of a source again, which change by themselves: charts, by the day. */
  reopen(source: FrontierNode["source"]): void {
    this.#nodes.reopen(source);
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
    const progress = this.#nodes.takeBack(node);
    const path = nodePath(progress);
    const channels = reading.kind === "shown" ? reading.channels : [];
    const fresh = new Map<LanguageHint, number>();
    const shown = new Map<LanguageHint, number>();
    for (const channel of channels) {
      const isNew = this.#show(channel, progress, path);
      // A handle costs fifty times what an id does: none is a reason to read a page.
      if (isHandle(channel.id)) continue;
      shown.set(channel.hint, (shown.get(channel.hint) ?? 0) + 1);
      if (isNew) fresh.set(channel.hint, (fresh.get(channel.hint) ?? 0) + 1);
    }
    for (const hint of LANGUAGE_HINTS) this.#model.notePage(path, hint, shown.get(hint) ?? 0, fresh.get(hint) ?? 0);
    this.#model.tick();
    this.#nodes.turnPage(progress, reading);
    return [...fresh.values()].reduce((sum, n) => sum + n, 0);
  }

  /** Records what became of a batch: each channel that was asked for, whether it fits. */
  recordDescriptions(channels: readonly DescribedChannel[]): void {
    for (const { id, channelId = id, fits } of channels) {
      if (channelId !== id) this.#channelOf.set(id, channelId);
      const isNew = !this.#described.has(channelId);
      this.#described.set(channelId, fits);
      // A handle may be that of a channel which waits by its id as well.
      for (const name of new Set([id, channelId])) {
        const candidate = this.#candidates.get(name);
        if (candidate) this.#settle(candidate, channelId, fits, isNew && name === id);
      }
    }
    this.#model.tick();
  }

  #settle(candidate: Candidate, id: string, fits: boolean, isNew: boolean): void {
    this.#candidates.settle(candidate);
    this.#sightings.set(id, (this.#sightings.get(id) ?? 0) + candidate.seen);
    this.#model.noteDescribed(pathOf(candidate), fits && isNew);
    for (const [index, progress] of candidate.shownBy.entries()) {
      progress.described += 1;
      if (fits) progress.fitting += 1;
      if (fits && isNew && index === 0) progress.found += 1;
      this.#nodes.refresh(progress);
    }
  }

  /** Takes note of a channel on a page; tells whether nobody knew it. */
  #show({ id: name, hint }: ShownChannel, progress: NodeProgress, path: readonly string[]): boolean {
    const id = this.#channelOf.get(name) ?? name;
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
    this.#nodes.seen(id, times);
  }

  #best(bucket: "default" | "search", draw: boolean): BestPage | null {
    let best: BestPage | null = null;
    const luck = new Map<string, number>();
    for (const { path, things } of this.#nodes.classes()) {
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
    this.#nodes.take(progress);
    return { kind: "read", node: progress.node, page: progress.pages, expected };
  }
}

/** How many errands the going rate remembers: a few minutes of a busy day. */
const GOING_MEMORY = 50;
