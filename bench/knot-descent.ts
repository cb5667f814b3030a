import { type LatticeCurve, NODE_X } from "./age-lattice.ts";
import { knotError } from "./knot-error.ts";

/** Nodes that a knot is moved by, from as far as the shortest path's own grid to the finest. */
const STEPS = [4, 2, 1] as const;

/** How often all knots are tried with one step before the next smaller one; further rounds gain under 0.1 %. */
const ROUNDS = 4;

/**
 * Moves one knot at a time while that lowers the error of all curves together. The shortest path minimises the error of
 * straight lines; this makes the most of them for the interpolation that is scored. The birth stays.
 */
export function descended(curves: readonly LatticeCurve[], start: readonly number[]): number[] {
  const knots = [...start];
  for (const step of STEPS) {
    for (let round = 0; round < ROUNDS; round++) {
      let moved = false;
      for (let k = 1; k < knots.length; k++) if (moveKnot(curves, knots, k, step)) moved = true;
      if (!moved) break;
    }
  }
  return knots;
}

/** Tries a knot `step` nodes to either side, keeps the best of the three places, and says whether that is a new one. */
function moveKnot(curves: readonly LatticeCurve[], knots: number[], k: number, step: number): boolean {
  const here = knots[k] ?? 0;
  // Its slope reaches one knot further to each side, and theirs another segment.
  const [first, last] = [Math.max(0, k - 2), Math.min(knots.length, k + 2)];
  const errorAt = (node: number): number => {
    knots[k] = node;
    let sum = 0;
    for (const curve of curves) sum += knotError(curve, knots, first, last);
    return sum;
  };
  let [best, least] = [here, errorAt(here)];
  for (const node of [here - step, here + step]) {
    if (node <= (knots[k - 1] ?? 0) || node >= (knots[k + 1] ?? NODE_X.length)) continue;
    const error = errorAt(node);
    if (error < least) [best, least] = [node, error];
  }
  knots[k] = best;
  return best !== here;
}
