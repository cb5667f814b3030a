import {
  FRONTIER_SOURCES,
  type FrontierNode,
  type FrontierReading,
  type FrontierSource,
  type NodeMemory,
} from "#domain/frontier.ts";
import { ByClass } from "./by-class.ts";
import { CHANNEL_SOURCES } from "./channel-nodes.ts";
import { nodePath } from "./node-path.ts";

/** What nodes tell is added to while their channels are described. */
export type NodeProgress = { -readonly [K in Exclude<keyof NodeMemory, "isOpen">]: NodeMemory[K] };

/** All lists that are known: those with a page to read by their class, those under way, and those read to their end. */
export class Nodes {
  readonly #all = new Map<string, NodeProgress>();
  readonly #open = new ByClass<NodeProgress>();
  readonly #underWay = new Set<NodeProgress>();
  readonly #under: Nodes | null;

  /** @param under the lists that these begin with: what is looked up is copied from there, and they stay as they are. */
  constructor(under: Nodes | null = null) {
    this.#under = under;
  }

  /** Makes a node known. One that is known and not read yet takes on the traits that it has now. */
  open(node: FrontierNode, seen: number): void {
    const known = this.get(nodeKey(node));
    if (known && (known.pages + known.rounds > 0 || this.#underWay.has(known))) return;
    if (known) known.node = node;
    const begun = { pages: 0, rounds: 0, described: 0, fitting: 0, found: 0, foundBefore: 0 };
    const progress = known ?? { node, seen, ...begun, pageToken: null, readOn: null };
    this.#all.set(nodeKey(node), progress);
    this.refresh(progress, true);
  }

  /** One more fitting channel carries a term. */
  carry(term: string): void {
    const known = this.get(nodeKey({ source: "search", subject: term }));
    const carriers = (known?.seen ?? 0) + 1;
    if (known) known.seen = carriers;
    if (known?.node.traits[0] === "named") return;
    const traits = ["learned", `carriers ${Math.floor(Math.log2(carriers))}`];
    this.open({ source: "search", subject: term, traits }, carriers);
  }

  /** Takes up what was known before or elsewhere; a page that was under way then is to be read again. */
  recall({ isOpen, ...told }: NodeMemory): void {
    const key = nodeKey(told.node);
    const known = this.get(key);
    const progress = known ? Object.assign(known, told) : { ...told };
    this.#all.set(key, progress);
    this.#underWay.delete(progress);
    // It waits behind those of its class that were not told of now: one whose page fails does not come again at once.
    this.#open.remove(progress);
    if (isOpen) this.refresh(progress, true);
  }

  /** All nodes that were asked about, those that wait in the order in which they wait. */
  memory(): readonly NodeMemory[] {
    const open = [...this.#underWay, ...[...this.#open.classes()].flatMap(({ things }) => [...things])];
    const isOpen = new Set(open);
    const closed = [...this.#all.values()].filter((progress) => !isOpen.has(progress));
    return [...open, ...closed].map((progress) => ({ ...progress, isOpen: isOpen.has(progress) }));
  }

  /** Opens the lists of a source again that were read to their end, and not on this day. */
  reopen(source: FrontierSource, day: string | null = null): void {
    for (const progress of this.#all.values()) {
      if (progress.node.source !== source || this.#underWay.has(progress)) continue;
      if (day === null || progress.readOn !== day) this.refresh(progress, true);
    }
  }

  get(key: string): NodeProgress | undefined {
    const own = this.#all.get(key);
    if (own || !this.#under) return own;
    const theirs = this.#under.get(key);
    if (!theirs) return undefined;
    const copy = { ...theirs };
    this.#all.set(key, copy);
    if (this.#under.#open.has(theirs) || this.#under.#underWay.has(theirs)) this.refresh(copy, true);
    return copy;
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
  turnPage(progress: NodeProgress, reading: FrontierReading, day: string | null): void {
    if (progress.pages === 0) progress.foundBefore = progress.found;
    progress.pages += 1;
    const last = FRONTIER_SOURCES[progress.node.source].pagesMost;
    if (reading.kind === "shown" && reading.more && progress.pages < last) {
      progress.pageToken = reading.nextToken ?? null;
      this.refresh(progress, true);
    } else {
      progress.pages = 0;
      progress.rounds += 1;
      progress.pageToken = null;
      progress.readOn = day;
    }
  }

  /** Puts a node into the class that it has now, when it is open (or shall be). */
  refresh(progress: NodeProgress, open = false): void {
    if (open || this.#open.has(progress)) this.#open.put(progress, nodePath(progress));
  }

  /** A channel was shown so often: its lists that nobody read yet are judged by that. */
  seen(channel: string, times: number): void {
    for (const source of CHANNEL_SOURCES) {
      const progress = this.get(`${source} ${channel}`);
      if (!progress) continue;
      progress.seen = times;
      if (progress.pages + progress.rounds === 0) this.refresh(progress);
    }
  }
}

/** The one text under which a node is known. */
export const nodeKey = ({ source, subject }: Pick<FrontierNode, "source" | "subject">): string =>
  `${source} ${subject}`;
