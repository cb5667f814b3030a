import { expect } from "vitest";
import type { VideoItem } from "#api/contract.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { World, WorldVideo } from "#simulation/world.ts";
import type { ScoredViews } from "./measures.ts";
import { firstHourTruth, isMature, medianOf, textTruth } from "./truth.ts";

/** The median that scores are divided by may lag behind the true one by 1 % (docs/formulas/performance.md). */
const MEDIAN_DRIFT = 0.011;

/** Stored first hours beside the truth: those further from it than they say, and how many are known at all. */
export function judgeFirstHours(world: World, eligible: readonly WorldVideo[], videos: readonly VideoItem[]) {
  const shown = new Map(videos.map((video) => [video.id, video.firstHour]));
  const stated: number[] = [];
  const beyond: string[] = [];
  for (const video of eligible) {
    const truth = firstHourTruth(world, video);
    const { views = null, relativeError = null } = shown.get(video.id) ?? {};
    if (truth === null || views === null || relativeError === null) continue;
    stated.push(relativeError);
    const off = Math.abs(views - truth);
    if (off > relativeError * Math.max(1, views)) beyond.push(`${video.id}: ${views} ± ${relativeError}, was ${truth}`);
  }
  return { known: stated.length / eligible.length, medianStated: medianOf(stated), beyond };
}

/** Every title and tag as the world had them when it was last asked, in their bytes. */
export function expectTexts(world: World, videos: readonly VideoItem[], describedAt: ReadonlyMap<string, Instant>) {
  for (const { id, title, tags } of videos) {
    const at = describedAt.get(id);
    if (at === undefined) throw new Error(`${id} has a text and was never described`);
    const truth = textTruth(world, id, at);
    expect(bytes([title, ...tags])).toEqual(bytes([truth.title, ...truth.tags]));
  }
}

const bytes = (texts: readonly string[]): readonly string[] => texts.map((text) => Buffer.from(text).toString("hex"));

/**
 * Performance from the world's first hours, and outlier from the lifetime views sampled, for every video of each channel.
 * A median of numbers known to within bounds lies between the medians of the bounds; so does the quotient.
 */
export function expectScores(
  world: World,
  videos: readonly VideoItem[],
  scored: ReadonlyMap<string, readonly ScoredViews[]>,
) {
  let performances = 0;
  let outliers = 0;
  for (const [channel, own] of Map.groupBy(videos, (video) => video.channel.id)) {
    const pool = own.flatMap((video) => trueFirstHour(world, video) ?? []);
    for (const { id, performance, firstHour } of own) {
      expect({ id, n: performance.n }).toEqual({ id, n: pool.length });
      const mine = pool.find((entry) => entry.id === id);
      const low = medianOf(pool.map(({ truth, off }) => Math.max(0, truth - off))) * (1 - MEDIAN_DRIFT);
      const high = medianOf(pool.map(({ truth, off }) => truth + off)) * (1 + MEDIAN_DRIFT);
      if (mine === undefined || pool.length < 3) {
        expect({ id, value: performance.value }).toEqual({ id, value: null });
        expect(performance.reason).not.toBeNull();
        continue;
      }
      if (performance.value === null) {
        expect({ id, low, reason: performance.reason }).toEqual({ id, low: 0, reason: "medianZero" });
        continue;
      }
      performances += 1;
      expect(performance.value).toBeCloseTo((firstHour.views ?? Number.NaN) / (performance.median ?? 0), 9);
      expect(performance.value).toBeGreaterThanOrEqual((mine.truth - mine.off) / high);
      if (low > 0) expect(performance.value).toBeLessThanOrEqual((mine.truth + mine.off) / low);
    }
    expectPerformanceInFormat(own);
    outliers += expectOutliers(world, own, scored.get(channel) ?? []);
  }
  return { performances, outliers };
}

/** How many first hours of a format the channel's median counts for, and the newest that a format's median is over. */
const [CHANNEL_COUNTS_FOR, NEWEST] = [3, 50];

/** Performance in format from the first hours shown, all of them counted alike, and the channel's median in force. */
function expectPerformanceInFormat(own: readonly VideoItem[]): void {
  for (const { id, format, firstHour, performance, performanceInFormat: inFormat } of own) {
    const alike = own
      .filter((video) => video.format === format && video.firstHour.views !== null)
      .toSorted((a, b) => Date.parse(b.startAt ?? "") - Date.parse(a.startAt ?? ""))
      .slice(0, NEWEST)
      .map((video) => video.firstHour.views ?? Number.NaN);
    const median = medianOf(alike);
    if (performance.value === null || format === "unknown" || median === 0) {
      expect({ id, value: inFormat.value }).toEqual({ id, value: null });
      expect(inFormat.reason).not.toBeNull();
      continue;
    }
    const n = alike.length;
    const log = n * Math.log(median) + CHANNEL_COUNTS_FOR * Math.log(performance.median ?? Number.NaN);
    const drawn = Math.exp(log / (n + CHANNEL_COUNTS_FOR));
    expect({ id, n: inFormat.n }).toEqual({ id, n });
    expect(inFormat.value).toBeCloseTo((firstHour.views ?? Number.NaN) / (inFormat.median ?? 0), 9);
    expect(Math.abs((inFormat.median ?? 0) / drawn - 1)).toBeLessThanOrEqual(MEDIAN_DRIFT);
  }
}

interface TrueFirstHour {
  readonly id: string;
  readonly truth: number;
  /** How far the service says it may be off, in views. */
  readonly off: number;
}

function trueFirstHour(world: World, { id, firstHour }: VideoItem): TrueFirstHour | null {
  if (firstHour.views === null || firstHour.relativeError === null) return null;
  const video = world.video(id as VideoId);
  const truth = video && firstHourTruth(world, video);
  if (truth === null) throw new Error(`${id} has first-hour views and was not there at 60:00`);
  return { id, truth, off: firstHour.relativeError * Math.max(1, firstHour.views) };
}

function expectOutliers(world: World, own: readonly VideoItem[], scored: readonly ScoredViews[]): number {
  const mature = scored.flatMap(({ id, views, at, gone }) => {
    const video = world.video(id as VideoId);
    if (!video || views === null || !isMature(video, at) || (gone !== null && gone <= at)) return [];
    return [views];
  });
  const median = medianOf(mature);
  let outliers = 0;
  for (const video of own) {
    const { id, outlier, counters } = video;
    if (outlier.basis === "age") {
      expectOutlierAtAge(world, video, own);
      continue;
    }
    expect({ id, n: outlier.n }).toEqual({ id, n: mature.length });
    if (mature.length < 3 || counters.views === null) {
      expect({ id, value: outlier.value }).toEqual({ id, value: null });
      continue;
    }
    outliers += 1;
    expect(outlier.value).toBeCloseTo(counters.views / (outlier.median ?? 0), 9);
    expect(Math.abs((outlier.median ?? 0) / median - 1)).toBeLessThanOrEqual(MEDIAN_DRIFT);
  }
  return outliers;
}

/** A sample near an age may stand for it, and between samples views are interpolated (docs/formulas/typical.md). */
const AT_AGE_SLACK = 0.1;

/**
 * What a young video was divided by lies among the views that the channel's videos of the format had at its age. Which
 * of them had been looked at by then only our own books would tell.
 */
function expectOutlierAtAge(world: World, video: VideoItem, own: readonly VideoItem[]): void {
  const { id, outlier, counters, startAt } = video;
  const age = Date.parse(counters.asOf ?? "") - Date.parse(startAt ?? "");
  expect(age).toBeLessThan(30 * 86_400_000);
  const peers = own.filter(({ format }) => format === video.format).map((peer) => world.video(peer.id as VideoId));
  const views = peers.flatMap((peer) =>
    peer ? (world.countersAt(peer.id, (peer.startAt + age) as Instant)?.views ?? []) : [],
  );
  expect({ id, enough: views.length >= 3 }).toEqual({ id, enough: true });
  const divisor = (counters.views ?? Number.NaN) / (outlier.value ?? Number.NaN);
  // A video without views tells of no divisor.
  if (counters.views === 0) {
    expect(outlier.value).toBe(0);
    return;
  }
  expect(divisor).toBeGreaterThanOrEqual(Math.min(...views) * (1 - AT_AGE_SLACK) - 3);
  expect(divisor).toBeLessThanOrEqual(Math.max(...views) * (1 + AT_AGE_SLACK) + 3);
}
