import { interpolateViews, warpedAge, warpedViews } from "#domain/curve.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, inHours } from "#domain/time.ts";
import { NEAR, valueAtAge } from "#domain/typical.ts";
import type { Format } from "#domain/video.ts";

/** Whom a forecast is about. */
export interface ForecastSubject {
  readonly videoId: string;
  readonly channelId: string;
  readonly format: Format;
}

/** What is known of a video when a forecast is made. */
export interface Outset extends ForecastSubject {
  readonly age: Duration;
  readonly views: number;
  /** Views at half, a quarter and an eighth of the age; `null` where nobody had sampled by then. */
  readonly earlier: readonly [number | null, number | null, number | null];
}

/** An outset whose end is known. */
export interface Outcome extends Outset {
  /** Views at the age that is forecast. */
  readonly reached: number;
}

/** The curve up to an age as a forecast takes it; `null` when the samples do not reach that age. */
export function outsetAt(video: ForecastSubject, readings: readonly Reading[], age: Duration): Outset | null {
  const views = interpolateViews(readings, age);
  if (views === null) return null;
  const before = (share: number) => interpolateViews(readings, (age * share) as Duration);
  const { videoId, channelId, format } = video;
  return { videoId, channelId, format, age, views, earlier: [before(1 / 2), before(1 / 4), before(1 / 8)] };
}

/**
 * The outset as it would have been, had somebody asked at that age: of what came later only the views at the age itself are
 * taken, and those only where samples tell them (`valueAtAge`).
 */
export function pastOutset(video: ForecastSubject, readings: readonly Reading[], age: Duration): Outset | null {
  const views = valueAtAge(readings, age);
  return views === null
    ? null
    : outsetAt(video, [...readings.filter((reading) => reading.age < age), { age, views }], age);
}

/** The sample nearest to an age, so near that it may be called a sample at it; `null` where there is none. */
export function readingNear(readings: readonly Reading[], age: Duration): Reading | null {
  const away = (reading: Reading): number => Math.abs(warpedAge(reading.age) - warpedAge(age));
  const [nearest] = readings.filter((reading) => away(reading) <= NEAR).toSorted((a, b) => away(a) - away(b));
  return nearest ?? null;
}

/** Logarithms throughout: views grow by factors, and errors are judged by them. */
export const logViews = warpedViews;

export const logAge = (age: Duration): number => Math.log(inHours(age));
