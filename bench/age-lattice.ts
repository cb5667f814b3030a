import { warpedAge } from "#domain/curve.ts";
import { type Duration, milliseconds, minutes, seconds } from "#domain/time.ts";
import { JUDGED_FROM, MONTH } from "./planner-cohort.ts";
import type { Upload } from "./planner-world.ts";

/*
 * Where the floors may sample, and where they are judged while they are sought. *Nodes* are the ages of possible samples,
 * node 0 the birth; *points* are the ages at which a curve is compared with the truth. Points are three times as dense as
 * the grid that scores a policy, and do not lie on it: a schedule that knew the 120 scored ages would sample just
 * these, and with 82 samples be nearly faultless there and nowhere else.
 */

/** Nodes, apart from the birth, evenly spaced in warped age: 0.8 % of age + 10 min apart. */
const NODES = 960;
/** The first possible sample: earlier ones tell of ages that are not judged. */
const FIRST_NODE: Duration = minutes(8);
const POINTS = 360;

/** The ages of all nodes, rising, to the second. */
export const NODE_AGES: readonly Duration[] = (() => {
  const [low, high] = [warpedAge(FIRST_NODE), warpedAge(MONTH)];
  const offset = Math.exp(warpedAge(milliseconds(0)));
  const ages = Array.from({ length: NODES }, (_, i) => {
    const inMinutes = Math.exp(low + ((high - low) * i) / (NODES - 1)) - offset;
    return seconds(Math.round(inMinutes * 60));
  });
  return [milliseconds(0), ...ages];
})();

export const POINT_AGES: readonly Duration[] = Array.from({ length: POINTS }, (_, i) =>
  milliseconds(JUDGED_FROM * (MONTH / JUDGED_FROM) ** ((i + 0.5) / POINTS)),
);

export const NODE_X: Float64Array = Float64Array.from(NODE_AGES, warpedAge);
export const POINT_X: Float64Array = Float64Array.from(POINT_AGES, warpedAge);

/** By node, the first point that is not younger. */
export const POINT_FROM: Int32Array = Int32Array.from(NODE_AGES, (age) => {
  const index = POINT_AGES.findIndex((point) => point >= age);
  return index < 0 ? POINTS : index;
});

/** A video's true curve on the lattice, in the coordinates of its interpolation. */
export interface LatticeCurve {
  readonly upload: Upload;
  /** ln(views + 3) at each node and each point. */
  readonly nodeY: Float64Array;
  readonly pointY: Float64Array;
  /** (views + 3) ÷ max(views, 10): turns a relative error of views + 3 into the error that is scored. */
  readonly pointWeight: Float64Array;
}

/** What views are shifted by before their logarithm is taken, as the product interpolates (src/domain/curve.ts). */
const VIEWS_OFFSET = 3;

/** Asks a video's counter at every node and point. */
export function latticeCurve(upload: Upload): LatticeCurve {
  const points = Float64Array.from(POINT_AGES, upload.viewsAt);
  return {
    upload,
    nodeY: Float64Array.from(NODE_AGES, (age) => Math.log(upload.viewsAt(age) + VIEWS_OFFSET)),
    pointY: points.map((views) => Math.log(views + VIEWS_OFFSET)),
    pointWeight: points.map((views) => (views + VIEWS_OFFSET) / Math.max(views, 10)),
  };
}
