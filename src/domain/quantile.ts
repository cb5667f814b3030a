/**
 * The value below which a share `q` (0 to 1) of the numbers lies, interpolated linearly between neighbours, as
 * PostgreSQL's `percentile_cont` does it; `null` of none.
 *
 * @param sorted by rising value.
 */
export function quantile(sorted: readonly number[], q: number): number | null {
  const place = (sorted.length - 1) * q;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) return null;
  // Not low + share × difference: two equal neighbours must give exactly themselves.
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}
