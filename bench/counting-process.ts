import { Chance, hash } from "#simulation/random.ts";

/*
 * Real counters are rough: views come one by one. The virtual YouTube leaves that out, the sampling study has it
 * (docs/sampling.md: Poisson counts), and it bounds what any schedule can reach on small videos; so the benchmark adds it.
 */

/** Views come in blocks of expected views, each twice as far as the one before: [0, 1), [1, 2), [2, 4), … up to 2³⁰. */
const BLOCKS = 31;

/** A block is halved so often: what is left of its noise is 1 in 10,000 of the views even at the millionth. */
const HALVINGS = 12;

/**
 * A Poisson process of unit rate, as a function: how many views there are where so many are expected. Whole numbers,
 * rising; the same seed says the same of every number, whatever was asked before.
 *
 * @returns takes up to 2³⁰ expected views.
 */
export function countingProcess(seed: number): (expected: number) => number {
  const chance = new Chance(seed, "blocks");
  // How many views lie in each block, and below it.
  const inside = new Float64Array(BLOCKS);
  const below = new Float64Array(BLOCKS + 1);
  for (let block = 0; block < BLOCKS; block++) {
    const mean = widthOf(block);
    const count = mean < 64 ? chance.poisson(mean) : Math.round(mean + Math.sqrt(mean) * chance.normal());
    inside[block] = count;
    below[block + 1] = (below[block] ?? 0) + count;
  }
  return (expected) => {
    if (expected <= 0) return 0;
    const block = expected < 1 ? 0 : Math.floor(Math.log2(expected)) + 1;
    let width = widthOf(block);
    let low = block === 0 ? 0 : width;
    let count = inside[block] ?? 0;
    let before = below[block] ?? 0;
    let node = 1;
    for (let level = 0; level < HALVINGS && count > 0; level++) {
      width /= 2;
      const left = halfOf(count, hash(seed, block, node));
      const isRight = expected >= low + width;
      if (isRight) {
        low += width;
        before += left;
      }
      count = isRight ? count - left : left;
      node = 2 * node + (isRight ? 1 : 0);
    }
    return before + Math.floor((count * (expected - low)) / width);
  };
}

const widthOf = (block: number): number => (block === 0 ? 1 : 2 ** (block - 1));

/** How many of `count` views fall into the earlier half: binomial, from 32 random bits. */
function halfOf(count: number, bits: number): number {
  if (count <= 32) return onesIn(bits >>> (32 - count));
  // The ones of 32 bits are nearly normal; a second number, from the same bits, evens out their steps.
  const even = (Math.imul(bits, 0x9e3779b1) >>> 0) / 4_294_967_296;
  const normal = (onesIn(bits) - 16 + even - 0.5) / Math.sqrt(8 + 1 / 12);
  return Math.min(count, Math.max(0, Math.round(count / 2 + (Math.sqrt(count) / 2) * normal)));
}

function onesIn(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
