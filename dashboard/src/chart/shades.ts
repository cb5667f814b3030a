/* How dark a cell of a table of counts is. */

/** For each count its part of the largest, from 0 to 1; all 0 where nothing was counted. */
export function shadesOf(counts: readonly (readonly number[])[]): number[][] {
  const most = Math.max(1, ...counts.flat());
  return counts.map((row) => row.map((count) => count / most));
}

/** How dark a cell is, as a background that CSS takes. */
export const shadeOf = (share: number): string => `color-mix(in srgb, var(--shade) ${share * 100}%, transparent)`;
