import type { LanguageHint } from "#domain/frontier.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { ByClass } from "./by-class.ts";
import type { NodeProgress } from "./nodes.ts";
import { candidatePath } from "./yield-model.ts";

/** A channel that was shown and is not described yet. */
export interface Candidate {
  readonly id: string;
  readonly hint: LanguageHint;
  /** The classes of the page that showed it first. */
  readonly path: readonly string[];
  readonly shownBy: NodeProgress[];
  seen: number;
}

/** Channels that one call describes, and how many of them are expected to fit. */
export interface Batch {
  readonly candidates: readonly Candidate[];
  readonly expected: number;
}

/** The channels that are known by their ids alone. Each is handed out once, so none is ever described twice. */
export class Candidates {
  readonly #all = new Map<string, Candidate>();
  readonly #waiting = new ByClass<Candidate>();

  get(id: string): Candidate | undefined {
    return this.#all.get(id);
  }

  all(): Iterable<Candidate> {
    return this.#all.values();
  }

  /** Takes up a channel that was shown for the first time. */
  add(candidate: Candidate): void {
    this.#all.set(candidate.id, candidate);
    this.#waiting.put(candidate, pathOf(candidate));
  }

  /** It was shown again: what many pages show fits more often. */
  seeAgain(candidate: Candidate, by: NodeProgress): void {
    candidate.seen += 1;
    candidate.shownBy.push(by);
    if (this.#waiting.has(candidate)) this.#waiting.put(candidate, pathOf(candidate));
  }

  /** Hands out a batch: its channels wait no longer. */
  take({ candidates }: Batch): void {
    for (const candidate of candidates) this.#waiting.remove(candidate);
  }

  /** Forgets a channel, now that it is described. */
  settle(candidate: Candidate): void {
    this.#all.delete(candidate.id);
    this.#waiting.remove(candidate);
  }

  /** The channels that most likely fit, as many as one call describes, where a whole call of their like brings `least`. */
  likeliest(chanceOf: (path: readonly string[]) => number, least: number): Batch {
    const classes = [];
    for (const { path, things } of this.#waiting.classes()) {
      const chance = chanceOf(path);
      if (chance * IDS_PER_CALL >= least) classes.push({ chance, things });
    }
    classes.sort((a, b) => b.chance - a.chance);
    const candidates: Candidate[] = [];
    let expected = 0;
    for (const { chance, things } of classes) {
      for (const candidate of things) {
        if (candidates.length === IDS_PER_CALL) return { candidates, expected };
        candidates.push(candidate);
        expected += chance;
      }
    }
    return { candidates, expected };
  }
}

/** The classes of a candidate, the widest first. */
export const pathOf = ({ path, hint, seen }: Candidate): readonly string[] => candidatePath(path, hint, seen);
