import { interpolateViews, warpedViews } from "#domain/curve.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, inHours } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";

/** What is known of a video when a forecast is made. */
export interface Outset {
  readonly videoId: string;
  readonly channelId: string;
  readonly format: Format;
  readonly age: Duration;
  readonly views: number;
  /** Views at half, a quarter and an eighth of the age; `null` where nobody sampled around then. */
  readonly earlier: readonly [number | null, number | null, number | null];
}

/** An outset whose end is known. */
export interface Outcome extends Outset {
  /** Views at the age that is forecast. */
  readonly reached: number;
}

/** The curve up to an age as a forecast takes it; `null` when the samples do not reach that age. */
export function outsetAt(
  video: Pick<Outset, "videoId" | "channelId" | "format">,
  readings: readonly Reading[],
  age: Duration,
): Outset | null {
  const views = interpolateViews(readings, age);
  if (views === null) return null;
  const before = (share: number) => interpolateViews(readings, (age * share) as Duration);
  return { ...video, age, views, earlier: [before(1 / 2), before(1 / 4), before(1 / 8)] };
}

/** Logarithms throughout: views grow by factors, and errors are judged by them. */
export const logViews = warpedViews;

export const logAge = (age: Duration): number => Math.log(inHours(age));
