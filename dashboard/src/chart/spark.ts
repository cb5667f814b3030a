/* A curve as small as a word, with what is usual behind it. */

interface Reading {
  readonly x: number;
  readonly y: number;
}

/** How views at an age are spread, in the middle half. */
interface Usual {
  readonly ageSeconds: number;
  readonly p25: number | null;
  readonly p75: number | null;
}

/** Points of SVG's polyline and polygon. */
export interface Spark {
  readonly line: string;
  /** The usual band over the same ages; `null` = nothing is usual there. */
  readonly band: string | null;
}

/**
 * A curve in a box of a width and height, by the logarithm of the age, so that the first hours show; `null` with fewer than
 * two readings, which are no curve. The band is cut to the ages of the curve, and both share one scale.
 */
export function sparkOf(
  readings: readonly Reading[],
  usual: readonly Usual[],
  width: number,
  height: number,
): Spark | null {
  const shown = readings.filter(({ x, y }) => x > 0 && y >= 0);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last || last.x <= first.x) return null;
  const inSight = usual.flatMap(({ ageSeconds, p25, p75 }) =>
    p25 === null || p75 === null || ageSeconds < first.x || ageSeconds > last.x ? [] : [{ x: ageSeconds, p25, p75 }],
  );
  const top = Math.max(1, ...shown.map(({ y }) => y), ...inSight.map(({ p75 }) => p75));
  const point = (x: number, y: number): string => {
    const across = (Math.log(x / first.x) / Math.log(last.x / first.x)) * width;
    return `${across.toFixed(1)},${(height - 1 - (y / top) * (height - 2)).toFixed(1)}`;
  };
  const upper = inSight.map(({ x, p75 }) => point(x, p75));
  const lower = inSight.map(({ x, p25 }) => point(x, p25)).toReversed();
  return {
    line: shown.map(({ x, y }) => point(x, y)).join(" "),
    band: inSight.length < 2 ? null : [...upper, ...lower].join(" "),
  };
}
