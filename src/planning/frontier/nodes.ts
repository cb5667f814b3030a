import { FRONTIER_SOURCES, type FrontierNode, type FrontierReading, type NodeMemory } from "#domain/frontier.ts";
import { ByClass } from "./by-class.ts";
import { nodePath } from "./node-path.ts";

/** What nodes tell is added to while their channels are described. */
export type NodeProgress = { -readonly [K in Exclude<keyof NodeMemory, "isOpen">]: NodeMemory[K] };

/** All lists that are known: those with a page to read by their class, those under way, and those read to their end. */
export class Nodes {
  readonly #all = new Map<string, NodeProgress>();
  readonly #open = new ByClass<NodeProgress>();
  readonly #underWay = new Set<NodeProgress>();
  readonly #ofChannel = new Map<string, NodeProgress[]>();

  /** Makes a node known. One that is known and not read yet takes on the traits that it has now. */
  open(node: FrontierNode, seen: number): void {
    const known = this.#all.get(nodeKey(node));
    if (known && (known.pages + known.rounds > 0 || this.#underWay.has(known))) return;
    if (known) known.node = node;
    this.#put(
      known ?? { node, seen, pages: 0, rounds: 0, described: 0, fitting: 0, found: 0, foundBefore: 0 },
      known === undefined,
    );
  }

  /** Takes up what was known before; a page that was under way then is to be read again. */
  recall({ isOpen, ...progress }: NodeMemory): void {
    this.#put({ ...progress }, true);
    const own = this.#all.get(nodeKey(progress.node));
    if (own && !isOpen) this.#open.remove(own);
  }

  /** All nodes, those that wait in the order in which they wait. */
  memory(): readonly NodeMemory[] {
    const open = [...this.#underWay, ...[...this.#open.classes()].flatMap(({ things }) => [...things])];
    const isOpen = new Set(open);
    const closed = [...this.#all.values()].filter((progress) => !isOpen.has(progress));
    return [...open, ...closed].map((progress) => ({ ...progress, isOpen: isOpen.has(progress) }));
  }

  /** Opens the lists of a source again that were read to their end. */
  reopen(source: FrontierNode["source"]): void {
    for (const progress of this.#all.values()) {
      if (progress.node.source === source && !this.#underWay.has(progress)) this.refresh(progress, true);
    }
  }

  get(key: string): NodeProgress | undefined {
    return this.#all.get(key);
  }

  /** The classes that have a page to read. */
  classes() {
    return this.#open.classes();
  }

  /** Hands a node out: it is read. */
  take(progress: NodeProgress): void {
    this.#open.remove(progress);
    this.#underWay.add(progress);
  }

  /** The node of a page that was read. Throws when nobody was to read it. */
  takeBack(node: FrontierNode): NodeProgress {
    const progress = this.#all.get(nodeKey(node));
    if (!progress || !this.#underWay.delete(progress))
      throw new Error(`a page was recorded that nobody asked for: ${nodeKey(node)}`);
    return progress;
  }

  /** Goes on to the next page, or to the end of the list. */
  turnPage(progress: NodeProgress, reading: FrontierReading): void {
    if (progress.pages === 0) progress.foundBefore = progress.found;
    progress.pages += 1;
    const last = FRONTIER_SOURCES[progress.node.source].pagesMost;
    if (reading.kind === "shown" && reading.more && progress.pages < last) {
      this.refresh(progress, true);
    } else {
      progress.pages = 0;
      progress.rounds += 1;
    }
  }

  /** Puts a node into the class that it has now, when it is open (or shall be). */
  refresh(progress: NodeProgress, open = false): void {
    if (open || this.#open.has(progress)) this.#open.put(progress, nodePath(progress));
  }

  /** A channel was shown so often: its lists that nobody read yet are judged by that. */
  seen(channel: string, times: number): void {
    for (const progress of this.#ofChannel.get(channel) ?? []) {
      progress.seen = times;
      if (progress.pages + progress.rounds === 0) this.refresh(progress);
    }
  }

  #put(progress: NodeProgress, isNew: boolean): void {
    const { source, subject } = progress.node;
    this.#all.set(nodeKey(progress.node), progress);
    if (isNew && source !== "search" && source !== "chart")
      this.#ofChannel.set(subject, [...(this.#ofChannel.get(subject) ?? []), progress]);
    this.#open.put(progress, nodePath(progress));
  }
}

/** The one text under which a node is known. */
export const nodeKey = ({ source, subject }: FrontierNode): string => `${source} ${subject}`;
