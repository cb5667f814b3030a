import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { World, WorldVideo } from "#simulation/world.ts";

/*
 * The second implementation: what is held against the service. It knows the world and plain arithmetic, and nothing of
 * our domain code, so that a mistake there cannot hide in here as well.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Videos that were there at 60:00, with the first hour ending while they were tracked and its window over at `to`. */
export const eligibleVideos = (world: World, from: Instant, to: Instant): readonly WorldVideo[] =>
  world
    .videosStartedBetween(from, (to - 64 * MINUTE) as Instant)
    .filter((video) => video.goneAt === null || video.goneAt > video.startAt + HOUR);

/** What YouTube showed at the age of 60:00. */
export const firstHourTruth = (world: World, video: WorldVideo): number | null =>
  world.countersAt(video.id, (video.startAt + HOUR) as Instant)?.views ?? null;

/** The middle value, or the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The value that a share `q` of the values does not exceed. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** Whether a video is old enough for its lifetime views to count as typical. */
export const isMature = (video: WorldVideo, now: Instant): boolean => video.startAt <= now - 30 * DAY;

/** The title and tags as the world had them at an instant. */
export function textTruth(
  world: World,
  id: string,
  at: Instant,
): { readonly title: string; readonly tags: readonly string[] } {
  const text = world.textOf(id as VideoId, at);
  if (!text) throw new Error(`The world knows no video ${id}`);
  return { title: text.title, tags: text.tags };
}
