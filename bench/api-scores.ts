import { epochIndex } from "#domain/counting-epoch.ts";
import { FORMAT_POOL_MAX, PERFORMANCE_POOL_MIN, shrunkenMedian } from "#domain/performance.ts";
import { type Duration, days, hours, inHours } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { type ApiSet, ageNow, firstHourViews, shareAt, viewsAt } from "./api-set.ts";

/** What is usual for a channel, as its scores are taken by. */
export interface ChannelMedians {
  readonly firstHours: number;
  readonly firstHour: number | null;
  readonly mature: number;
  readonly matureViews: number | null;
  /** Of the newest first hours, by format and by what a view then was. */
  readonly inFormat: readonly FormatMedian[];
}

interface FormatMedian {
  readonly format: Format;
  readonly epoch: number;
  readonly n: number;
  readonly median: number;
}

const MATURE: Duration = days(30);
const POOL_MIN = PERFORMANCE_POOL_MIN;

const epochOf = (set: ApiSet, n: number): number => epochIndex(set.formatOf(n), set.publishedAt(n));

/** The medians of every channel, by its number. */
export function mediansOf(set: ApiSet): readonly ChannelMedians[] {
  const videos = Array.from({ length: set.channels }, (): number[] => []);
  for (let n = set.videos - 1; n >= 0; n--) videos[set.channelOf[n] ?? 0]?.push(n);
  return videos.map((own) => {
    const firstHours = own.flatMap((n) => firstHourViews(set, n) ?? []);
    const mature = own.filter((n) => ageNow(set, n) >= MATURE).map((n) => viewsAt(set, n, ageNow(set, n)));
    const pools = Map.groupBy(
      own.filter((n) => firstHourViews(set, n) !== null),
      (n) => `${set.formatOf(n)} ${epochOf(set, n)}`,
    );
    const inFormat = Array.from(pools.values(), (pool): FormatMedian => {
      const newest = pool.slice(0, FORMAT_POOL_MAX);
      const [first = 0] = newest;
      const median = medianOf(newest.map((n) => firstHourViews(set, n) ?? 0));
      return { format: set.formatOf(first), epoch: epochOf(set, first), n: newest.length, median };
    });
    return {
      firstHours: firstHours.length,
      firstHour: firstHours.length >= POOL_MIN ? medianOf(firstHours) : null,
      mature: mature.length,
      matureViews: mature.length >= POOL_MIN ? medianOf(mature) : null,
      inFormat,
    };
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}

export interface Scores {
  readonly performance: number | null;
  readonly inFormat: number | null;
  readonly outlier: number | null;
  readonly basis: "age" | "lifetime" | null;
}

export function scoresOf(set: ApiSet, n: number, medians: ChannelMedians): Scores {
  const firstHour = firstHourViews(set, n);
  const { firstHour: usual, inFormat } = medians;
  const own = inFormat.find(({ format, epoch }) => format === set.formatOf(n) && epoch === epochOf(set, n));
  const performance = firstHour !== null && usual !== null && usual > 0 ? firstHour / usual : null;
  const shrunken = own ? shrunkenMedian(own, usual) : null;
  const age = ageNow(set, n);
  const views = viewsAt(set, n, age);
  // Curves of this set differ in height alone, so that what is usual at an age follows from the first hours.
  const young = age < MATURE && usual !== null ? (usual / shareAt(hours(1))) * shareAt(age) : null;
  const divisor = young ?? medians.matureViews;
  return {
    performance,
    inFormat: firstHour !== null && shrunken !== null ? firstHour / shrunken : null,
    outlier: divisor ? views / divisor : null,
    basis: divisor ? (young === null ? "lifetime" : "age") : null,
  };
}

export interface Moves {
  readonly h1: number | null;
  readonly h24: number | null;
  readonly d7: number | null;
  readonly velocity: number | null;
  readonly window: number | null;
}

/** What the video gained before its sample at an age: the windows that samples so far apart still tell of. */
export function movesOf(set: ApiSet, n: number, age: Duration): Moves {
  const gain = (window: Duration, upTo: Duration) =>
    age > upTo || age < window || !set.atBirth[n]
      ? null
      : viewsAt(set, n, age) - viewsAt(set, n, (age - window) as Duration);
  const h1 = gain(hours(1), hours(12));
  const h24 = gain(hours(24), days(10));
  const d7 = gain(days(7), days(45));
  const [velocity, window] =
    h1 !== null ? [h1, 1] : h24 !== null ? [h24 / 24, 24] : d7 !== null ? [d7 / inHours(days(7)), 168] : [null, null];
  return { h1, h24, d7, velocity, window };
}

/** Velocity ÷ that of a video of usual size at the age. */
export function heatOf(set: ApiSet, n: number, { velocity }: Moves): number | null {
  return velocity === null ? null : (set.lifetime[n] ?? 0) / 3000;
}
