import { sql } from "kysely";
import { expect } from "vitest";
import { toIso } from "#domain/iso-time.ts";
import { LANES } from "#domain/plan.ts";
import type { RetentionLines } from "#domain/retention.ts";
import { days, type Instant, minus, minutes } from "#domain/time.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { type PlannerState, stateOf } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { at, type Db } from "#storage/database.ts";
import { readTrackedRows } from "#storage/planner-rows.ts";

type Line = "statistics" | "revisions" | "texts" | "gone" | "notes" | "hours" | "events";

/** Every instant and day that is stored, and by which line it is too old: `null` = it says nothing of YouTube, or is renewed. */
export const LINE_OF: Readonly<Record<string, Line | null>> = {
  "snapshot.captured_at": "statistics",
  "channel_snapshot.captured_at": "statistics",
  "channel_score.computed_at": "statistics",
  "channel_format_score.computed_at": "statistics",
  "typical.computed_at": "statistics",
  "velocity_typical.computed_at": "statistics",
  "engagement_prior.computed_at": "statistics",
  "forecast.sampled_at": "statistics",
  "forecast_channel.computed_at": "statistics",
  "forecast_model.trained_at": "statistics",
  "video_day.day": "statistics",
  "channel_day.day": "statistics",
  "velocity_day.day": "statistics",
  "channel_hour.hour": "hours",
  "summary.gathered_at": "notes",
  "insight_answer.made_at": "notes",
  "event.at": "events",
  "video_counter.captured_at": "statistics",
  "video_counter.previous_at": "statistics",
  "video_counter.gone_at": "gone",
  "video_counter.changed_at": "revisions",
  "video_revision.seen_at": "revisions",
  "channel_revision.seen_at": "revisions",
  "watch_page.asked_at": "statistics",
  "watch_page.run_at": "statistics",
  "watch_video.last_seen_at": "statistics",
  "set_aside.at": "notes",
  "push.received_at": "notes",
  "track_request.settled_at": "notes",
  // Renewed with the description, or our own note of what we did; what they are of is looked at below.
  "video.published_at": null,
  "video.first_seen_at": null,
  "video.described_at": null,
  "video.scheduled_start_at": null,
  "video.actual_start_at": null,
  "video.actual_end_at": null,
  "video_counter.start_at": null,
  "video_counter.published_at": null,
  "video_search.published_at": null,
  "video_tag.published_at": null,
  "video_counter.describe_at": null,
  "video_counter.missing_since": null,
  "channel.published_at": null,
  "channel.described_at": null,
  "channel.tracked_since": null,
  "channel_poll.counted_at": null,
  "channel_poll.counted_before": null,
  "channel_poll.look_at": null,
  "channel_poll.snapshot_at": null,
  "channel_poll.news_since": null,
  "channel_poll.news_not_before": null,
  "channel_poll.listed_at": null,
  "channel_poll.described_at": null,
  "channel_poll.subscribe_at": null,
  "channel_poll.subscribed_until": null,
  "channel_poll.pushed_at": null,
  "watch_video.published_at": null,
  // No older than the sample, or our own note of what it was made by.
  "forecast.made_at": null,
  "forecast.trained_at": null,
  "forecast.due_at": null,
  "forecast.settled_at": null,
  "watch_video.first_seen_at": null,
  // What people wanted, what was spent, and the service's own books.
  "watch.since": null,
  "watch.created_at": null,
  "watch_progress.watermark": null,
  "watch_progress.ran_at": null,
  "watch_progress.not_before": null,
  "watch_task.published_after": null,
  "watch_task.published_before": null,
  "watch_task.opened_at": null,
  "watch_task.not_before": null,
  "watch_page.published_after": null,
  "watch_page.published_before": null,
  "insight_answer.computed_at": null,
  "insight_answer.asked_at": null,
  "summary.window_from": null,
  "summary.window_until": null,
  "summary.requested_at": null,
  "summary.written_at": null,
  "track_request.requested_at": null,
  "task.not_before": null,
  "task.created_at": null,
  "task.updated_at": null,
  "pause.until": null,
  "lease.expires_at": null,
  "installation.created_at": null,
  "installation.several_projects_at": null,
  "installation.decided_at": null,
  "migration.applied_at": null,
  "saved_view.created_at": null,
  "saved_view.changed_at": null,
  "project.created_at": null,
  "api_key.added_at": null,
  "api_key.refused_at": null,
  "api_key.paused_at": null,
  "api_key.test_at": null,
  "api_key.tested_at": null,
  "access_token.created_at": null,
  "access_token.expires_at": null,
  "access_token.last_used_at": null,
  "access_token.revoked_at": null,
  "login_code.expires_at": null,
  "login_code.used_at": null,
  "ledger.spent_at": null,
  "ledger.probe_at": null,
  "ledger.last_used_at": null,
  "call.charged_at": null,
  "call.ended_at": null,
  "call.settled_at": null,
  // What an operator brought in and asked for, by the names of files and videos alone.
  "import.first_at": null,
  "import.last_at": null,
  "import.started_at": null,
  "import.updated_at": null,
  "video_request.requested_at": null,
  "video_request.settled_at": null,
  // What was asked for, and until when its files are kept.
  "export.requested_at": null,
  "export.begun_at": null,
  "export.alive_at": null,
  "export.finished_at": null,
  "export.expires_at": null,
};

export type Rows = Map<string, Record<string, unknown>[]>;

/** Every row of every table, in an order of its own. */
export async function allRows(db: Db): Promise<Rows> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = current_schema()::regnamespace
      and relkind in ('r', 'p') and not relispartition`.execute(db);
  const all: Rows = new Map();
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)} t order by t::text`.execute(
      db,
    );
    all.set(name, rows);
  }
  return all;
}

export async function expectNothingOlder(db: Db, lines: Partial<Record<string, Instant | null>>): Promise<void> {
  for (const [column, name] of Object.entries(LINE_OF)) {
    const line = name && lines[name];
    if (!line) continue;
    const { rows } = await sql<{ oldest: Instant | null }>`
      select min(${sql.ref(column)})::timestamptz as oldest from ${sql.table(column.split(".")[0] ?? "")}`.execute(db);
    const oldest = rows[0]?.oldest ?? null;
    expect([column, oldest === null ? null : toIso(oldest)]).toEqual([
      column,
      oldest === null || oldest < line ? (oldest === null ? null : `not before ${toIso(line)}`) : toIso(oldest),
    ]);
  }
  const { statistics, texts } = lines;
  if (statistics) {
    const { rows } = await sql<{ n: number }>`
      select (select count(*) from video_counter where captured_at is null and coalesce(views, likes, comments, outlier,
            gain_1h, gain_24h, gain_7d, velocity, velocity_hours, heat, engagement) is not null)
        + (select count(*) from video_counter where previous_views is not null and previous_at is null)
        + (select count(*) from video_counter where coalesce(first_hour_views, performance, performance_in_format) is not null
            and start_at < ${at(minus(statistics, minutes(60)))})
        + (select count(*) from channel c left join channel_poll p on p.channel_id = c.id
            where c.views is not null and greatest(c.described_at, p.snapshot_at) < ${at(statistics)})
        + (select count(*) from channel_poll where video_count is not null and counted_at < ${at(statistics)})
        + (select count(*) from task where kind = 'backfill' and state = 'done' and total is not null
            and not_before < ${at(statistics)}) as n`.execute(db);
    expect(rows).toEqual([{ n: 0 }]);
  }
  if (texts) {
    const { rows } = await sql<{ n: number }>`
      select (select count(*) from video where title || description || tags::text <> '{}' and described_at < ${at(texts)})
        + (select count(*) from video_search s left join video v on v.id = s.video_id
            where v.id is null or v.described_at < ${at(texts)})
        + (select count(*) from video_tag t where not exists (select from video_search s where s.video_id = t.video_id))
        + (select count(*) from channel where description <> '' and described_at < ${at(texts)}) as n`.execute(db);
    expect(rows).toEqual([{ n: 0 }]);
  }
}

/** What days tell of a channel is the sum of what they tell of the videos that are left, where both are kept. */
export async function expectSumsOfDays(db: Db, line: Instant | null): Promise<void> {
  const from = line === null ? "0001-01-01" : toIso(line);
  const { rows } = await sql`
    select channel_id, format, day, sum(views) as views, sum(samples) as samples, sum(open) as open
    from (
      select channel_id, format, day, views, samples, open from channel_day
      union all
      select v.channel_id, v.format, d.day, -d.views, -d.samples, -d.open::integer
      from video_day d join video v on v.id = d.video_id
    ) both_sides
    where day >= ${from}::timestamptz
    group by channel_id, format, day
    having abs(sum(views)) > 1e-6 or sum(samples) <> 0 or sum(open) <> 0`.execute(db);
  expect(rows).toEqual([]);
}

/** The videos that stay, by an account of its own. */
export function followed(before: Rows, lines: RetentionLines): unknown[] {
  const [statistics, gone] = [Number(lines.statistics), Number(lines.gone)];
  const tracked = new Set(
    (before.get("channel") ?? []).filter((row) => row["state"] === "tracked").map(({ id }) => id),
  );
  const described = new Map((before.get("video") ?? []).map((row) => [row["id"], row]));
  return (before.get("video_counter") ?? [])
    .filter((row) => {
      if (row["gone_at"] !== null && Number(row["gone_at"]) < gone) return false;
      if (row["searched"] || tracked.has(row["channel_id"])) return true;
      const video = described.get(row["video_id"]);
      const known = Number(video?.["described_at"] ?? video?.["first_seen_at"]);
      return known >= statistics || (row["captured_at"] !== null && Number(row["captured_at"]) >= statistics);
    })
    .map((row) => row["video_id"])
    .toSorted();
}

/** Of these videos those that a watch which is kept has shown since the line: they alone are followed for its sake. */
export function searched(before: Rows, videos: ReadonlySet<unknown>, lines: RetentionLines): unknown[] {
  const kept = new Set((before.get("watch") ?? []).filter((row) => row["state"] !== "removed").map(({ id }) => id));
  const shown = (before.get("watch_video") ?? [])
    .filter((row) => kept.has(row["watch_id"]) && Number(row["last_seen_at"]) >= Number(lines.statistics))
    .map((row) => row["video_id"]);
  return (before.get("video_counter") ?? [])
    .filter((row) => row["searched"] && videos.has(row["video_id"]) && shown.includes(row["video_id"]))
    .map((row) => row["video_id"])
    .toSorted();
}

/** What planning remembers is what it would read back, and so it plans the same. */
export async function expectSameMemory(db: Db, state: PlannerState, now: Instant): Promise<void> {
  const rebuilt = stateOf(await readTrackedRows(db));
  const videos = (of: PlannerState) => [...of.videos.slotOf.keys()].toSorted().map((id) => videoOf(of.videos, id));
  expect(videos(state)).toEqual(videos(rebuilt));
  const channels = (of: PlannerState) => [...of.channels.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(channels(state)).toEqual(channels(rebuilt));
  const seen = (of: PlannerState) => of.watches.inOrder().map(({ id }) => [id, of.watches.seenPublications(id)]);
  expect(seen(state)).toEqual(seen(rebuilt));
  // Of all channels together, also of those that nobody tracks and of which a watch found a video.
  const uploads = (of: PlannerState) => of.uploads.expectedBetween(minus(now, days(130)), now);
  expect(uploads(state)).toBe(uploads(rebuilt));
  const budgets = {
    default: { limit: 10_000, used: 0 },
    batch: { limit: 10_000, used: 0 },
    search: { limit: 100, used: 0 },
  };
  for (const lane of LANES) {
    expect(planNext(lane, state, budgets, DEFAULT_POLICY, now)).toEqual(
      planNext(lane, rebuilt, budgets, DEFAULT_POLICY, now),
    );
  }
}
