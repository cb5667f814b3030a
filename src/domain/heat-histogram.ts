import type { TypicalVelocity } from "./heat.ts";
import { HEAT_POOL_MIN } from "./heat.ts";

/*
 * Velocities are counted in bins, so that a month of them is some rows and the median needs no look at any video. Bin 0
 * holds those that stand still or fall; the others are steps of 2^(1/8) from 2^-8 (less than a view a week) to 2^24 views
 * per hour (17 million). The middle of a bin is within 4.5 % of everything in it.
 */
const BINS_PER_DOUBLING = 8;
const SLOWEST_LOG2 = -8;
const FASTEST_LOG2 = 24;
const BIN_MAX = (FASTEST_LOG2 - SLOWEST_LOG2) * BINS_PER_DOUBLING;

/** The bin that counts a velocity in views per hour; what lies beyond the steps is counted in the last one on its side. */
export function velocityBin(viewsPerHour: number): number {
  if (viewsPerHour <= 0) return 0;
  const step = Math.floor((Math.log2(viewsPerHour) - SLOWEST_LOG2) * BINS_PER_DOUBLING);
  return Math.min(BIN_MAX, Math.max(1, step + 1));
}

/** The middle of a bin on the scale of factors; 0 for the bin of those that stand still. */
const middleOf = (bin: number): number => (bin === 0 ? 0 : 2 ** (SLOWEST_LOG2 + (bin - 0.5) / BINS_PER_DOUBLING));

/** How many velocities each bin holds, bin 0 first; bins beyond the end hold none. */
export type VelocityCounts = readonly number[];

/**
 * The median of counted velocities, in views per hour; within 4.5 % of the true one as far as the steps reach. Where it
 * lies between two velocities it is the lower one. 0 when there are none.
 */
function medianOf(counts: VelocityCounts, n: number): number {
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    seen += counts[bin] ?? 0;
    if (2 * seen >= n) return middleOf(bin);
  }
  return 0;
}

/** How far neighbouring steps of age may help out on each side: two make a factor of two in age. */
const REACH_MAX = 2;

/**
 * The typical velocity at each step of age, of what was counted there. Where that is too little, the steps on both sides
 * are added, one after the other: velocities fall with age, and what one side adds in excess the other lacks. Too few
 * stay too few: `heat` refuses them.
 */
export function typicalVelocities(
  countsByAge: ReadonlyMap<number, VelocityCounts>,
): ReadonlyMap<number, TypicalVelocity> {
  return new Map([...countsByAge.keys()].map((bin) => [bin, typicalAt(countsByAge, bin)]));
}

function typicalAt(countsByAge: ReadonlyMap<number, VelocityCounts>, bin: number): TypicalVelocity {
  for (let reach = 0; ; reach++) {
    const pooled: number[] = [];
    for (let near = bin - reach; near <= bin + reach; near++) add(pooled, countsByAge.get(near) ?? []);
    const n = pooled.reduce((sum, count) => sum + count, 0);
    if (n >= HEAT_POOL_MIN || reach === REACH_MAX) return { median: medianOf(pooled, n), n };
  }
}

function add(sums: number[], counts: VelocityCounts): void {
  counts.forEach((count, bin) => {
    sums[bin] = (sums[bin] ?? 0) + count;
  });
}
