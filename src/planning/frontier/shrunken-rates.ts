/** What was counted of one class: `sum` of something in `weight` trials, the older fading. */
interface RateCount {
  readonly sum: number;
  readonly weight: number;
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
  readonly #under: ShrunkenRates | null;

  /**
   * `pull` = κ in trials; `memory` = how many trials are remembered, older ones fade.
   *
   * @param under the rates that these begin with: they are read through, and stay as they are.
   */
  constructor(prior: number, pull: number, memory: number, under: ShrunkenRates | null = null) {
    this.#prior = prior;
    this.#pull = pull;
    this.#keep = 1 - 1 / memory;
    this.#under = under;
  }

  /** Counts `sum` in `trials` trials to each class of a path. */
  note(path: readonly string[], sum: number, trials: number): void {
    const keep = this.#keep ** trials;
    for (const key of path) {
      const count = this.#count(key);
      this.#counts.set(key, {
        sum: (count?.sum ?? 0) * keep + sum,
        weight: (count?.weight ?? 0) * keep + trials,
      });
    }
  }

  /** Takes up what was counted before. */
  recall(key: string, sum: number, weight: number): void {
    this.#counts.set(key, { sum, weight });
  }

  #count(key: string): RateCount | undefined {
    return this.#counts.get(key) ?? (this.#under ? this.#under.#count(key) : undefined);
  }

  /** All that is counted here, by class. */
  memory(): Iterable<readonly [string, RateCount]> {
    return this.#counts;
  }

  at(path: readonly string[]): ShrunkenRate {
    let mean = this.#prior;
    let weight = 0;
    for (const key of path) {
      const count = this.#count(key);
      // Of a class that nothing is known of, the one around it tells all.
      weight = count?.weight ?? 0;
      if (count) mean = (count.sum + this.#pull * mean) / (count.weight + this.#pull);
    }
    return { mean, evidence: weight + this.#pull };
  }
}
