import type { FoundBy } from "#domain/discovery.ts";
import {
  type DescribedChannel,
  type FrontierErrand,
  type FrontierLook,
  type FrontierMemory,
  type FrontierNode,
  type FrontierReading,
  LANGUAGE_HINTS,
  type LanguageHint,
  type ShownChannel,
} from "#domain/frontier.ts";
import { type Candidate, Candidates, isHandle, pathOf } from "./candidates.ts";
import { Described } from "./described.ts";
import { Draws } from "./draws.ts";
import { nodePath } from "./node-path.ts";
import { type NodeProgress, Nodes, nodeKey } from "./nodes.ts";
import { whatNext } from "./what-next.ts";
import { YieldModel } from "./yield-model.ts";

/**
 * What may be read and what may be described, and which of it next: the page or the batch that brings most new fitting
 * channels per unit. Pages are drawn from what is known of their class (Thompson sampling), so that a class of which little
 * is known is tried as often as it may be the best. Its state is what it was told: told again in the same order it is the same.
 *
 * Whoever may not change it yet takes a `draft`, tells that what came, and lets the frontier `absorb` its memory.
 */
export class Frontier {
  readonly #draws: Draws;
  readonly #model: YieldModel;
  readonly #nodes: Nodes;
  readonly #candidates: Candidates;
  readonly described: Described;
  readonly #under: Frontier | null;
  /** What a unit of the default bucket brings lately. */
  #going = 0;

  constructor(draws: Draws, under: Frontier | null = null) {
    this.#draws = draws;
    this.#under = under;
    this.#model = new YieldModel(under ? under.#model : null);
    this.#nodes = new Nodes(under ? under.#nodes : null);
    this.described = new Described(under ? under.described : null);
    this.#candidates = new Candidates(under && ((id) => this.#copied(id)));
    this.#going = under ? under.#going : 0;
  }

  /** A frontier that goes on where another was: what was handed out then and not recorded is handed out again. */
  static recalled(memory: FrontierMemory): Frontier {
    const frontier = new Frontier(new Draws(memory.chance));
    frontier.absorb(memory);
    return frontier;
  }

  /**
   * A frontier that begins with this one and changes nothing of it; its memory is what it was told and what that touched.
   *
   * @param look what was done of what this one said to do next; `null` = nothing of it.
   */
  draft(look: FrontierLook | null): Frontier {
    const draft = new Frontier(new Draws(look?.chance ?? this.#draws.state), this);
    if (look) draft.#going = look.going;
    if (look?.errand.kind === "read") {
      const progress = draft.#nodes.get(nodeKey(look.errand.node));
      if (progress) draft.#nodes.take(progress);
    }
    return draft;
  }

  /** Takes up what another frontier or a draft of this one knows. Absorbed again, it changes nothing. */
  absorb(memory: FrontierMemory): void {
    this.#going = memory.going;
    this.#draws.goOn(memory.chance);
    for (const count of memory.classes) this.#model.recall(count);
    for (const node of memory.nodes) this.#nodes.recall(node);
    for (const [handle, id] of memory.handles) {
      this.described.own(handle, id);
      this.#candidates.drop(handle);
    }
    for (const { id, seen, fits, hint, path, shownBy } of memory.channels) {
      this.#candidates.drop(id);
      if (fits === null) {
        const nodes = shownBy.flatMap((key) => this.#nodes.get(key) ?? []);
        this.#candidates.add({ id, hint, path, seen, shownBy: nodes });
      } else {
        this.described.settle(id, fits);
        this.described.show(id, seen);
      }
    }
    this.#model.tick();
  }

  /** All that it knows; of a draft, what it was told. */
  memory(): FrontierMemory {
    return {
      nodes: this.#nodes.memory(),
      channels: [...this.described.memory(), ...this.#candidates.memory()],
      classes: this.#model.memory(),
      handles: this.described.handles(),
      going: this.#going,
      chance: this.#draws.state,
    };
  }

  /** Makes a node known. One that is known and not read yet takes on the traits that it has now. */
  open(node: FrontierNode): void {
    this.#nodes.open(node, this.timesShown(node.subject));
  }

  /** A fitting channel carries a term. The more of them do, the better its results are. */
  carry(term: string): void {
    this.#nodes.carry(term);
  }

  /** Makes a channel known that no page showed: somebody named it, or its videos are known. */
  name(id: string, by: FoundBy): void {
    if (this.fits(id) !== undefined || this.described.ownerOf(id) !== undefined || this.#candidates.get(id)) return;
    this.#candidates.add({ id, hint: "none", path: [by], shownBy: [], seen: 0 });
  }

  /** Opens the lists of a source again, which change by themselves: charts, by the day. */
  reopen(source: FrontierNode["source"], day: string | null = null): void {
    this.#nodes.reopen(source, day);
  }

  /** How many pages showed each channel that is described. */
  get sightings(): ReadonlyMap<string, number> {
    return this.described.sightings;
  }

  /** Whether a channel fits; `undefined` = it is not described. */
  fits(id: string): boolean | undefined {
    return this.described.fits(id);
  }

  /** Whether nobody knows of a channel by this name. */
  isNew(name: string): boolean {
    const id = this.described.ownerOf(name) ?? name;
    return this.fits(id) === undefined && this.metBy(id) === null;
  }

  /** The source whose page showed a channel first, while it waits to be described; `null` = it does not. */
  metBy(id: string): FoundBy | null {
    return (this.#candidates.get(id)?.path[0] as FoundBy | undefined) ?? null;
  }

  /** How often a channel was shown so far. */
  timesShown(id: string): number {
    return this.described.times(id) ?? this.#candidates.get(id)?.seen ?? 0;
  }

  /**
   * What to spend the next unit of the default bucket on; `null` = nothing is left that is expected to bring `floor` new
   * fitting channels. What it names is taken: a batch is never named twice, a page not before what it showed is recorded.
   */
  next(floor: number): FrontierErrand | null {
    return this.#take(this.look("default", floor));
  }

  /** What to search for next; `null` = no page is worth the units that describing its channels takes. */
  nextSearch(floor: number): FrontierErrand | null {
    return this.#take(this.look("search", floor));
  }

  /** What would be next. Nothing is taken: asked again, it is the same. What people named goes first, whatever it brings. */
  look(bucket: "default" | "search", floor: number): FrontierLook | null {
    const known = { nodes: this.#nodes, candidates: this.#candidates, model: this.#model };
    return whatNext({ ...known, going: this.#going, chance: this.#draws.state }, bucket, floor);
  }

  /** Describing these, whatever it brings. */
  describing(ids: readonly string[]): FrontierLook {
    return { errand: { kind: "describe", ids, expected: 0 }, going: this.#going, chance: this.#draws.state };
  }

  #take(look: FrontierLook | null): FrontierErrand | null {
    if (!look) return null;
    const { errand, going, chance } = look;
    this.#going = going;
    this.#draws.goOn(chance);
    if (errand.kind === "describe") {
      const candidates = errand.ids.flatMap((id) => this.#candidates.get(id) ?? []);
      this.#candidates.take(candidates);
    } else {
      const progress = this.#nodes.get(nodeKey(errand.node));
      if (progress) this.#nodes.take(progress);
    }
    return errand;
  }

  /** Records what a page showed. Tells how many of its channels nobody knew. */
  recordReading(node: FrontierNode, reading: FrontierReading, day: string | null = null): number {
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
    this.#nodes.turnPage(progress, reading, day);
    return [...fresh.values()].reduce((sum, n) => sum + n, 0);
  }

  /** Records what became of a batch: each channel that was asked for, whether it fits. */
  recordDescriptions(channels: readonly DescribedChannel[]): void {
    for (const { id, channelId = id, fits } of channels) {
      if (channelId !== id) this.described.own(id, channelId);
      const isNew = this.fits(channelId) === undefined;
      this.described.settle(channelId, fits);
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
    this.described.show(id, (this.described.times(id) ?? 0) + candidate.seen);
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
    const id = this.described.ownerOf(name) ?? name;
    const fits = this.fits(id);
    if (fits !== undefined) {
      progress.described += 1;
      if (fits) progress.fitting += 1;
      // The more often it is shown, the better known is what is around it.
      const times = this.timesShown(id) + 1;
      this.described.show(id, times);
      this.#nodes.seen(id, times);
      return false;
    }
    const known = this.#candidates.get(id);
    if (known) this.#candidates.seeAgain(known, progress);
    else this.#candidates.add({ id, hint, path, shownBy: [progress], seen: 1 });
    return !known;
  }

  /** A channel of the frontier below, shown by this one's own copies of its lists. */
  #copied(id: string): Candidate | undefined {
    const theirs = this.#under ? this.#under.#candidates.get(id) : undefined;
    return theirs && { ...theirs, shownBy: theirs.shownBy.flatMap(({ node }) => this.#nodes.get(nodeKey(node)) ?? []) };
  }
}
