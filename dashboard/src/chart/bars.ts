/* Counts as bars, in a box whose sides are 1. */

export interface Bar {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** Bars of one width side by side, as high as their parts of the highest; all flat where nothing was counted. */
export function barsOf(counts: readonly number[]): Bar[] {
  const most = Math.max(1, ...counts);
  return counts.map((count, place) => ({
    left: place / counts.length,
    width: 1 / counts.length,
    height: count / most,
  }));
}
