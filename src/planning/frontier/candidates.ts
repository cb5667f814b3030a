import type { FoundBy } from "#domain/discovery.ts";
import type { LanguageHint, ShownMemory } from "#domain/frontier.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { ByClass } from "./by-class.ts";
import { type NodeProgress, nodeKey } from "./nodes.ts";
import { candidatePath } from "./yield-model.ts";

/** A channel that was shown and is not described yet. */
export interface Candidate {
  readonly id: string;
  readonly hint: LanguageHint;
  /** The classes of the page that showed it first. */
  readonly path: readonly string[];
  /** The lists that showed it, the first first. */
  readonly shownBy: NodeProgress[];
  seen: number;
}

/** Channels that one call describes, and how many of them are expected to fit. */
export interface Batch {
  readonly candidates: readonly Candidate[];
  readonly expected: number;
}

/**
 * The channels that are known by their ids or handles alone. Each is handed out once, so none is ever described twice. A call
 * describes fifty ids, or one handle.
 */
export class Candidates {
  readonly #all = new Map<string, Candidate>();
  readonly #ids = new ByClass<Candidate>();
  readonly #handles = new ByClass<Candidate>();
  readonly #settled = new Set<string>();
  readonly #under: ((id: string) => Candidate | undefined) | null;

  /** @param under copies one of the channels that these begin with, which stay as they are. */
  constructor(under: ((id: string) => Candidate | undefined) | null = null) {
    this.#under = under;
  }

  get(id: string): Candidate | undefined {
    const own = this.#all.get(id);
    if (own || !this.#under || this.#settled.has(id)) return own;
    const copy = this.#under(id);
    if (copy) this.add(copy);
    return copy;
  }

  memory(): readonly ShownMemory[] {
    return [...this.#all.values()].map(({ id, seen, hint, path, shownBy }) => ({
      id,
      seen,
      fits: null,
      hint,
      path,
      shownBy: shownBy.map(({ node }) => nodeKey(node)),
    }));
  }

  /** Takes up a channel that was shown for the first time. */
  add(candidate: Candidate): void {
    this.#all.set(candidate.id, candidate);
    this.#waiting(candidate).put(candidate, pathOf(candidate));
  }

  /** It was shown again: what many pages show fits more often. */
  seeAgain(candidate: Candidate, by: NodeProgress): void {
    candidate.seen += 1;
    candidate.shownBy.push(by);
    const waiting = this.#waiting(candidate);
    if (waiting.has(candidate)) waiting.put(candidate, pathOf(candidate));
  }

  /** Hands out a batch: its channels wait no longer. */
  take(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) this.#waiting(candidate).remove(candidate);
  }

  /** Forgets a channel, now that it is described. */
  settle(candidate: Candidate): void {
    this.#all.delete(candidate.id);
    if (this.#under) this.#settled.add(candidate.id);
    this.#waiting(candidate).remove(candidate);
  }

  /** Forgets a channel, if it is here. */
  drop(id: string): void {
    const candidate = this.get(id);
    if (candidate) this.settle(candidate);
  }

  /** Those that people named, as many as one call describes: they are what all begins with. */
  named(): Batch {
    for (const [waiting, perCall] of [[this.#ids, IDS_PER_CALL] as const, [this.#handles, 1] as const]) {
      const candidates: Candidate[] = [];
      for (const { things } of waiting.classes())
        for (const candidate of things)
          if (candidate.path[0] !== NAMED) break;
          else if (candidates.length < perCall) candidates.push(candidate);
      if (candidates.length > 0) return { candidates, expected: candidates.length };
    }
    return { candidates: [], expected: 0 };
  }

  /**
   * What one call is best spent on: the ids that most likely fit, where fifty of their like bring `least`, or a handle that is
   * likelier to fit than all of these together.
   */
  likeliest(chanceOf: (path: readonly string[]) => number, least: number): Batch {
    const ids = likeliestOf(this.#ids, IDS_PER_CALL, chanceOf, least);
    const handle = likeliestOf(this.#handles, 1, chanceOf, least);
    return handle.expected > ids.expected ? handle : ids;
  }

  #waiting({ id }: Candidate): ByClass<Candidate> {
    return isHandle(id) ? this.#handles : this.#ids;
  }
}

/** As many of those that wait as one call describes, the likeliest first. */
function likeliestOf(
  waiting: ByClass<Candidate>,
  perCall: number,
  chanceOf: (path: readonly string[]) => number,
  least: number,
): Batch {
  const classes = [];
  for (const { path, things } of waiting.classes()) {
    const chance = chanceOf(path);
    if (chance * perCall >= least) classes.push({ chance, things });
  }
  classes.sort((a, b) => b.chance - a.chance);
  const candidates: Candidate[] = [];
  let expected = 0;
  for (const { chance, things } of classes) {
    for (const candidate of things) {
      if (candidates.length === perCall) return { candidates, expected };
      candidates.push(candidate);
      expected += chance;
    }
  }
  return { candidates, expected };
}

/** The classes of a candidate, the widest first. Handles are apart: many are those of other places. */
export const pathOf = ({ id, path, hint, seen }: Candidate): readonly string[] =>
  candidatePath(path, isHandle(id) ? `${hint} handle` : hint, seen);

/** The class of channels that people named. */
const NAMED: FoundBy = "seed";

export const isHandle = (id: string): boolean => id.startsWith("@");
