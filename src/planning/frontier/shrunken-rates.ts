/** What was counted of one class: `sum` of something in `weight` trials, the older fading. */
interface RateCount {
  sum: number;
  weight: number;
}

/** A rate and of how many trials it speaks as surely as if they had been made. */
interface ShrunkenRate {
  readonly mean: number;
  readonly evidence: number;
}

/**
 * Rates of classes within classes, each drawn towards the one around it as far as little is known of itself:
 *
 * > rate(class) = (sum + κ · rate(class around)) ÷ (weight + κ)
 *
 * A path names the classes from the widest to the narrowest. The rate around the widest is the prior.
 */
export class ShrunkenRates {
  readonly #counts = new Map<string, RateCount>();
  readonly #prior: number;
  readonly #pull: number;
  readonly #keep: number;

  /** `pull` = κ in trials; `memory` = how many trials are remembered, older ones fade. */
  constructor(prior: number, pull: number, memory: number) {
    this.#prior = prior;
    this.#pull = pull;
    this.#keep = 1 - 1 / memory;
  }

  /** Counts `sum` in `trials` trials to each class of a path. */
  note(path: readonly string[], sum: number, trials: number): void {
    const keep = this.#keep ** trials;
    for (const key of path) {
      const count = this.#counts.get(key);
      if (count) {
        count.sum = count.sum * keep + sum;
        count.weight = count.weight * keep + trials;
      } else this.#counts.set(key, { sum, weight: trials });
    }
  }

  /** Takes up what was counted before. */
  recall(key: string, sum: number, weight: number): void {
    this.#counts.set(key, { sum, weight });
  }

  /** All that is counted, by class. */
  memory(): Iterable<readonly [string, Readonly<RateCount>]> {
    return this.#counts;
  }

  at(path: readonly string[]): ShrunkenRate {
    let mean = this.#prior;
    let weight = 0;
    for (const key of path) {
      const count = this.#counts.get(key);
      // Of a class that nothing is known of, the one around it tells all.
      weight = count?.weight ?? 0;
      if (count) mean = (count.sum + this.#pull * mean) / (count.weight + this.#pull);
    }
    return { mean, evidence: weight + this.#pull };
  }
}
