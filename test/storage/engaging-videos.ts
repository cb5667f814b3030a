import type { ChannelId } from "#domain/channel.ts";
import { findsPrior } from "#domain/engagement-priors.ts";
import { hours, instant, minus } from "#domain/time.ts";
import type { Format, VideoId } from "#domain/video.ts";
import type { WatchId } from "#domain/watch.ts";
import { engagingRate } from "#insights/engaging.ts";
import { Chance } from "#simulation/random.ts";
import { at, type Db } from "#storage/database.ts";
import { readEngagementPriors, refreshEngagementPriors } from "#storage/scores/engagement-priors.ts";

export const NOON = instant(Date.UTC(2026, 5, 10, 12));
export const VIDEOS = 1_400;

export const videoId = (n: number): VideoId => String(n).padStart(11, "0") as VideoId;
export const channelId = (n: number): ChannelId => `UC${String(n).padStart(22, "0")}` as ChannelId;
export const WATCH = "watch-shown0" as WatchId;

export const FORMATS = ["long", "short", "live"] as const satisfies readonly Format[];
export const CATEGORIES = ["10", "20"];

/** What a video of the seeded database is, by its number. */
export function drawn(n: number) {
  const chance = new Chance("engaging rows", n);
  const views = n % 29 === 28 ? null : Math.round(5 * 1e5 ** chance.uniform());
  const rate = 0.04 * Math.exp(0.6 * chance.normal());
  return {
    id: videoId(n),
    channel: channelId(n % 7),
    format: FORMATS[n % 3] ?? "long",
    categoryId: CATEGORIES[n % 2] ?? "10",
    publishedAt: minus(NOON, hours(1 + ((n * 7) % 1200))),
    views,
    likes: views === null || n % 17 === 16 ? null : Math.floor(views * rate),
    // A few leave more comments than there are views.
    comments: views === null || n % 19 === 18 ? null : n % 97 === 96 ? views + 1 : Math.floor((views * rate) / 12),
    gone: n % 31 === 30,
    shown: n % 5 === 4,
    tags: n % 3 === 0 ? ["often"] : n % 50 === 1 ? ["seldom"] : [],
  };
}

export async function seedVideos(db: Db): Promise<void> {
  const videos = Array.from({ length: VIDEOS }, (_, n) => drawn(n));
  for (let from = 0; from < VIDEOS; from += 200) {
    const part = videos.slice(from, from + 200);
    await db
      .insertInto("video")
      .values(
        part.map((video) => ({
          ...{ id: video.id, channel_id: video.channel, first_seen_at: at(NOON), source: "uploads" as const },
          ...{ published_at: at(video.publishedAt), described_at: at(NOON), title: video.id, description: "" },
          ...{ format: video.format, category_id: video.categoryId, broadcast: false, live_state: "none" as const },
          ...{ tags: [], tag_keys: [] },
        })),
      )
      .execute();
    await db
      .insertInto("video_counter")
      .values(
        part.map((video) => ({
          ...{ video_id: video.id, shard: 0, channel_id: video.channel, describe_why: "refresh" as const },
          ...{ searched: false, views: video.views, likes: video.likes, comments: video.comments },
          ...{ published_at: at(video.publishedAt), format: video.format, category_id: video.categoryId },
          gone_at: video.gone ? at(NOON) : null,
        })),
      )
      .execute();
    const tags = part.flatMap((video) =>
      video.tags.map((tag) => ({ tag, published_at: at(video.publishedAt), video_id: video.id })),
    );
    await db.insertInto("video_tag").values(tags).execute();
    await db
      .insertInto("watch_video")
      .values(
        part
          .filter(({ shown }) => shown)
          .map(({ id, publishedAt }) => ({
            ...{ watch_id: WATCH, video_id: id, published_at: at(publishedAt) },
            ...{ first_seen_at: at(NOON), last_seen_at: at(NOON), last_rank: 1 },
          })),
      )
      .execute();
  }
  await refreshEngagementPriors(db, NOON);
  // What settling stores with each sample.
  const find = findsPrior(await readEngagementPriors(db));
  for (const video of videos) {
    const rate = engagingRate("engagement", video, find);
    const engagement = typeof rate === "string" ? null : rate.value;
    await db.updateTable("video_counter").set({ engagement }).where("video_id", "=", video.id).execute();
  }
}
