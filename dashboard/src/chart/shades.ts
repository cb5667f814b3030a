/* How dark a cell of a table of counts is. */

/** For each count its part of the largest, from 0 to 1; all 0 where nothing was counted. */
export function shadesOf(counts: readonly (readonly number[])[]): number[][] {
  const most = Math.max(1, ...counts.flat());
  return counts.map((row) => row.map((count) => count / most));
}
