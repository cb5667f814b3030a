/** A number that rests on views that were counted, with what chance leaves of it: nine in ten lie within. */
export interface Doubted {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Of a normal distribution nine in ten lie within so many standard deviations. */
const NORMAL_90 = 1.645;

/**
 * A number proportional to a count of views, with its interval. Views come by chance, as in a Poisson process: √(n + 3/8)
 * has a standard deviation of a half whatever n is (Anscombe 1948, "The transformation of Poisson data").
 *
 * @param value a multiple of `count`, 0 or more.
 */
export function doubted(value: number, count: number): Doubted {
  if (count <= 0) return { value, low: 0, high: value };
  const root = Math.sqrt(count + 3 / 8);
  const end = (sign: -1 | 1): number => Math.max(0, Math.max(0, root + (sign * NORMAL_90) / 2) ** 2 - 3 / 8);
  return { value, low: (value * end(-1)) / count, high: (value * end(1)) / count };
}
