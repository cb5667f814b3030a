import { type Duration, days, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { NOON, type Recorder, sampled, videoDescription } from "./settlements.ts";

/** A video's rise: so many views at ten minutes of age, growing with the square root of it. */
export const rise = (share: number, age: Duration): number => Math.round(share * Math.sqrt(age / minutes(10)));

/** Samples a video that rises so at ages, each in a settlement of its own that also describes it. Begins ten days before noon. */
export async function follow(
  recorder: Recorder,
  n: number,
  share: number,
  ages: readonly Duration[],
  over: Partial<TrackedVideo> = {},
): Promise<void> {
  const startAt = over.startAt ?? minus(NOON, days(10));
  let previous: TrackedVideo["previous"] = null;
  for (const age of ages) {
    const at = plus(startAt, age);
    const { snapshot, video } = sampled(n, at, rise(share, age), {
      startAt,
      publishedAt: startAt,
      previous,
      ...over,
    });
    await recorder.record({
      at,
      snapshots: [snapshot],
      videos: [video],
      descriptions: [videoDescription(n, { publishedAt: startAt })],
      sightingSource: "uploads",
    });
    previous = video.last;
  }
}
