import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import { type Duration, days, hours, type Instant, minus, plus } from "#domain/time.ts";
import type { Format, VideoId } from "#domain/video.ts";
import { Chance } from "#simulation/random.ts";
import type { Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { channelId, videoId } from "./settlements.ts";

/** A video and what was sampled of it. */
export interface SampledVideo {
  readonly id: VideoId;
  readonly channelId: string;
  readonly format: Format;
  readonly startAt: Instant;
  readonly samples: readonly { readonly age: Duration; readonly views: number }[];
}

/** The ages of a full life: all milestones, and some in between. */
export const LIFE: readonly Duration[] = [
  ...[0.25, 0.5, 1, 2, 3, 5, 8, 12, 24, 36].map(hours),
  ...[3, 5, 7, 10, 14, 21, 30].map(days),
];

/** Views that grow to `final` by 30 days, faster or slower by `pace`. */
const grown = (final: number, age: Duration, pace: number): number =>
  Math.round(final * Math.min(1, (age / days(30)) ** pace));

/** So many videos of 25 channels, the first the newest, one every two hours back from `newest`. */
export function drawVideos(seed: number, count: number, newest: Instant, ages = LIFE): readonly SampledVideo[] {
  return Array.from({ length: count }, (_, n): SampledVideo => {
    const chance = new Chance("forecast rows", seed, n);
    const channel = n % 25;
    const level = new Chance("levels", channel).logNormal(3000, 1.5);
    const [final, pace] = [chance.logNormal(level, 0.5), chance.between(0.1, 0.3)];
    return {
      id: videoId(seed * 100_000 + n),
      channelId: channelId(channel),
      format: chance.happens(0.3) ? "short" : "long",
      startAt: minus(newest, hours(2 * n)),
      samples: ages.map((age) => ({ age, views: grown(final, age, pace) })),
    };
  });
}

/** Stores the videos with what had been sampled of them by `now`. */
export async function putVideos(db: Db, videos: readonly SampledVideo[], now: Instant): Promise<void> {
  await ensurePartitions(db, minus(now, days(130)), plus(now, days(60)));
  const known = videos.map((video) => ({
    ...video,
    samples: video.samples.filter(({ age }) => plus(video.startAt, age) <= now),
  }));
  const rows = known.map(({ id, channelId, format, startAt, samples }) => ({
    video_id: id,
    channel_id: channelId,
    format,
    start_at: toIso(startAt),
    views: samples.at(-1)?.views ?? null,
    captured_at: samples.length === 0 ? null : toIso(plus(startAt, samples.at(-1)?.age ?? hours(0))),
    first_hour_views: samples.find(({ age }) => age === hours(1))?.views ?? null,
  }));
  const counters = rowSet("i", rows, {
    video_id: "text",
    channel_id: "text",
    format: "text",
    start_at: "timestamptz",
    views: "bigint",
    captured_at: "timestamptz",
    first_hour_views: "double precision",
  });
  await sql`
    insert into video (id, channel_id, first_seen_at, source, published_at, described_at, title, format)
    select video_id, channel_id, start_at, 'push', start_at, start_at, 'A title', format from ${counters}
    on conflict (id) do nothing`.execute(db);
  await sql`
    insert into video_counter (video_id, shard, channel_id, start_at, published_at, format, category_id, views,
      captured_at, first_hour_views, describe_why)
    select video_id, 0, channel_id, start_at, start_at, format, (right(video_id, 1)::int % 3)::text, views, captured_at,
      first_hour_views, 'refresh'
    from ${counters}
    on conflict (video_id) do update set views = excluded.views, captured_at = excluded.captured_at,
      first_hour_views = excluded.first_hour_views`.execute(db);
  const samples = known.flatMap(({ id, startAt, samples }) =>
    samples.map(({ age, views }) => ({ video_id: id, captured_at: toIso(plus(startAt, age)), views })),
  );
  const incoming = rowSet("i", samples, { video_id: "text", captured_at: "timestamptz", views: "bigint" });
  await sql`
    insert into snapshot (video_id, captured_at, views, source)
    select video_id, captured_at, views, 'batch' from ${incoming}
    on conflict (video_id, captured_at) do nothing`.execute(db);
}
