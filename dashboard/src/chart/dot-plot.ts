/* Uploads as dots: across when each was published, upwards its views at one age. */

interface Upload {
  readonly publishedAt: string;
  readonly views: number | null;
}

/** A place in a box whose sides are 1, from its left and its top. */
interface Place {
  readonly x: number;
  readonly y: number;
}

export interface DotPlot {
  /** In the order of the uploads; `null` where the views are not known. */
  readonly places: readonly (Place | null)[];
  /** Where a number of views lies, from the top. */
  readonly heightOf: (views: number) => number;
  /** Views at which a line is drawn, from the lowest. */
  readonly levels: readonly number[];
  /** When the first and the last were published, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Dots on the edge of the box are cut in half, so that a little stays free around them. */
const MARGIN = 0.03;

const inside = (share: number): number => MARGIN + share * (1 - 2 * MARGIN);

/** Where everything lies; `null` when no upload has views. `usual` are views that are to be in sight too. */
export function dotPlot(uploads: readonly Upload[], usual: readonly number[], isLog: boolean): DotPlot | null {
  const known = uploads.filter((upload): upload is Upload & { views: number } => upload.views !== null);
  if (known.length === 0) return null;
  const times = uploads.map(({ publishedAt }) => Date.parse(publishedAt));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const seen = [...known.map(({ views }) => views), ...usual];
  const [lowest, highest] = [Math.min(...seen), Math.max(1, ...seen)];
  // A logarithm has no place for 0: what nobody saw lies with what one person saw.
  const scale = isLog ? (views: number) => Math.log10(Math.max(1, views)) : (views: number) => views;
  const bottom = isLog ? Math.floor(scale(lowest) * 2) / 2 : 0;
  const top = Math.max(scale(highest), bottom + (isLog ? 0.5 : 1));
  const heightOf = (views: number): number => inside(1 - (scale(views) - bottom) / (top - bottom));
  return {
    places: uploads.map(({ views }, place) =>
      views === null
        ? null
        : { x: inside(to === from ? 0.5 : ((times[place] ?? from) - from) / (to - from)), y: heightOf(views) },
    ),
    heightOf,
    levels: isLog ? logLevels(10 ** bottom, 10 ** top) : levels(top),
    from,
    to,
  };
}

/** Round numbers from 0 to a top: about five. */
function levels(top: number): number[] {
  const size = 10 ** Math.floor(Math.log10(top));
  const step = [0.2, 0.5, 1, 2].map((part) => part * size).find((each) => top / each <= 5) ?? 2 * size;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, n) => n * step);
}

/** 1, 10, 100 …; with 3, 30, 300 … between them where there are few. */
function logLevels(bottom: number, top: number): number[] {
  const powers = Array.from({ length: 16 }, (_, n) => 10 ** n);
  const within = (values: readonly number[]) =>
    values.filter((value) => value >= bottom * 0.999 && value <= top * 1.001);
  const tens = within(powers);
  return tens.length > 2 ? tens : within(powers.flatMap((power) => [power, 3 * power]));
}
