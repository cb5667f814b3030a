-- What answers are read from: lists that are filtered and sorted within one table, measures kept as samples arrive,
-- rollups by day and hour, a channel's usual curves, and the words that videos are found by.

-- The hot half of a video carries copies of what lists are filtered and sorted by beside its counters, so that a page is
-- one walk of one index. They are null until the video is described: `published_at is not null` tells what lists show.
alter table video_counter
  add column published_at          timestamptz,
  add column format                text,
  add column category_id           text,
  add column language              text,
  add column duration_seconds      integer,
  add column made_for_kids         boolean,
  add column live_state            text,
  -- When its texts last changed; null = never since it was described.
  add column changed_at            timestamptz,
  -- Views gained over the last hour, day and week before the last sample (docs/formulas/gain.md).
  add column gain_1h               double precision,
  add column gain_24h              double precision,
  add column gain_7d               double precision,
  -- Views per hour, over a window of so many hours.
  add column velocity              double precision,
  add column velocity_hours        smallint,
  add column heat                  double precision,
  add column engagement            double precision,
  add column performance_in_format double precision,
  -- Whether the outlier compares views at the same age, or lifetime views; null where there is none.
  add column outlier_basis         text check (outlier_basis in ('age', 'lifetime'));
update video_counter c
set published_at = v.published_at, format = v.format, category_id = v.category_id, language = v.language,
  duration_seconds = v.duration_seconds, made_for_kids = v.made_for_kids, live_state = v.live_state,
  changed_at = (select max(r.seen_at) from video_revision r where r.video_id = v.id),
  outlier_basis = case when c.outlier is not null then 'lifetime' end
from video v
where v.id = c.video_id and v.described_at is not null;

-- A date within a sort is checked in the index itself: it is the last column of each.
drop index video_counter_channel;
drop index video_counter_performance;
drop index video_counter_outlier;
create index video_counter_published on video_counter (published_at desc, video_id desc);
create index video_counter_channel on video_counter (channel_id, published_at desc, video_id desc);
create index video_counter_views on video_counter (views desc nulls last, video_id desc, published_at);
create index video_counter_likes on video_counter (likes desc nulls last, video_id desc, published_at);
create index video_counter_comments on video_counter (comments desc nulls last, video_id desc, published_at);
create index video_counter_duration on video_counter (duration_seconds desc nulls last, video_id desc, published_at);
create index video_counter_engagement on video_counter (engagement desc nulls last, video_id desc, published_at);
create index video_counter_outlier on video_counter (outlier desc nulls last, video_id desc, published_at);
create index video_counter_sampled on video_counter (captured_at desc nulls last, video_id desc, published_at);
-- What only few videos of a large installation have: those that were tracked from their birth, or move now.
create index video_counter_by_first_hour on video_counter (first_hour_views desc, video_id desc, published_at)
  where first_hour_views is not null;
create index video_counter_performance on video_counter (performance desc, video_id desc, published_at)
  where performance is not null;
create index video_counter_in_format on video_counter (performance_in_format desc, video_id desc, published_at)
  where performance_in_format is not null;
create index video_counter_velocity on video_counter (velocity desc, video_id desc, published_at)
  where velocity is not null;
create index video_counter_heat on video_counter (heat desc, video_id desc, published_at) where heat is not null;
create index video_counter_gain_1h on video_counter (gain_1h desc, video_id desc, published_at)
  where gain_1h is not null;
create index video_counter_gain_24h on video_counter (gain_24h desc, video_id desc, published_at)
  where gain_24h is not null;
create index video_counter_gain_7d on video_counter (gain_7d desc, video_id desc, published_at)
  where gain_7d is not null;
create index video_counter_changed on video_counter (changed_at desc, video_id desc, published_at)
  where changed_at is not null;
create index video_counter_gone on video_counter (gone_at desc, video_id desc, published_at) where gone_at is not null;
-- A channel's page counts them.
create index video_counter_channel_gone on video_counter (channel_id) where gone_at is not null;
-- A channel's newest first hours of one format.
create index video_counter_format_first_hour on video_counter (channel_id, format, start_at desc)
  where first_hour_views is not null;
-- What is left to describe of a channel.
create index video_counter_channel_new on video_counter (channel_id)
  where describe_why = 'new' and describe_at is not null;
-- Lists read the indexes alone where a page is known to hold nothing old: a tenth of what PostgreSQL waits for by itself.
alter table video_counter set (autovacuum_vacuum_scale_factor = 0.02);
drop index video_newest;
drop index video_tags;

-- The words, tags, channel and days by which a video is found (docs/formulas/search.md), apart from all that changes
-- with counters. A video without a row is not described yet, or waits to be indexed.
create table video_search (
  video_id     text        primary key,
  published_at timestamptz not null,
  terms        tsvector    not null
);
alter table video_search alter column terms set statistics 300;
-- Without a pending list, which every search would have to read through.
create index video_search_terms on video_search using gin (terms) with (fastupdate = off);

-- The tags of each video that is in video_search, folded. By its key a tag's videos are walked by date.
create table video_tag (
  tag          text        not null,
  published_at timestamptz not null,
  video_id     text        not null,
  primary key (tag, published_at, video_id)
);
-- So many tags of a large installation are known by their share; all others are rare.
alter table video_tag alter column tag set statistics 1000;

-- Every tag in use, folded, with how many described videos carry it and one way in which it is written.
create table tag (
  tag    text    primary key,
  label  text    not null,
  videos integer not null
);
create index tag_most on tag (videos desc, tag);
create index tag_one on tag (left(tag, 1), videos desc, tag);
create index tag_two on tag (left(tag, 2), videos desc, tag);
create index tag_three on tag (left(tag, 3), videos desc, tag);
create index tag_prefix on tag (tag text_pattern_ops);

-- What a video gained in a UTC day. The last day stays open until a later sample closes it.
create table video_day (
  video_id text             not null,
  day      date             not null,
  -- Views, likes and comments gained within the day: between two samples they are shared out along the view curve.
  views    double precision not null,
  likes    double precision,
  comments double precision,
  samples  integer          not null,
  open     boolean          not null,
  primary key (video_id, day)
);
create index video_day_by_day on video_day (day, views desc, video_id);

-- The same of all a channel's videos of one format, by UTC day and hour.
create table channel_day (
  channel_id text             not null,
  format     text             not null,
  day        date             not null,
  views      double precision not null,
  likes      double precision not null,
  comments   double precision not null,
  -- Videos whose start lies in the day.
  uploads    integer          not null,
  samples    integer          not null,
  -- How many of its videos' days are open.
  open       integer          not null,
  primary key (channel_id, day, format)
);
create index channel_day_by_day on channel_day (day);

-- Kept for 8 days.
create table channel_hour (
  channel_id text             not null,
  format     text             not null,
  hour       timestamptz      not null,
  views      double precision not null,
  samples    integer          not null,
  primary key (channel_id, hour, format)
);
create index channel_hour_by_hour on channel_hour (hour);

-- How fast videos of a format usually move at an age: a histogram a day, of which the typical velocity is taken.
create table velocity_day (
  day     date      not null,
  format  text      not null,
  -- Steps of age and of velocity as src/domain/heat.ts defines them.
  age_bin smallint  not null,
  counts  integer[] not null,
  primary key (day, format, age_bin)
);
create table velocity_typical (
  format      text             not null,
  age_bin     smallint         not null,
  median      double precision not null,
  n           integer          not null,
  computed_at timestamptz      not null,
  primary key (format, age_bin)
);

-- What like and comment rates are shrunken towards, a format each.
create table engagement_prior (
  format      text             primary key,
  alpha       double precision not null,
  beta        double precision not null,
  n           integer          not null,
  computed_at timestamptz      not null
);

-- The medians that performance within a format is divided by: a channel's newest first hours of one format, counted under
-- one definition of a view (domain/counting-epoch.ts).
create table channel_format_score (
  channel_id      text             not null,
  format          text             not null,
  epoch           smallint         not null,
  median_in_force double precision,
  median          double precision,
  n               integer          not null,
  computed_at     timestamptz      not null,
  primary key (channel_id, format, epoch)
);

-- A channel's last videos of a format on the ages of src/domain/typical.ts: their views there, and what is usual.
create table typical (
  channel_id  text               not null,
  format      text               not null,
  -- Newest first.
  video_ids   text[]             not null,
  -- As many views as there are ages, a video after the other; NaN where its samples tell nothing.
  views       double precision[] not null,
  -- At each age the median, NaN where there is none, and of how many videos.
  medians     double precision[] not null,
  ns          integer[]          not null,
  computed_at timestamptz        not null,
  primary key (channel_id, format)
);
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in ('backfill', 'rescore', 'purge', 'typical'));
insert into task (kind, subject, state, not_before, created_at, updated_at)
select 'typical', id, 'waiting', tracked_since, tracked_since, tracked_since from channel where state = 'tracked';

-- What happened, for whoever listens: written with each settlement, kept for a day.
create table event (
  epoch  bigint      not null,
  number bigint      not null,
  at     timestamptz not null,
  events jsonb       not null,
  primary key (epoch, number)
);
create index event_recent on event (at, epoch, number);
