/**
 * At most `most` of some points, spread evenly over what runs across them; the first and the last are always among them.
 * Which of several near a place is taken is the nearest, so that the same points give the same answer.
 *
 * @param points by rising `x`.
 */
export function thinned<Point extends { readonly x: number }>(
  points: readonly Point[],
  most: number,
): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length <= most) return points;
  const taken = new Set<number>();
  let near = 0;
  for (let n = 0; n < most; n += 1) {
    const wanted = first.x + ((last.x - first.x) * n) / (most - 1);
    while (near + 1 < points.length && distance(points[near + 1], wanted) <= distance(points[near], wanted)) near += 1;
    taken.add(near);
  }
  return points.filter((_, place) => taken.has(place));
}

const distance = (point: { readonly x: number } | undefined, x: number): number =>
  point === undefined ? Number.POSITIVE_INFINITY : Math.abs(point.x - x);
