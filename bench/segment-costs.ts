import { type LatticeCurve, NODE_X, POINT_FROM, POINT_X } from "./age-lattice.ts";
import { errorOf } from "./warped-error.ts";

/** The shortest path looks at every fourth node only (3 % of age apart): its cost grows with the square. */
const STRIDE = 4;

/** The coarse nodes: the birth, then every fourth from the first possible sample on. */
export const COARSE_NODES: Int32Array = (() => {
  const nodes = [0];
  for (let node = 1; node < NODE_X.length - 1; node += STRIDE) nodes.push(node);
  nodes.push(NODE_X.length - 1);
  return Int32Array.from(nodes);
})();

/** Stations of a path: the coarse nodes, then the end, after which nothing is judged. */
export const STATIONS: number = COARSE_NODES.length + 1;

/**
 * No way is longer than this share of all stations, to the end excepted: the longest of the best eight ages is half of it, and work
 * grows with its square.
 */
const LONGEST = Math.ceil(0.4 * STATIONS);

/**
 * What it costs to sample at station a, then not before station b: `costs[b · STATIONS + a]` is the sum of errors over the
 * points between, of the straight line (in warped coordinates) from one to the other. To the end the last views are held.
 * Only a < b are
 * written, and ways that are too long cost infinitely.
 */
export function segmentCosts(curve: LatticeCurve, costs: Float64Array): void {
  const { nodeY, pointY, pointWeight } = curve;
  const end = STATIONS - 1;
  for (let a = 0; a < end; a++) {
    const from = at(COARSE_NODES, a);
    const [x, y, first] = [at(NODE_X, from), at(nodeY, from), at(POINT_FROM, from)];
    for (let b = a + 1; b <= end; b++) {
      if (b < end && b - a > LONGEST) {
        costs[b * STATIONS + a] = Number.POSITIVE_INFINITY;
        continue;
      }
      const to = b === end ? -1 : at(COARSE_NODES, b);
      const slope = to < 0 ? 0 : (at(nodeY, to) - y) / (at(NODE_X, to) - x);
      const until = to < 0 ? POINT_X.length : at(POINT_FROM, to);
      const base = y - slope * x;
      let sum = 0;
      for (let p = first; p < until; p++) {
        sum += at(pointWeight, p) * errorOf(base + slope * at(POINT_X, p) - at(pointY, p));
      }
      costs[b * STATIONS + a] = sum;
    }
  }
}

const at = (values: Float64Array | Int32Array, i: number): number => values[i] ?? 0;
