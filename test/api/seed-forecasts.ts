import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { keepForecasts, settleForecasts } from "#storage/insights/forecasts.ts";
import { NOW } from "./now.ts";

/** When the young one began (seed.ts). */
const START = minus(NOW, minutes(80 * 60 + 2));

const CURVE = [
  [minutes(12), 40],
  [minutes(60), 310],
  [hours(5), 1250],
  [hours(24), 4100],
  [hours(50), 7300],
  [hours(79), 9000],
] as const;

/** Gives a video of three days a curve and forecasts, and an old one forecasts whose error is known. */
export async function seedForecasts(db: Db, channelId: string, young: VideoId, old: VideoId): Promise<void> {
  await db
    .insertInto("snapshot")
    .values(
      CURVE.map(([age, views]) => ({
        ...{ video_id: young, views, likes: null, comments: null, source: "batch" as const },
        captured_at: at(plus(START, age)),
      })),
    )
    .execute();
  const began = minus(NOW, days(95));
  const kept = (videoId: VideoId, start: typeof NOW, targetHours: number, views: number) => ({
    ...{ videoId, channelId, format: "long" as const, targetHours, outsetHours: 24, trainedAt: null },
    ...{ sampledAt: plus(start, hours(24)), sampled: 4100, madeAt: plus(start, hours(24.5)) },
    ...{ views, low: views * 0.7, high: views * 1.5, dueAt: plus(start, hours(targetHours)) },
  });
  const settled = kept(old, began, 168, 500);
  await keepForecasts(db, [kept(young, START, 168, 11_000), kept(young, START, 720, 14_000), settled]);
  await settleForecasts(db, [{ ...settled, reached: 400 }], minus(NOW, days(2)));
}
