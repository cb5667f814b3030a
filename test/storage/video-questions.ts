import fc from "fast-check";
import type { ChannelId } from "#domain/channel.ts";
import { allOf, anyOf, tagTerm } from "#domain/search-terms.ts";
import { days, minus } from "#domain/time.ts";
import { foldTag } from "#domain/video.ts";
import type { WatchId } from "#domain/watch.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import type { Measure, VideoFilter } from "#storage/videos/video-filter.ts";
import type { VideoSort } from "#storage/videos/video-sorts.ts";
import type { VideoQuestion } from "#storage/videos/videos.ts";
import { NOW } from "../api/now.ts";
import { CHANNELS } from "../api/seed.ts";

/* Any question to a list of videos, and its answer over rows in memory. */

export const VALUE_OF: Readonly<Record<VideoSort, (video: VideoRow) => number | null>> = {
  publishedAt: (video) => video.publishedAt,
  durationSeconds: (video) => video.durationSeconds,
  views: (video) => video.views,
  likes: (video) => video.likes,
  comments: (video) => video.comments,
  firstHour: (video) => video.firstHourViews,
  performance: (video) => video.performance,
  performanceInFormat: (video) => video.performanceInFormat,
  outlier: (video) => video.outlier,
  velocity: (video) => video.velocity,
  heat: (video) => video.heat,
  engagement: (video) => video.engagement,
  gain1h: (video) => video.gain1h,
  gain24h: (video) => video.gain24h,
  gain7d: (video) => video.gain7d,
  sampledAt: (video) => video.capturedAt,
  changedAt: (video) => video.changedAt,
  goneAt: (video) => video.goneAt,
};

const MEASURE_OF: Readonly<Record<Measure, (video: VideoRow) => number | null>> = {
  ...VALUE_OF,
  duration: VALUE_OF.durationSeconds,
};

export const WATCH = "bC3dE4fG5hI6" as WatchId;
const watched = (video: VideoRow): boolean => Number(video.id.slice(3)) % 7 === 0;

interface Asked extends VideoFilter {
  readonly tags?: readonly string[] | undefined;
  readonly tagMode: "any" | "all";
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });
const some = <T>(values: readonly T[]) => maybe(fc.subarray([...values], { minLength: 1 }));
export const daysAgo = (n: number) => minus(NOW, days(n));
// Some bounds are values that rows have: ranges include both.
const bounds: Readonly<Record<Measure, fc.Arbitrary<number>>> = {
  duration: fc.constantFrom(30, 130, 200, 530),
  views: fc.constantFrom(0, 1000, 5500, 16_000),
  likes: fc.constantFrom(0, 3, 12),
  comments: fc.constantFrom(0, 1),
  velocity: fc.constantFrom(-4.5, 0, 4.5, 9.1),
  heat: fc.constantFrom(-0.5, 0, 0.4, 1),
  engagement: fc.constantFrom(0, 0.01, 0.025),
  performance: fc.constantFrom(0, 1.001, 2.002, 3),
  performanceInFormat: fc.constantFrom(0, 1, 1.25125),
  outlier: fc.constantFrom(0, 0.06, 0.24, 1),
};
const bound = fc
  .tuple(fc.constantFrom(...(Object.keys(bounds) as Measure[])), fc.constantFrom("Min", "Max"))
  .chain(([measure, side]) => bounds[measure].map((value): VideoFilter => ({ [`${measure}${side}`]: value })));
export const asked: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.record({
      tags: some(["baking", "BREAD", "Vlog", "ทะเล", "nobody uses it"]),
      tagMode: fc.constantFrom("any" as const, "all" as const),
      channels: some(CHANNELS),
      watch: maybe(fc.constant(WATCH)),
      categories: some(["22", "23"]),
      formats: some(["long", "short", "live", "unknown"] as const),
      languages: some(["EN", "en-GB", "de"]),
      publishedAfter: maybe(fc.integer({ min: 0, max: 20 }).map(daysAgo)),
      publishedBefore: maybe(fc.integer({ min: 0, max: 20 }).map(daysAgo)),
      startedAfter: maybe(fc.integer({ min: 0, max: 20 }).map(daysAgo)),
      live: maybe(fc.boolean()),
      gone: maybe(fc.boolean()),
      changed: maybe(fc.boolean()),
      madeForKids: maybe(fc.boolean()),
    }),
    fc.array(bound, { maxLength: 2 }),
  )
  .map(([facts, ranges]) => Object.assign({}, facts, ...ranges));

/** The filters once more, over rows in memory. */
export function passes(video: VideoRow, filter: Asked): boolean {
  const keys = new Set(video.tags.map(foldTag));
  const tagged = (tag: string) => keys.has(foldTag(tag));
  const among = (value: string | null, wanted?: readonly string[]) => !wanted || wanted.some((each) => each === value);
  const isSo = (value: boolean | null, wanted?: boolean) => wanted === undefined || value === wanted;
  const spoken = video.language?.toLowerCase();
  return (
    (!filter.tags || (filter.tagMode === "all" ? filter.tags.every(tagged) : filter.tags.some(tagged))) &&
    (!filter.channels || filter.channels.includes(video.channelId as ChannelId)) &&
    (!filter.watch || watched(video)) &&
    among(video.categoryId, filter.categories) &&
    among(video.format, filter.formats) &&
    (!filter.languages ||
      filter.languages.some((one) => [spoken, spoken?.split("-")[0]].includes(one.toLowerCase()))) &&
    (filter.publishedAfter === undefined || (video.publishedAt ?? 0) >= filter.publishedAfter) &&
    (filter.publishedBefore === undefined || (video.publishedAt ?? 0) < filter.publishedBefore) &&
    (filter.startedAfter === undefined || (video.startAt !== null && video.startAt >= filter.startedAfter)) &&
    isSo(video.liveState === "live", filter.live) &&
    isSo(video.goneAt !== null, filter.gone) &&
    isSo(video.changedAt !== null, filter.changed) &&
    isSo(video.madeForKids, filter.madeForKids) &&
    Object.entries(MEASURE_OF).every(([name, measure]) => {
      const [min, max] = [filter[`${name as Measure}Min`], filter[`${name as Measure}Max`]];
      const value = measure(video);
      return (
        (min === undefined || (value !== null && value >= min)) &&
        (max === undefined || (value !== null && value <= max))
      );
    })
  );
}

/** By value in the given direction, rows without one last, ties by id in the same direction. */
export function compare(
  a: readonly [number | null, string],
  b: readonly [number | null, string],
  down: boolean,
): number {
  if ((a[0] === null) !== (b[0] === null)) return a[0] === null ? 1 : -1;
  const ascending = a[0] !== b[0] ? Number(a[0]) - Number(b[0]) : a[1] < b[1] ? -1 : 1;
  return down ? -ascending : ascending;
}

export function questionOf({ tags, tagMode, ...filter }: Asked): VideoQuestion {
  const terms = tags?.map(tagTerm);
  if (!terms || !tags) return { filter, terms: null, words: null };
  const all = tagMode === "all" || tags.length === 1;
  return {
    filter,
    terms: all ? allOf(terms) : anyOf(terms),
    words: null,
    tags: all ? { keys: [...new Set(tags.map(foldTag))] } : null,
  };
}
