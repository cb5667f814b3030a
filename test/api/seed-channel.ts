import { sql } from "kysely";
import { days, hours, inHours, minus } from "#domain/time.ts";
import { TYPICAL_AGES, usualOf } from "#domain/typical.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { NOW } from "./now.ts";

/** What a channel's page is made of: its counters of some days, what its videos gained, and its usual curve. */
export async function seedChannelPages(db: Db, channelId: string, videoIds: readonly VideoId[]): Promise<void> {
  await ensurePartitions(db, minus(NOW, days(3)), NOW);
  await db
    .insertInto("channel_snapshot")
    .values(
      [2, 1, 0].map((n) => ({
        channel_id: channelId,
        captured_at: at(minus(NOW, (days(n) + hours(3)) as never)),
        views: 12_345_678_901 - 50_000 * n,
        subscribers: 12_300,
        video_count: 40,
      })),
    )
    .execute();
  await db
    .insertInto("channel_format_score")
    .values(
      (["long", "short", "live"] as const).flatMap((format) =>
        [0, 1, 2].map((epoch) => ({
          channel_id: channelId,
          format,
          epoch,
          median_in_force: 800,
          median: 801.5,
          n: 4,
          computed_at: at(minus(NOW, hours(1))),
        })),
      ),
    )
    .execute();
  const gained = { channel_id: channelId, format: "long" as const, likes: 12.5, comments: 3, samples: 20 };
  await db
    .insertInto("channel_day")
    .values([
      { ...gained, day: "2026-11-19", views: 800.25, uploads: 1, open: 0 },
      { ...gained, day: "2026-11-20", views: 120, uploads: 0, open: 2 },
    ])
    .execute();
  // Videos that had 100, 200, 300 … views at the age of an hour.
  const curves = videoIds.map((_, i) => TYPICAL_AGES.map((age) => Math.round((i + 1) * 100 * Math.sqrt(inHours(age)))));
  const { medians, ns } = usualOf(curves);
  await sql`
    insert into typical (channel_id, format, video_ids, views, medians, ns, computed_at)
    values (${channelId}, 'long', ${[...videoIds]}::text[], ${curves.flat()}::float8[], ${[...medians]}::float8[],
      ${[...ns]}::int4[], ${at(minus(NOW, hours(1)))})`.execute(db);
}
