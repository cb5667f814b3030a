-- The foundation: what is tracked, what was seen, what was spent.
-- Natural keys only, no triggers, no sequences, no now(): time enters every statement as a parameter, and the same
-- tables can be distributed by video id (docs/decisions/0001).

create table installation (
  singleton  boolean     primary key default true check (singleton),
  -- Virtual data never meets real data: start refuses a virtual database, the demo and the tests refuse a real one.
  kind       text        not null check (kind in ('real', 'virtual')),
  created_at timestamptz not null,
  -- When somebody acknowledged what keys of several projects mean (docs/policy.md); null = not yet.
  several_projects_at timestamptz
);

create table channel (
  id                  text        primary key,
  title               text        not null,
  description         text        not null,
  handle              text,
  country             text,
  published_at        timestamptz,
  thumbnail_url       text,
  uploads_playlist_id text,
  weight              real        not null default 1,
  state               text        not null check (state in ('tracked', 'untracked')),
  trouble             text,
  tracked_since       timestamptz not null,
  described_at        timestamptz not null,
  views               bigint,
  subscribers         bigint,
  video_count         bigint,
  -- The version of planning_change at which a person last changed this row.
  changed_version     bigint      not null default 0
);
create index channel_changed on channel (changed_version);

-- What discovery remembers of a channel, apart from its text: it changes with every count.
create table channel_poll (
  channel_id      text        primary key,
  video_count     bigint,
  counted_at      timestamptz,
  snapshot_at     timestamptz,
  news_since      timestamptz,
  news_not_before timestamptz,
  news_attempts   integer     not null default 0,
  listed_at       timestamptz
) with (fillfactor = 80);

create table channel_snapshot (
  channel_id  text        not null,
  captured_at timestamptz not null,
  views       bigint,
  subscribers bigint,
  video_count bigint,
  primary key (channel_id, captured_at)
) partition by range (captured_at);

create table channel_score (
  channel_id        text        primary key,
  -- The median of first-hour views that stored performances were divided by, and what it was taken over.
  median_in_force   double precision,
  first_hour_n      integer     not null default 0,
  -- The true median now; the one in force follows it when they differ by more than 1 %.
  median_first_hour double precision,
  -- The median of lifetime views over videos of 30 days and older, for outliers.
  median_mature     double precision,
  mature_n          integer     not null default 0,
  computed_at       timestamptz not null
);

create table video (
  id                 text        primary key,
  channel_id         text        not null,
  first_seen_at      timestamptz not null,
  source             text        not null check (source in ('push', 'feed', 'uploads', 'search')),
  published_at       timestamptz,
  -- null until the video has been described; the API shows described videos only.
  described_at       timestamptz,
  title              text        not null default '',
  description        text        not null default '',
  tags               text[]      not null default '{}',
  -- The tags case-folded, for matching.
  tag_keys           text[]      not null default '{}',
  category_id        text,
  language           text,
  thumbnail_url      text,
  duration_seconds   integer,
  portrait           boolean,
  shorts_link        boolean,
  format             text        not null default 'unknown' check (format in ('long', 'short', 'live', 'unknown')),
  made_for_kids      boolean,
  privacy            text,
  broadcast          boolean     not null default false,
  live_state         text        not null default 'none' check (live_state in ('none', 'upcoming', 'live', 'ended')),
  scheduled_start_at timestamptz,
  actual_start_at    timestamptz,
  actual_end_at      timestamptz
);
create index video_newest on video (published_at desc, id desc);
create index video_of_channel on video (channel_id, published_at desc, id desc);
create index video_tags on video using gin (tag_keys);

-- The hot half of a video: rewritten by every sample, so it holds no text and leaves room on its pages.
create table video_counter (
  video_id            text        primary key,
  shard               smallint    not null,
  channel_id          text        not null,
  start_at            timestamptz,
  views               bigint,
  likes               bigint,
  comments            bigint,
  captured_at         timestamptz,
  previous_views      bigint,
  previous_at         timestamptz,
  describe_at         timestamptz,
  describe_why        text        not null check (describe_why in ('new', 'start', 'missing', 'refresh')),
  missing_since       timestamptz,
  gone_at             timestamptz,
  first_hour_views    double precision,
  first_hour_method   text        check (first_hour_method in ('measured', 'interpolated')),
  -- How far from 60:00 the nearest snapshot lies, in seconds, and the relative error that is left.
  first_hour_offset   double precision,
  first_hour_error    double precision,
  performance         double precision,
  outlier             double precision
) with (fillfactor = 80);
create index video_counter_channel on video_counter (channel_id);
-- A channel's median of first-hour views is taken from this index alone, with every first-hour sample.
create index video_counter_first_hour on video_counter (channel_id, first_hour_views)
  where first_hour_views is not null;
create index video_counter_performance on video_counter (performance desc nulls last, video_id desc);
create index video_counter_outlier on video_counter (outlier desc nulls last, video_id desc);

create table snapshot (
  video_id    text        not null,
  captured_at timestamptz not null,
  views       bigint,
  likes       bigint,
  comments    bigint,
  source      text        not null check (source in ('batch', 'list', 'feed')),
  primary key (video_id, captured_at)
) partition by range (captured_at);

create table video_revision (
  video_id text        not null,
  seen_at  timestamptz not null,
  -- The fields that changed, each with what it was before: {"title": "…"}.
  before   jsonb       not null,
  primary key (video_id, seen_at)
);

create table project (
  id              text        primary key,
  -- Google's own name of it, where an error told: projects/368441505633.
  consumer        text,
  default_limit   integer     not null,
  search_limit    integer     not null,
  batch_limit     integer     not null,
  created_at      timestamptz not null
);

create table api_key (
  -- A keyed fingerprint: the same key added twice is one row, and the row tells nothing of the key.
  fingerprint    text        primary key,
  project_id     text        not null,
  sealed         bytea       not null,
  masked         text        not null,
  state          text        not null check (state in ('usable', 'refused')),
  refused_reason text,
  refused_at     timestamptz,
  added_at       timestamptz not null
);

create table ledger (
  project_id   text        not null,
  bucket       text        not null check (bucket in ('default', 'search', 'batch')),
  day          date        not null,
  used         integer     not null check (used >= 0),
  allowance    integer     not null,
  -- When YouTube said the bucket was spent before we thought so.
  spent_at     timestamptz,
  last_used_at timestamptz not null,
  primary key (project_id, bucket, day),
  check (used <= allowance)
);

-- Every call, written when it is charged: one without an outcome was under way when its process died.
create table call (
  epoch       bigint      not null,
  number      bigint      not null,
  charged_at  timestamptz not null,
  kind        text        not null,
  purpose     text        not null,
  project_id  text,
  fingerprint text,
  bucket      text,
  units       integer     not null,
  ids         integer     not null,
  why         text        not null,
  settled_at  timestamptz,
  outcome     text,
  answered    integer,
  detail      text,
  primary key (epoch, number)
);
create index call_recent on call (charged_at desc);

create table task (
  kind       text        not null check (kind in ('backfill', 'rescore')),
  subject    text        not null,
  state      text        not null check (state in ('waiting', 'done')),
  cursor     text,
  progress   integer     not null default 0,
  total      bigint,
  not_before timestamptz not null,
  attempts   integer     not null default 0,
  reason     text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (kind, subject)
);
create index task_waiting on task (kind, not_before) where state = 'waiting';

create table track_request (
  ref          text        primary key,
  requested_at timestamptz not null,
  weight       real        not null default 1,
  state        text        not null check (state in ('waiting', 'tracked', 'refused')),
  channel_id   text,
  reason       text,
  settled_at   timestamptz
);

create table pause (
  subject  text        primary key,
  until    timestamptz not null,
  failures integer     not null,
  reason   text        not null
);

create table set_aside (
  subject text        not null,
  at      timestamptz not null,
  reason  text        not null,
  primary key (subject, at)
);

create table lease (
  shard      smallint    primary key,
  holder     text        not null,
  epoch      bigint      not null,
  expires_at timestamptz not null
);

create table planning_change (
  shard   smallint primary key,
  version bigint   not null
);
insert into planning_change (shard, version) values (0, 0);

create table admin_token (
  hash       bytea       primary key,
  created_at timestamptz not null
);
