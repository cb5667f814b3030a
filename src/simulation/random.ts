/*
 * All chance in the virtual YouTube comes from here and is a function of its seeds, so that a world can be asked
 * about any instant in any order and always says the same.
 */

/** A 32-bit hash of numbers and texts (murmur3's mixing); the same parts give the same number on every machine. */
export function hash(...parts: readonly (number | string)[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    if (typeof part === "number") {
      h = mix(h, part | 0);
      // Instants exceed 32 bits: their upper half counts too.
      h = mix(h, Math.floor(part / 4_294_967_296) | 0);
    } else {
      for (let i = 0; i < part.length; i++) h = mix(h, part.charCodeAt(i));
      h = mix(h, part.length);
    }
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mix(h: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  k = Math.imul(k, 0x1b873593);
  const x = h ^ k;
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0;
}

/** A hash as a share: evenly spread in [0, 1). */
export const share = (...parts: readonly (number | string)[]): number => hash(...parts) / 4_294_967_296;

/** A stream of chance (mulberry32): cheap to open for each video, and the same for the same seed parts. */
export class Chance {
  #state: number;

  constructor(...seed: readonly (number | string)[]) {
    this.#state = hash(...seed);
  }

  /** Even in [0, 1). */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number in [low, high]. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  happens(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** How many events fall where `mean` are expected (Knuth; means here stay far below 100). */
  poisson(mean: number): number {
    const floor = Math.exp(-mean);
    let n = 0;
    for (let p = this.uniform(); p > floor; p *= this.uniform()) n++;
    return n;
  }

  /** An angle in radians around `mean` with concentration `kappa` (Best and Fisher's rejection for von Mises). */
  vonMises(mean: number, kappa: number): number {
    const a = 1 + Math.sqrt(1 + 4 * kappa * kappa);
    const b = (a - Math.sqrt(2 * a)) / (2 * kappa);
    const r = (1 + b * b) / (2 * b);
    for (;;) {
      const z = Math.cos(Math.PI * this.uniform());
      const f = (1 + r * z) / (r + z);
      const c = kappa * (r - f);
      const u = this.uniform();
      if (c * (2 - c) > u || Math.log(c / u) + 1 - c >= 0) {
        return mean + (this.uniform() < 0.5 ? -1 : 1) * Math.acos(f);
      }
    }
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.uniform() * choices.length)] ?? choices[0];
  }
}
