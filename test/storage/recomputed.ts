import { gain } from "#domain/gain.ts";
import type { Reading } from "#domain/snapshot.ts";
import { days, hours } from "#domain/time.ts";
import { velocity } from "#domain/velocity.ts";
import { ageAt } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";

/** What moves of each video that has a start, by the pure functions over everything that is stored of it. */
export async function recomputedMotion(db: Db): Promise<readonly ReturnType<typeof motionOf>[]> {
  const stored = await db
    .selectFrom("snapshot")
    .innerJoin("video_counter", "video_counter.video_id", "snapshot.video_id")
    .select(["snapshot.video_id", "snapshot.captured_at", "snapshot.views", "start_at"])
    .where("source", "<>", "feed")
    .orderBy("snapshot.video_id")
    .orderBy("snapshot.captured_at")
    .execute();
  const readings = new Map<string, (Reading | null)[]>();
  for (const { video_id, captured_at, views, start_at } of stored) {
    const known = readings.get(video_id) ?? [];
    readings.set(video_id, known);
    known.push(start_at === null || views === null ? null : { age: ageAt(start_at, captured_at), views });
  }
  return [...readings].map(([id, all]) => motionOf(id, all));
}

/** Readings of hidden views, or without a start, are null: when the last one is, nothing is known. */
function motionOf(id: string, all: readonly (Reading | null)[]) {
  const known = all.at(-1) ? all.filter((reading) => reading !== null) : [];
  const moved = velocity(known);
  return {
    video_id: id,
    gain_1h: gain(known, hours(1)),
    gain_24h: gain(known, hours(24)),
    gain_7d: gain(known, days(7)),
    velocity: moved?.viewsPerHour ?? null,
    velocity_hours: moved?.hours ?? null,
  };
}

/** The same as it is stored, of every video that was sampled. */
export const storedMotion = (db: Db) =>
  db
    .selectFrom("video_counter")
    .select(["video_id", "gain_1h", "gain_24h", "gain_7d", "velocity", "velocity_hours"])
    .where("captured_at", "is not", null)
    .orderBy("video_id")
    .execute();
