import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { days, hours, type Instant, minus, minutes, plus, seconds } from "#domain/time.ts";
import { foldTag, type VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import { writeListing } from "#storage/videos/listing.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { NOW } from "./now.ts";
import { seedChannelPages } from "./seed-channel.ts";
import { seedForecasts } from "./seed-forecasts.ts";
import { seedQuota } from "./seed-quota.ts";

export const CHANNELS = [
  "UCuAXFkgsw1L7xaCfnd5JJOw",
  "UC-lHJZR3Gqxm24_Vd_AJ5Yw",
  "UCX6OQ3DkcsbYNE6H8uQQuVA",
] as ChannelId[];
const TITLES = ["How bread rises", "ฝันถึงทะเล 🌊", "東京の朝 — 散歩", 'Five "simple" knots', "<b>Why</b> rivers bend"];
const TAG_SETS = [["Bread", "Baking"], ["ทะเล"], ["東京", "vlog", "ＶＬＯＧ"], [], ["rivers", "Baking", "geo,graphy"]];

export const seededVideoId = (n: number): VideoId => `vid${String(n).padStart(8, "0")}` as VideoId;

/** The video with the fullest history: milestones, revisions, a series across a counting epoch. */
export const RICH_VIDEO = seededVideoId(0);
/** One of three days, whose views are forecast. */
export const YOUNG_VIDEO = seededVideoId(16);

/** Three channels and `count` videos with every kind of gap: not described, not sampled, hidden, gone, not started. */
export async function seed(db: Db, count: number): Promise<void> {
  await seedChannels(db);
  const numbers = Array.from({ length: count }, (_, n) => n);
  await db.insertInto("video").values(numbers.map(videoRow)).execute();
  await db.insertInto("video_counter").values(numbers.map(counterRow)).execute();
  await seedHistory(db);
  if (count > 16) await seedForecasts(db, CHANNELS[1] ?? "", YOUNG_VIDEO, RICH_VIDEO);
  await writeListing(db, numbers.map(seededVideoId));
  await writeSearchTerms(db, numbers.map(seededVideoId));
  await seedChannelPages(db, CHANNELS[0] ?? "", [36, 24, 12, 0].map(seededVideoId));
  await seedQuota(db);
}

async function seedChannels(db: Db): Promise<void> {
  for (const [i, id] of CHANNELS.entries()) {
    const common = { published_at: at(minus(NOW, days(1000 + i))), tracked_since: at(minus(NOW, days(40))) };
    await db
      .insertInto("channel")
      .values({
        ...common,
        id,
        title: ["Crumb & Co", "ทะเลของฉัน", "朝の散歩"][i] ?? id,
        description: "What we do.",
        handle: i === 2 ? null : `@handle${i}`,
        country: i === 0 ? "DE" : null,
        thumbnail_url: null,
        uploads_playlist_id: id.replace(/^UC/, "UU"),
        weight: 1,
        watched: i === 0,
        state: i === 2 ? "untracked" : "tracked",
        trouble: i === 1 ? "playlistNotFound" : null,
        described_at: at(minus(NOW, days(1))),
        views: i === 2 ? null : 12_345_678_901 * (i + 1),
        subscribers: i === 1 ? null : 12_300,
        video_count: 40 + i,
        changed_version: 0,
      })
      .execute();
  }
  const [first, second] = CHANNELS;
  if (!first || !second) throw new Error("two channels are seeded");
  await db
    .insertInto("channel_score")
    .values({
      channel_id: first,
      median_in_force: 1000,
      first_hour_n: 12,
      median_first_hour: 1004.5,
      median_mature: 50_000,
      mature_n: 30,
      computed_at: at(minus(NOW, hours(1))),
    })
    .execute();
  await db
    .insertInto("channel_poll")
    .values({
      channel_id: first,
      video_count: 40,
      counted_at: at(minus(NOW, minutes(7))),
      snapshot_at: at(minus(NOW, hours(3))),
      news_since: null,
      news_not_before: null,
      news_attempts: 0,
      listed_at: at(minus(NOW, hours(2))),
      described_at: null,
      subscribe_at: at(plus(NOW, days(2))),
      subscribe_attempts: 0,
      subscribed_until: at(plus(NOW, days(3))),
      pushed_at: at(minus(NOW, hours(5))),
    })
    .execute();
  await db
    .insertInto("channel_revision")
    .values({
      channel_id: first,
      seen_at: at(minus(NOW, days(9))),
      before: JSON.stringify({ title: "Crumb and Company", country: null }),
    })
    .execute();
  await db
    .insertInto("task")
    .values({
      kind: "backfill",
      subject: first,
      state: "done",
      cursor: null,
      progress: 40,
      total: 40,
      not_before: at(minus(NOW, days(39))),
      attempts: 0,
      reason: null,
      created_at: at(minus(NOW, days(40))),
      updated_at: at(minus(NOW, days(39))),
    })
    .execute();
  await db
    .insertInto("track_request")
    .values([
      {
        ref: "@handle0",
        requested_at: at(minus(NOW, days(40))),
        weight: 1,
        watched: true,
        state: "tracked",
        channel_id: first,
        reason: null,
        settled_at: at(minus(NOW, days(40))),
      },
      {
        ref: "@nobody",
        requested_at: at(minus(NOW, days(2))),
        weight: 1,
        watched: false,
        state: "refused",
        channel_id: null,
        reason: "YouTube knows no such channel.",
        settled_at: at(minus(NOW, days(2))),
      },
    ])
    .execute();
}

const publishedAt = (n: number): Instant =>
  n === 0 ? minus(NOW, days(95)) : minus(minus(NOW, hours(n * 5)), minutes(n % 7));

function videoRow(n: number) {
  const tags = TAG_SETS[n % TAG_SETS.length] ?? [];
  const described = n % 11 !== 10;
  return {
    id: seededVideoId(n),
    channel_id: CHANNELS[n % 3] ?? "",
    first_seen_at: at(plus(publishedAt(n), minutes(3))),
    source: "uploads" as const,
    published_at: at(publishedAt(n)),
    described_at: described ? at(plus(publishedAt(n), minutes(4))) : null,
    title: described ? `${TITLES[n % TITLES.length]} ${n}` : "",
    description: described ? "Line one\nline two" : "",
    tags: sql<string[]>`${tags}::text[]`,
    tag_keys: sql<string[]>`${tags.map(foldTag)}::text[]`,
    category_id: "22",
    language: n % 4 === 0 ? null : "en",
    thumbnail_url: null,
    duration_seconds: n % 9 === 8 ? null : 30 + (n % 6) * 100,
    portrait: null,
    shorts_link: null,
    format: (["long", "short", "live", "unknown"] as const)[n % 4] ?? "unknown",
    made_for_kids: false,
    privacy: "public",
    broadcast: n % 4 === 2,
    live_state: "none" as const,
    scheduled_start_at: null,
    actual_start_at: null,
    actual_end_at: null,
  };
}

/** Values repeat on purpose: paging must tell equal ones apart by their ids. */
function counterRow(n: number) {
  const sampled = n % 8 !== 7;
  const known = sampled && n % 5 !== 4;
  return {
    video_id: seededVideoId(n),
    shard: n % 64,
    channel_id: CHANNELS[n % 3] ?? "",
    start_at: n % 13 === 12 ? null : at(publishedAt(n)),
    views: sampled ? 1000 * (n % 17) : null,
    likes: n % 6 === 5 || !sampled ? null : n % 17,
    comments: n % 10 === 9 || !sampled ? null : 0,
    captured_at: sampled ? at(minus(NOW, minutes(n))) : null,
    previous_views: null,
    previous_at: null,
    describe_at: null,
    describe_why: "refresh" as const,
    missing_since: null,
    gone_at: n % 19 === 18 ? at(minus(NOW, hours(1))) : null,
    searched: false,
    first_hour_views: known ? 500.5 * (1 + (n % 7)) : null,
    first_hour_method: known ? ("measured" as const) : null,
    first_hour_offset: known ? -4.25 : null,
    first_hour_error: known ? 0.004 : null,
    performance: known && n % 3 === 0 ? (500.5 * (1 + (n % 7))) / 1000 : null,
    outlier: sampled && n % 3 === 0 ? (1000 * (n % 17)) / 50_000 : null,
    outlier_basis: sampled && n % 3 === 0 ? ("lifetime" as const) : null,
    gain_1h: sampled && n % 4 === 0 ? 12.5 * (n % 5) : null,
    gain_24h: sampled && n % 4 < 2 ? 100 * (n % 6) : null,
    gain_7d: sampled && n % 4 < 3 ? 500 * (n % 7) - 500 : null,
    velocity: sampled && n % 4 < 3 ? 4.5 * (n % 6) - 4.5 : null,
    velocity_hours: sampled && n % 4 < 3 ? ([1, 24, 168][n % 4] ?? null) : null,
    heat: sampled && n % 4 < 2 ? 0.5 * (n % 6) - 0.5 : null,
    engagement: sampled && n % 6 !== 5 && n % 10 !== 9 ? 0.01 * (n % 4) : null,
    performance_in_format: known && n % 3 === 0 && n % 4 !== 3 ? (500.5 * (1 + (n % 7))) / 800 : null,
  };
}

async function seedHistory(db: Db): Promise<void> {
  const start = publishedAt(0);
  await ensurePartitions(db, start, NOW);
  // The first is a feed's, nearer to the full hour than the sample after it.
  const ages = [seconds(3599), seconds(3604), hours(25), days(7), days(30), days(60)];
  await db
    .insertInto("snapshot")
    .values(
      ages.map((age, i) => ({
        video_id: RICH_VIDEO,
        captured_at: at(plus(start, age)),
        views: 100 * (i + 1),
        likes: i === 0 ? null : i,
        comments: 0,
        source: i === 0 ? ("feed" as const) : ("batch" as const),
      })),
    )
    .execute();
  await db
    .insertInto("video_revision")
    .values({
      video_id: RICH_VIDEO,
      seen_at: at(plus(start, days(3))),
      before: JSON.stringify({ title: "How bread rises (draft)" }),
    })
    .execute();
}
