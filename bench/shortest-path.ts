/**
 * The cheapest way from the first station to the last over exactly k others, for each k up to `most`, by dynamic
 * programming over the number of stops: O(most · stations²).
 *
 * @param costs `costs[b · stations + a]` is what the way from a to b > a costs, without a stop between.
 * @returns by k, the stops of the cheapest way, rising; index 0 is the way without any. Ties go to the earlier stop.
 */
export function shortestPaths(costs: Float64Array, stations: number, most: number): number[][] {
  const end = stations - 1;
  const before = new Int32Array((most + 2) * stations);
  let reached = new Float64Array(stations).fill(Number.POSITIVE_INFINITY);
  reached[0] = 0;
  // After `step` legs `reached[b]` is the cheapest way to b over step − 1 stops.
  const paths: number[][] = [];
  for (let step = 1; step <= most + 1; step++) {
    const next = new Float64Array(stations).fill(Number.POSITIVE_INFINITY);
    for (let b = step; b < stations; b++) {
      const row = b * stations;
      let best = Number.POSITIVE_INFINITY;
      let from = 0;
      for (let a = step - 1; a < b; a++) {
        const cost = (reached[a] ?? 0) + (costs[row + a] ?? 0);
        if (cost < best) {
          best = cost;
          from = a;
        }
      }
      next[b] = best;
      before[step * stations + b] = from;
    }
    reached = next;
    const stops: number[] = [];
    let station = end;
    for (let leg = step; leg > 1; leg--) {
      station = before[leg * stations + station] ?? 0;
      stops.push(station);
    }
    paths.push(stops.reverse());
  }
  return paths;
}
