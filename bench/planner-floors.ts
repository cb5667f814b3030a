import type { Duration } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { type LatticeCurve, latticeCurve, NODE_AGES } from "./age-lattice.ts";
import { descended } from "./knot-descent.ts";
import type { AgesOf } from "./planner-score.ts";
import type { Upload } from "./planner-world.ts";
import { COARSE_NODES, STATIONS, segmentCosts } from "./segment-costs.ts";
import { shortestPaths } from "./shortest-path.ts";

/** What no schedule that knows as little can pass, by the number of samples a video. */
export interface Floors {
  /** One schedule of ages for all videos, long and short: the best there is for this cohort, found on its true curves. */
  readonly bestStatic: AgesOf;
  /** Every video's own best ages, found on its true curve: what only a clairvoyant could sample. */
  readonly oracle: AgesOf;
}

/**
 * The floors of a cohort at each of some numbers of samples: the shortest path over straight lines in warped
 * coordinates, improved for the interpolation that is scored (docs/benchmarks.md). Free sampling times, exactly so many samples.
 */
export function floorsOf(uploads: readonly Upload[], counts: readonly number[]): Map<number, Floors> {
  const curves = uploads.map(latticeCurve);
  const most = Math.max(...counts);
  const costs = new Float64Array(STATIONS * STATIONS);
  const sums = new Float64Array(STATIONS * STATIONS);
  const own = new Map(counts.map((count) => [count, new Map<VideoId, readonly Duration[]>()]));
  for (const curve of curves) {
    segmentCosts(curve, costs);
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (costs[i] ?? 0);
    const paths = shortestPaths(costs, STATIONS, most);
    for (const [count, agesOf] of own) agesOf.set(curve.upload.id, bestAges([curve], paths, count));
  }
  const paths = shortestPaths(sums, STATIONS, most);
  return new Map(
    counts.map((count) => {
      const ages = bestAges(curves, paths, count);
      return [count, { bestStatic: () => ages, oracle: ({ id }: Upload) => own.get(count)?.get(id) ?? [] }];
    }),
  );
}

/** The ages of the path with the birth and `count` samples, improved. */
function bestAges(curves: readonly LatticeCurve[], paths: readonly number[][], count: number): readonly Duration[] {
  // The birth is known for nothing: station 0 is where every path begins, and no stop.
  const knots = [0, ...(paths[count] ?? []).map((station) => COARSE_NODES[station] ?? 0)];
  return descended(curves, knots)
    .slice(1)
    .map((node) => NODE_AGES[node] ?? (0 as Duration));
}
