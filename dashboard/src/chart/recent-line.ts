/** What the API gives of a video's last days: seconds since some instant, and the views then. */
export type CurvePoint = readonly [seconds: number, views: number];

/**
 * A line through a video's last days, as points of SVG's polyline: across the whole span, so that lines below one another show
 * the same days; upwards from the fewest to the most views it has itself. `null` with fewer than two points.
 */
export function recentLine(
  points: readonly CurvePoint[],
  spanSeconds: number,
  width: number,
  height: number,
): string | null {
  if (points.length < 2) return null;
  const views = points.map(([, y]) => y);
  const [least, most] = [Math.min(...views), Math.max(...views)];
  // What stands still lies at the foot.
  const scale = most > least ? (height - 2) / (most - least) : 0;
  return points
    .map(([x, y]) => `${((x / spanSeconds) * width).toFixed(1)},${(height - 1 - (y - least) * scale).toFixed(1)}`)
    .join(" ");
}
