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
import { readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { at, type Db } from "#storage/database.ts";
import { LINE_OF } from "./retention-lines.ts";

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
