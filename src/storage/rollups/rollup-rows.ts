import { sql } from "kysely";
import { firstHourKept } from "#domain/day-gain.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import type { Moved, RollupSums } from "./rollup-sums.ts";

/** Adds to videos' days; each of them says whether it is open from now on. */
export async function addVideoDays(trx: Db, rows: RollupSums["videoDays"]): Promise<void> {
  if (rows.length === 0) return;
  const incoming = rowSet("i", rows, {
    video_id: "text",
    day: "date",
    views: "double precision",
    likes: "double precision",
    comments: "double precision",
    samples: "integer",
    open: "boolean",
  });
  await sql`
    insert into video_day as d (video_id, day, views, likes, comments, samples, open)
    select video_id, day, views, likes, comments, samples, open from ${incoming}
    on conflict (video_id, day) do update set views = d.views + excluded.views,
      likes = coalesce(d.likes + excluded.likes, d.likes, excluded.likes),
      comments = coalesce(d.comments + excluded.comments, d.comments, excluded.comments),
      samples = d.samples + excluded.samples, open = excluded.open`.execute(trx);
}

/** Adds to channels' days. */
export async function addChannelDays(trx: Db, rows: RollupSums["channelDays"]): Promise<void> {
  if (rows.length === 0) return;
  const incoming = rowSet("i", rows, {
    channel_id: "text",
    format: "text",
    day: "date",
    views: "double precision",
    likes: "double precision",
    comments: "double precision",
    uploads: "integer",
    samples: "integer",
    open: "integer",
  });
  await sql`
    insert into channel_day as d (channel_id, format, day, views, likes, comments, uploads, samples, open)
    select channel_id, format, day, views, likes, comments, uploads, samples, open from ${incoming}
    on conflict (channel_id, day, format) do update set ${ADDED}`.execute(trx);
}

const ADDED = sql`views = d.views + excluded.views, likes = d.likes + excluded.likes,
  comments = d.comments + excluded.comments, uploads = d.uploads + excluded.uploads,
  samples = d.samples + excluded.samples, open = d.open + excluded.open`;

/** Adds to channels' hours. */
export async function addChannelHours(trx: Db, rows: RollupSums["channelHours"]): Promise<void> {
  if (rows.length === 0) return;
  const incoming = rowSet("i", rows, {
    channel_id: "text",
    format: "text",
    hour: "timestamptz",
    views: "double precision",
    samples: "integer",
  });
  await sql`
    insert into channel_hour as h (channel_id, format, hour, views, samples)
    select channel_id, format, hour, views, samples from ${incoming}
    on conflict (channel_id, hour, format) do update
    set views = h.views + excluded.views, samples = h.samples + excluded.samples`.execute(trx);
}

/** Moves what videos have contributed to their channels' days from one format to another. Hours stay as they were. */
export async function moveChannelDays(trx: Db, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ id, channelId, from, to }) => ({ id, channel_id: channelId, before: from, after: to }));
  const incoming = rowSet("i", rows, { id: "text", channel_id: "text", before: "text", after: "text" });
  const ids = moved.map(({ id }) => id);
  await sql`
    insert into channel_day as d (channel_id, format, day, views, likes, comments, uploads, samples, open)
    select i.channel_id, case s.sign when -1 then i.before else i.after end, v.day, sum(s.sign * v.views),
      sum(s.sign * coalesce(v.likes, 0)), sum(s.sign * coalesce(v.comments, 0)), 0, sum(s.sign * v.samples),
      sum(s.sign * v.open::integer)
    from ${incoming}
    join video_day v on v.video_id = i.id
    cross join (values (-1), (1)) s(sign)
    where v.video_id = any(${ids}::text[])
    group by 1, 2, 3
    on conflict (channel_id, day, format) do update set ${ADDED}`.execute(trx);
}

/**
 * Takes what videos have contributed out of their channels' days, and their own days away: before the videos' rows go.
 * A day of a channel is always the sum of the days of the videos that are left.
 */
export async function withdrawDays(trx: Db, ids: readonly VideoId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with gone as (
      delete from video_day where video_id = any(${[...ids]}::text[])
      returning video_id, day, views, likes, comments, samples, open
    ), parts as (
      select video_id, day, views, coalesce(likes, 0) as likes, coalesce(comments, 0) as comments, 0 as uploads, samples,
        open::integer as open
      from gone
      union all
      select c.video_id, (c.start_at at time zone 'UTC')::date, 0, 0, 0, 1, 0, 0
      from video_counter c join video v on v.id = c.video_id
      where c.video_id = any(${[...ids]}::text[]) and v.first_seen_at <= c.start_at + interval '24 hours'
    ), sums as (
      select v.channel_id, v.format, p.day, sum(p.views) as views, sum(p.likes) as likes, sum(p.comments) as comments,
        sum(p.uploads) as uploads, sum(p.samples) as samples, sum(p.open) as open
      from parts p join video v on v.id = p.video_id
      group by v.channel_id, v.format, p.day
    )
    update channel_day d set views = d.views - s.views, likes = d.likes - s.likes, comments = d.comments - s.comments,
      uploads = d.uploads - s.uploads, samples = d.samples - s.samples, open = d.open - s.open
    from sums s
    where d.channel_id = s.channel_id and d.format = s.format and d.day = s.day
      and d.channel_id = any(array(select channel_id from sums))`.execute(trx);
}

/** Deletes the hours that are kept no longer. */
export async function deleteOldHours(db: Db, now: Instant): Promise<void> {
  await sql`delete from channel_hour where hour < ${at(firstHourKept(now))}`.execute(db);
}
