-- What videos' views are expected to become, how that was learned, and what they became.

-- What was learned of videos at one age (outset), for one age that is forecast (target); taken anew every night.
create table forecast_model (
  target_hours smallint    not null,
  outset_hours smallint    not null,
  -- A step of src/insights/forecast/forecast.ts; null = there were too few videos to learn from, and the one that ships serves.
  step         jsonb,
  -- Videos of the installation that had come from the outset to the target.
  outcomes     integer     not null,
  trained_at   timestamptz not null,
  primary key (target_hours, outset_hours)
);

-- What a channel's videos of those were: sums of the logarithms of their views at each outset and at the target, and how many
-- videos that is. The arrays are by rising outset.
create table forecast_channel (
  channel_id   text               not null,
  target_hours smallint           not null,
  outset       double precision[] not null,
  reached      double precision[] not null,
  videos       integer[]          not null,
  computed_at  timestamptz        not null,
  primary key (channel_id, target_hours)
);

-- Each forecast as it was made, once a video, target and outset, and what the video had when it came to the target.
create table forecast (
  video_id     text             not null,
  target_hours smallint         not null,
  outset_hours smallint         not null,
  channel_id   text             not null,
  format       text             not null,
  -- The sample that it was made from.
  sampled_at   timestamptz      not null,
  sampled      bigint           not null,
  made_at      timestamptz      not null,
  -- When its model was trained; null = the one that ships, in part or all.
  trained_at   timestamptz,
  views        double precision not null,
  low          double precision not null,
  high         double precision not null,
  due_at       timestamptz      not null,
  -- Null while it is not settled, and when nobody had sampled the video around then.
  reached      double precision,
  settled_at   timestamptz,
  primary key (video_id, target_hours, outset_hours)
);
create index forecast_due on forecast (due_at, video_id) where settled_at is null;
create index forecast_settled on forecast (settled_at desc, video_id) where settled_at is not null;
create index forecast_format_settled on forecast (format, settled_at desc) where settled_at is not null;
create index forecast_channel_settled on forecast (channel_id, settled_at desc) where settled_at is not null;

-- Broadcasts begin at another time than they are published; all others are found by that.
create index video_counter_live_start on video_counter (start_at) where format = 'live';
