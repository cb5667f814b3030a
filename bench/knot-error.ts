import { type LatticeCurve, NODE_X, POINT_FROM, POINT_X } from "./age-lattice.ts";
import { errorOf } from "./warped-error.ts";

/**
 * The summed error of a curve that is sampled at the nodes `knots` (rising, the birth first) and interpolated as the
 * product does it (src/domain/curve.ts: PCHIP, the last views held), over the points between knot `first` and knot
 * `last`; `last` = `knots.length` reaches to the end. A second implementation, for speed: the floors try millions.
 */
export function knotError(curve: LatticeCurve, knots: readonly number[], first: number, last: number): number {
  const { nodeY, pointY, pointWeight } = curve;
  const chord = (k: number) => (yOf(k + 1) - yOf(k)) / (xOf(k + 1) - xOf(k));
  const xOf = (k: number) => at(NODE_X, knots[k] ?? 0);
  const yOf = (k: number) => at(nodeY, knots[k] ?? 0);
  const slopeAt = (k: number): number => {
    if (k === 0) return chord(0);
    if (k === knots.length - 1) return chord(k - 1);
    const [before, after] = [chord(k - 1), chord(k)];
    if (before * after <= 0) return 0;
    const [left, right] = [xOf(k) - xOf(k - 1), xOf(k + 1) - xOf(k)];
    return (3 * (left + right)) / ((2 * right + left) / before + (right + 2 * left) / after);
  };
  let sum = 0;
  let startSlope = first < knots.length - 1 ? slopeAt(first) : 0;
  for (let k = first; k < Math.min(last, knots.length - 1); k++) {
    const [x, y, next] = [xOf(k), yOf(k), yOf(k + 1)];
    const width = xOf(k + 1) - x;
    const endSlope = slopeAt(k + 1);
    const until = at(POINT_FROM, knots[k + 1] ?? 0);
    for (let p = at(POINT_FROM, knots[k] ?? 0); p < until; p++) {
      const s = (at(POINT_X, p) - x) / width;
      const r = 1 - s;
      const guess =
        (1 + 2 * s) * r * r * y +
        s * r * r * width * startSlope +
        s * s * (3 - 2 * s) * next -
        s * s * r * width * endSlope;
      sum += at(pointWeight, p) * errorOf(guess - at(pointY, p));
    }
    startSlope = endSlope;
  }
  if (last === knots.length) {
    const held = yOf(knots.length - 1);
    for (let p = at(POINT_FROM, knots.at(-1) ?? 0); p < POINT_X.length; p++) {
      sum += at(pointWeight, p) * errorOf(held - at(pointY, p));
    }
  }
  return sum;
}

const at = (values: Float64Array | Int32Array, i: number): number => values[i] ?? 0;
