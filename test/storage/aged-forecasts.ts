import { days, type Instant, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { replaceSums, writeStep } from "#storage/insights/forecast-models.ts";
import { channelId } from "./settlements.ts";

/* The rows of forecasts among those of random ages (aged-rows.ts). */

/** Two forecasts of a video, not settled. */
export async function seedAgedForecasts(db: Db, id: VideoId, channel: string, ago: () => Instant): Promise<void> {
  for (const outset_hours of [1, 24]) {
    const made = ago();
    await db
      .insertInto("forecast")
      .values({
        ...{ video_id: id, target_hours: 168, outset_hours, channel_id: channel, format: "long", sampled: 9 },
        ...{ sampled_at: at(made), made_at: at(made), views: 9, low: 8, high: 10, due_at: at(plus(made, days(7))) },
      })
      .execute();
  }
}

/** What a channel's videos were, and what was learned of all; each channel's are of a target of their own. */
export async function seedAgedLearning(db: Db, n: number, ago: () => Instant): Promise<void> {
  const sums = { channelId: channelId(n), outset: [1], reached: [2], videos: [1] };
  await replaceSums(db, n, [sums], ago());
  await writeStep(db, { targetHours: n, outsetHours: 1, step: { outsetHours: 1 }, outcomes: 9, trainedAt: ago() });
}
