/** What the API gives of a video's last days: seconds since some instant, and the views then. */
export type CurvePoint = readonly [seconds: number, views: number];

/**
 * A line through a video's last days, as points of SVG's polyline. It fills its box from the first sample to the last and from
 * the fewest views to the most: its form is what tells. `null` with fewer than two points.
 *
 * @param points by rising time.
 */
export function recentLine(points: readonly CurvePoint[], width: number, height: number): string | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || last[0] <= first[0]) return null;
  const views = points.map(([, y]) => y);
  const [least, most] = [Math.min(...views), Math.max(...views)];
  const across = width / (last[0] - first[0]);
  // What stands still lies at the foot.
  const upwards = most > least ? (height - 2) / (most - least) : 0;
  return points
    .map(([x, y]) => `${((x - first[0]) * across).toFixed(1)},${(height - 1 - (y - least) * upwards).toFixed(1)}`)
    .join(" ");
}
