-- Watches: search queries and charts that are read again and again.

create table watch (
  id                text        primary key,
  name              text        not null,
  kind              text        not null check (kind in ('search', 'chart')),
  -- YouTube's own filters, under YouTube's own names.
  filters           jsonb       not null,
  state             text        not null check (state in ('active', 'paused', 'removed')),
  -- Its part of what automatic watches share, beside theirs: 1 is ordinary.
  share             real        not null default 1,
  -- The cadence a person chose; null = as often as its yield is worth, within the two bounds.
  every_seconds     integer,
  every_min_seconds integer     not null,
  every_max_seconds integer     not null,
  -- How far back its first run looks.
  since             timestamptz not null,
  created_at        timestamptz not null,
  -- The version of planning_change at which a person last changed this row.
  changed_version   bigint      not null default 0
);
create index watch_changed on watch (changed_version);
-- Two watches of the same filters would pay twice for one answer.
create unique index watch_once on watch (kind, filters) where state <> 'removed';

-- What planning remembers of a watch, apart from what people write: it changes with every run.
create table watch_progress (
  watch_id    text        primary key,
  -- Everything published before this has been read, but for what search shows late.
  watermark   timestamptz not null,
  -- When its last run began; null = it never ran.
  ran_at      timestamptz,
  runs        bigint      not null default 0,
  calls       bigint      not null default 0,
  found       bigint      not null default 0,
  -- What its yield is reckoned from: numbers whose meaning planning knows.
  learned     double precision[] not null default '{}',
  not_before  timestamptz not null,
  attempts    integer     not null default 0,
  -- What YouTube refuses about it, for people; null when all is well.
  trouble     text
) with (fillfactor = 80);

-- A stretch of time whose results have not been read to the end.
create table watch_task (
  watch_id         text        not null,
  published_after  timestamptz not null,
  published_before timestamptz not null,
  opened_at        timestamptz not null,
  page_token       text,
  pages            integer     not null default 0,
  not_before       timestamptz not null,
  attempts         integer     not null default 0,
  reason           text        not null,
  primary key (watch_id, published_after, published_before)
);

-- Which watch found which video, and when it last showed it.
create table watch_video (
  watch_id      text        not null,
  video_id      text        not null,
  published_at  timestamptz not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  -- Its place in the window that showed it last, from 1.
  last_rank     integer     not null,
  primary key (watch_id, video_id)
);
create index watch_video_recent on watch_video (watch_id, published_at desc, video_id desc);
create index watch_video_found on watch_video (watch_id, first_seen_at desc, video_id desc);
create index watch_video_of on watch_video (video_id);

-- What YouTube answered, page by page: search cannot be asked for the same again, so its answers are data.
create table watch_page (
  watch_id         text        not null,
  asked_at         timestamptz not null,
  -- When the run began that the page belongs to.
  run_at           timestamptz not null,
  page             integer     not null,
  published_after  timestamptz,
  published_before timestamptz,
  total_estimate   bigint,
  -- In the order of the answer; the first one's rank in its window is first_rank.
  video_ids        text[]      not null,
  first_rank       integer     not null,
  -- How many of them the watch had not seen before.
  news             integer     not null
);
-- A run reads several windows, each from its page 0 on; a page may be asked for twice, and two be answered within one
-- millisecond.
create unique index watch_page_once on watch_page (watch_id, run_at, page, asked_at, published_after, published_before)
  nulls not distinct;

-- A channel that nobody tracks, known by the title its videos show: all else of its row is unknown, not empty.
alter table channel add column title_only boolean not null default false;

-- Found by a watch that is kept: sampled even though nobody tracks its channel.
alter table video_counter add column searched boolean not null default false;
alter table video drop constraint video_source_check;
alter table video add constraint video_source_check check (source in ('push', 'feed', 'uploads', 'search', 'chart'));
