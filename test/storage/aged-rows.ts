import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { dayOf } from "#domain/day-gain.ts";
import { type Duration, days, type Instant, minus, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { Chance } from "#simulation/random.ts";
import { at, type Db } from "#storage/database.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import type { Database } from "#storage/tables.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { seedAgedAnswer } from "./aged-answers.ts";
import { seedAgedForecasts, seedAgedLearning } from "./aged-forecasts.ts";
import { channelId, videoId } from "./settlements.ts";

/** How far back the rows reach. */
const OLDEST: Duration = days(120);

const CHANNELS = 6;
const VIDEOS = 60;
const SNAPSHOTS_EACH = 6;
/** One by date, which forgets; one by views and a chart, which do not; and one that somebody removed. */
const WATCHES = [
  { id: "watch-date", kind: "search", filters: { q: "a", order: "date" }, state: "active" },
  { id: "watch-views", kind: "search", filters: { q: "b", order: "viewCount" }, state: "paused" },
  { id: "watch-chart", kind: "chart", filters: { regionCode: "GB" }, state: "active" },
  { id: "watch-removed", kind: "search", filters: { q: "c", order: "date" }, state: "removed" },
] as const;

/**
 * Rows of every table that holds what YouTube said or what follows from it, of random ages up to `OLDEST` before `now`:
 * channels that are tracked and not, videos that live, are gone, were found by watches. The lease is not among them.
 */
export async function seedAged(db: Db, now: Instant, seed: number): Promise<void> {
  const chance = new Chance("aged rows", seed);
  const ago = (most: Duration = OLDEST): Instant => minus(now, Math.floor(chance.between(0, most)) as Duration);
  const maybe = <T>(value: T): T | null => (chance.happens(0.5) ? value : null);
  await ensurePartitions(db, minus(now, days(150)), plus(now, days(10)));
  for (let n = 1; n <= CHANNELS; n += 1) await seedChannel(db, n, { chance, ago, maybe });
  for (const { id, kind, filters, state } of WATCHES) {
    await put(db, "watch", {
      id,
      name: id,
      kind,
      filters: JSON.stringify(filters),
      state,
      every_min_seconds: 600,
      every_max_seconds: 86_400,
      since: at(ago()),
      created_at: at(ago()),
    });
    await put(db, "watch_progress", { watch_id: id, watermark: at(ago()), not_before: at(now) });
    for (let n = 0; n < 8; n += 1) {
      const asked = ago();
      await put(db, "watch_page", {
        watch_id: id,
        asked_at: at(asked),
        run_at: at(asked),
        page: 0,
        video_ids: sql<string[]>`${[videoId(chance.integer(1, VIDEOS))]}::text[]`,
        first_rank: 1,
        news: 1,
      });
    }
  }
  for (const [n, format] of ["long", "short", "live", "unknown"].entries()) {
    await put(db, "velocity_day", { day: dayOf(ago()), format, age_bin: n, counts: [1, 2] });
    await put(db, "velocity_typical", { format, age_bin: n, median: 1, n: 3, computed_at: at(ago()) });
    await put(db, "engagement_prior", {
      kind: "likes",
      format,
      category_id: "10",
      alpha: 1,
      beta: 9,
      n: 3,
      computed_at: at(ago()),
    });
    const events = JSON.stringify([
      { kind: "newVideo", videoId: videoId(900 + n), channelId: channelId(n), title: "" },
    ]);
    await put(db, "event", { epoch: 1, number: n, at: at(ago(days(2))), events });
  }
  for (let n = 1; n <= VIDEOS; n += 1) await seedVideo(db, n, { chance, ago, maybe });
}

/** Columns that are left out have their defaults. */
const put = (db: Db, table: keyof Database, row: Readonly<Record<string, unknown>>): Promise<unknown> =>
  db
    .insertInto(table)
    .values(row as never)
    .execute();

interface Draws {
  readonly chance: Chance;
  readonly ago: (most?: Duration) => Instant;
  readonly maybe: <T>(value: T) => T | null;
}

async function seedChannel(db: Db, n: number, { chance, ago }: Draws): Promise<void> {
  const id: ChannelId = channelId(n);
  await put(db, "channel", {
    id,
    title: `Channel ${n}`,
    description: "what it says",
    handle: `@channel${n}`,
    uploads_playlist_id: `UU${n}`,
    state: chance.happens(0.5) ? "tracked" : "untracked",
    tracked_since: at(ago()),
    described_at: at(ago()),
    views: 1,
    subscribers: 2,
    video_count: 3,
  });
  const counted = ago();
  await put(db, "channel_poll", {
    channel_id: id,
    video_count: 3,
    counted_at: at(counted),
    snapshot_at: at(ago()),
    news_attempts: 0,
  });
  await put(db, "channel_score", { channel_id: id, median_in_force: 10, first_hour_n: 5, computed_at: at(ago()) });
  const read = at(ago());
  await put(db, "task", {
    kind: "backfill",
    subject: id,
    state: chance.happens(0.7) ? "done" : "waiting",
    total: 50,
    not_before: read,
    created_at: read,
    updated_at: read,
  });
  for (let i = 0; i < 6; i += 1) {
    await put(db, "channel_snapshot", { channel_id: id, captured_at: at(ago()), views: 1 });
    await put(db, "channel_revision", {
      channel_id: id,
      seen_at: at(ago()),
      before: JSON.stringify({ title: "before" }),
    });
  }
  const format = "long";
  await put(db, "channel_format_score", { channel_id: id, format, epoch: 0, median: 1, n: 3, computed_at: at(ago()) });
  const nothing = { video_ids: [], views: [], medians: [], ns: [] };
  await put(db, "typical", { channel_id: id, format, ...nothing, computed_at: at(ago()) });
  await seedAgedLearning(db, n, ago);
  for (let i = 0; i < 4; i += 1) {
    await put(db, "channel_hour", { channel_id: id, format, hour: at(ago(days(16))), views: 1, samples: 1 });
  }
  await put(db, "set_aside", { subject: id, at: at(ago()), reason: "a test" });
  const gathered = at(ago());
  await put(db, "summary", {
    ...{ id: `summary-${n}`, model: "m-1", language: "en", scope: "{}", window_from: gathered, window_until: gathered },
    ...{ facts: JSON.stringify({ of: id }), channel_ids: [id], video_ids: [videoId(n)], gathered_at: gathered },
    ...{ state: "written", requested_at: gathered, attempts: 1, reason: "a test", written_at: gathered },
  });
  await seedAgedAnswer(db, id, ago());
  await put(db, "push", {
    channel_id: id,
    digest: Buffer.of(n),
    received_at: at(ago()),
    kind: "pushed",
    message: '{"body":""}',
  });
  await put(db, "track_request", {
    ref: `@channel${n}`,
    requested_at: at(ago()),
    weight: 1,
    state: n % 2 ? "tracked" : "waiting",
    channel_id: n % 2 ? id : null,
    settled_at: n % 2 ? at(ago()) : null,
  });
}

async function seedVideo(db: Db, n: number, { chance, ago, maybe }: Draws): Promise<void> {
  const id: VideoId = videoId(n);
  const channel = channelId(chance.integer(1, CHANNELS));
  const start = ago();
  const captured = maybe(ago());
  const previous =
    captured === null ? null : maybe(minus(captured, Math.floor(chance.between(0, days(40))) as Duration));
  const firstHour = captured !== null && chance.happens(0.5);
  await put(db, "video", {
    id,
    channel_id: channel,
    first_seen_at: at(start),
    source: "uploads",
    published_at: at(start),
    described_at: chance.happens(0.9) ? at(ago()) : null,
    title: "a title",
    description: "a description",
    tags: sql<string[]>`'{tag}'::text[]`,
    tag_keys: sql<string[]>`'{tag}'::text[]`,
    format: "long",
  });
  await sql`update video set title = '', description = '', tags = '{}', tag_keys = '{}' where described_at is null`.execute(
    db,
  );
  await put(db, "video_counter", {
    video_id: id,
    shard: n % 64,
    channel_id: channel,
    start_at: at(start),
    views: captured && 100,
    likes: captured && 10,
    captured_at: captured && at(captured),
    previous_views: previous && 90,
    previous_at: previous && at(previous),
    describe_at: at(plus(start, days(25))),
    describe_why: "refresh",
    gone_at: chance.happens(0.3) ? at(ago()) : null,
    searched: chance.happens(0.4),
    first_hour_views: firstHour ? 50 : null,
    first_hour_method: firstHour ? "measured" : null,
    performance: firstHour ? 5 : null,
    outlier: captured && 1,
    published_at: at(start),
    format: "long",
    changed_at: maybe(at(ago())),
    gain_1h: captured && 1,
    gain_24h: captured && 2,
    gain_7d: captured && 3,
    velocity: captured && 1,
    velocity_hours: captured && 24,
    heat: captured && 1,
    engagement: captured && 0.1,
    outlier_basis: captured && "age",
    performance_in_format: firstHour ? 5 : null,
  });
  const shown = await db.selectFrom("video").select("title").where("id", "=", id).executeTakeFirstOrThrow();
  if (shown.title !== "") await writeSearchTerms(db, [id]);
  const gained = [...new Set([ago(), ago(), ago(), ...(captured === null ? [] : [captured])].map(dayOf))];
  for (const day of gained) {
    const counted = { views: chance.integer(0, 9), likes: maybe(1), comments: maybe(0), samples: 1 };
    const open = captured !== null && day === dayOf(captured);
    await put(db, "video_day", { video_id: id, day, ...counted, open });
    await sql`
      insert into channel_day as d (channel_id, format, day, views, likes, comments, uploads, samples, open)
      values (${channel}, 'long', ${day}::date, ${counted.views}, ${counted.likes ?? 0}, ${counted.comments ?? 0}, 1, 1, ${Number(open)})
      on conflict (channel_id, day, format) do update set views = d.views + excluded.views,
        likes = d.likes + excluded.likes, samples = d.samples + 1, open = d.open + excluded.open`.execute(db);
  }
  for (let i = 0; i < SNAPSHOTS_EACH; i += 1) {
    await put(db, "snapshot", { video_id: id, captured_at: at(ago()), views: i, source: "batch" });
  }
  await seedAgedForecasts(db, id, channel, ago);
  await put(db, "video_revision", { video_id: id, seen_at: at(ago()), before: JSON.stringify({ title: "before" }) });
  const watch = chance.happens(0.6) ? WATCHES[chance.integer(0, WATCHES.length - 1)] : null;
  if (!watch) return;
  const seen = ago();
  await put(db, "watch_video", {
    watch_id: watch.id,
    video_id: id,
    published_at: at(start),
    first_seen_at: at(seen),
    last_seen_at: at(seen),
    last_rank: 1,
  });
}
