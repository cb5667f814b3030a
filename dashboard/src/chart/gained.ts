/* Views gained, step by step, and by when in the week videos started. */

interface Step {
  readonly at: string;
  readonly views: number;
  readonly before: number | null;
}

/** Columns of a chart: seconds since 1970, views gained, and those of the window before beside them. */
export function gainedColumns(items: readonly Step[]): [number[], number[], (number | null)[]] {
  return [
    items.map(({ at }) => Date.parse(at) / 1000),
    items.map(({ views }) => views),
    items.map(({ before }) => before),
  ];
}

interface UploadTime {
  /** 1 is Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly videos: number;
  readonly viewsPerVideo: number;
}

/** An hour of the week. */
export interface WeekHour {
  readonly videos: number;
  readonly viewsPerVideo: number;
  /** How dark it is, from 0 to 1. */
  readonly shade: number;
}

/** Seven days of 24 hours; `null` where no video started. The darkest has the most views a video. */
export function weekOf(times: readonly UploadTime[]): (WeekHour | null)[][] {
  const most = Math.max(1, ...times.map(({ viewsPerVideo }) => viewsPerVideo));
  const week: (WeekHour | null)[][] = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => null));
  for (const { weekday, hour, videos, viewsPerVideo } of times) {
    const day = week[weekday - 1];
    if (day) day[hour] = { videos, viewsPerVideo: Math.round(viewsPerVideo), shade: Math.max(0, viewsPerVideo) / most };
  }
  return week;
}
